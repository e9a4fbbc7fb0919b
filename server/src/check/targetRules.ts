import type { ContainerLayouts, Layouts } from "../layout/layouts.ts";
import type { Container, FfiModule } from "../model/decls.ts";
import type { Issue } from "../model/issue.ts";
import type { Target } from "../model/target.ts";
import { typeText } from "../model/typeText.ts";
import { exportedContainers } from "./exportedContainers.ts";

/**
 * Containers that an export uses and that are laid out differently on some of the targets: `abi/layout-differs-by-target`, one a
 * container. `layouts`: one for each configured target. Where one of them does not know a container, the others are compared.
 */
export function* targetRules(module: FfiModule, layouts: readonly Layouts[]): Generator<Issue> {
  for (const container of exportedContainers(module)) {
    const variants = variantsOf(container, layouts);
    if (variants.length > 1) yield issue(module, container, variants);
  }
}

/** A layout and the targets that have it. */
interface Variant {
  readonly layout: ContainerLayouts;
  readonly targets: readonly Target[];
}

function variantsOf(container: Container, layouts: readonly Layouts[]): readonly Variant[] {
  const byText = new Map<string, { layout: ContainerLayouts; targets: Target[] }>();
  for (const perTarget of layouts) {
    const found = perTarget.container(container.id);
    const { target } = perTarget;
    if (found.kind === "unknown") continue;
    const { size, align, fields } = found.value;
    const key = JSON.stringify([size, align, fields.map((field) => [field.bitOffset, field.bitSize])]);
    const variant = byText.get(key);
    if (variant === undefined) byText.set(key, { layout: found.value, targets: [target] });
    else variant.targets.push(target);
  }
  return [...byText.values()];
}

function issue(module: FfiModule, container: Container, variants: readonly Variant[]): Issue {
  const moving = movingFields(variants);
  const texts = variants.map(({ layout, targets }) => `${layoutText(layout, moving)} on ${targets.map(({ triple }) => triple).join(", ")}`);
  return {
    code: "abi/layout-differs-by-target",
    severity: "warning",
    message: `${container.name} is laid out differently: ${texts.join("; ")}. ${advice(module, variants)}`,
    zig: { span: container.span, text: container.name },
    targets: variants.flatMap(({ targets }) => targets.map(({ triple }) => triple)),
  };
}

/** Indices of fields that do not lie in the same place, or are not of the same size, everywhere. */
function movingFields(variants: readonly Variant[]): readonly number[] {
  const [first] = variants;
  return (first?.layout.fields ?? []).flatMap((field, index) => {
    const isSame = variants.every(({ layout }) => {
      const other = layout.fields[index];
      return other?.bitOffset === field.bitOffset && other.bitSize === field.bitSize;
    });
    return isSame ? [] : [index];
  });
}

const maxFields = 6;

function layoutText({ size, align, fields }: ContainerLayouts, moving: readonly number[]): string {
  const shown = moving.slice(0, maxFields).flatMap((index) => {
    const field = fields[index];
    return field === undefined ? [] : [`${field.name} at ${field.offset} (${field.size} bytes)`];
  });
  if (moving.length > maxFields) shown.push(`${moving.length - maxFields} more`);
  return `${size} bytes, aligned to ${align}${shown.length === 0 ? "" : `, with ${shown.join(", ")},`}`;
}

/** Why, as far as one field tells, and what to do. */
function advice(module: FfiModule, variants: readonly Variant[]): string {
  if (isPointerWidth(variants))
    return "Only the width of pointers differs: bindings made for all of these targets choose at load; data that crosses machines needs integers of a fixed width instead.";
  const [first] = variants;
  for (const [index, field] of (first?.layout.fields ?? []).entries()) {
    const others = variants.flatMap(({ layout }) => layout.fields[index] ?? []);
    if (others.some((other) => other.size !== field.size))
      return `${field.name} is ${typeText(module, field.type)}, whose size depends on the target: choose a type of fixed size, such as i32, i64 or f64, where the layout must be the same.`;
    if (others.some((other) => other.align !== field.align))
      return `${field.name} is ${typeText(module, field.type)}, whose alignment depends on the target: write \`align(${Math.max(...others.map(({ align }) => align))})\` on it where the layout must be the same.`;
  }
  return "Choose types of fixed size and alignment where the layout must be the same; bindings made for all of these targets choose at load.";
}

function isPointerWidth(variants: readonly Variant[]): boolean {
  const widths = variants.map(({ targets }) => new Set(targets.map(({ pointerBits }) => pointerBits)));
  return variants.length === 2 && widths.every((set) => set.size === 1) && new Set(widths.flatMap((set) => [...set])).size === 2;
}
