import type { ContainerLayouts, Layouts, SizeAlign } from "../layout/layouts.ts";
import type { Container, Field, FfiModule } from "../model/decls.ts";
import type { Issue } from "../model/issue.ts";
import { isAddress } from "../layout/pointers.ts";
import type { Target } from "../model/target.ts";
import type { Type } from "../model/types.ts";
import { typeText } from "../model/typeText.ts";
import { exportedContainers } from "./exportedContainers.ts";

/**
 * Containers that an export uses and that are laid out differently on some of the targets: `abi/layout-differs-by-target`, one a
 * container. `layouts`: one for each configured target, of the module or of what the compiler made of it there. Where one of them does not
 * know a container, the others are compared.
 */
export function* targetRules(module: FfiModule, layouts: readonly Layouts[]): Generator<Issue> {
  const modules = [module, ...new Set(layouts.map((each) => each.module))];
  const containers = new Map<string, Container>();
  // The source's own words come first.
  for (const found of modules.flatMap(exportedContainers)) if (!containers.has(found.id)) containers.set(found.id, found);
  for (const container of containers.values()) {
    const variants = variantsOf(container, layouts);
    if (variants.length > 1) yield issue(module, container, variants);
  }
}

/** A layout and the targets that have it. */
interface Variant {
  readonly layout: ContainerLayouts;
  /** Of one of the targets. */
  readonly layouts: Layouts;
  readonly targets: readonly Target[];
}

function variantsOf(container: Container, layouts: readonly Layouts[]): readonly Variant[] {
  const byText = new Map<string, { layout: ContainerLayouts; layouts: Layouts; targets: Target[] }>();
  for (const perTarget of layouts) {
    const found = perTarget.container(container.id);
    const { target } = perTarget;
    if (found.kind === "unknown") continue;
    const { size, align, fields } = found.value;
    const key = JSON.stringify([size, align, fields.map((field) => [field.bitOffset, field.bitSize])]);
    const variant = byText.get(key);
    if (variant === undefined) byText.set(key, { layout: found.value, layouts: perTarget, targets: [target] });
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
    message: `${container.name} is laid out differently: ${texts.join("; ")}. ${advice(module, container, variants)}`,
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

/** Why, and what to do. */
function advice(module: FfiModule, container: Container, variants: readonly Variant[]): string {
  const causes = causesIn({ module, variants, seen: new Set() }, container, "");
  const cause = causes.find(({ isPointer }) => !isPointer);
  if (cause === undefined)
    return causes.length === 0
      ? "Bindings made for all of these targets choose at load."
      : "Only the width of pointers differs: bindings made for all of these targets choose at load; data that crosses machines needs integers of a fixed width instead.";
  const type = cause.text;
  return cause.isSize
    ? `${cause.path} is ${type}, whose size depends on the target: choose a type of fixed size, such as i32, i64 or f64, where the layout must be the same.`
    : `${cause.path} is ${type}, whose alignment depends on the target: write align(${cause.align}) on it where the layout must be the same.`;
}

/** A field that is itself different on some targets. */
interface Cause {
  /** `field.inner`. */
  readonly path: string;
  readonly text: string;
  readonly isPointer: boolean;
  /** Whether its size differs, not only its alignment. */
  readonly isSize: boolean;
  /** The largest one. */
  readonly align: number;
}

interface Search {
  readonly module: FfiModule;
  readonly variants: readonly Variant[];
  readonly seen: Set<string>;
}

function causesIn(search: Search, container: Container, prefix: string): readonly Cause[] {
  if (container.kind === "enum" && container.tag !== null)
    return leafCause(search, prefix === "" ? "Its tag" : prefix.slice(0, -1), container.tag);
  if (search.seen.has(container.id) || (container.kind !== "struct" && container.kind !== "union")) return [];
  search.seen.add(container.id);
  return container.fields.flatMap((field) => {
    const path = `${prefix}${field.name}`;
    const type = elementOf(field.type);
    const inner = type.kind === "named" ? search.module.containers.get(type.id) : undefined;
    const deeper = inner === undefined ? [] : causesIn(search, inner, `${path}.`);
    if (inner !== undefined && inner.kind !== "opaque") return deeper;
    return type.kind === "unknown" ? fieldCause(search, container, { field, path }) : leafCause(search, path, type);
  });
}

/** Of a field whose type only the compiler knows, and knows for each target by itself. */
function fieldCause(
  { variants }: Search,
  container: Container,
  { field, path }: { readonly field: Field; readonly path: string },
): readonly Cause[] {
  const extents = variants.flatMap(({ layouts }) => {
    const layout = layouts.container(container.id);
    const found = layout.kind === "known" ? layout.value.fields.find(({ name }) => name === field.name) : undefined;
    return found === undefined ? [] : [found];
  });
  return causeOf(extents, { path, text: field.text, isPointer: false });
}

function leafCause({ module, variants }: Search, path: string, type: Type): readonly Cause[] {
  const extents = variants.flatMap(({ layouts }) => {
    const layout = layouts.of(type);
    return layout.kind === "known" ? [layout.value] : [];
  });
  const isPointer = isAddress(type) || (type.kind === "cint" && (type.name === "usize" || type.name === "isize"));
  return causeOf(extents, { path, text: typeText(module, type), isPointer });
}

function causeOf(extents: readonly SizeAlign[], about: Pick<Cause, "path" | "text" | "isPointer">): readonly Cause[] {
  const isSize = new Set(extents.map(({ size }) => size)).size > 1;
  const align = Math.max(...extents.map((extent) => extent.align));
  if (!isSize && extents.every((extent) => extent.align === align)) return [];
  return [{ ...about, isSize, align }];
}

function elementOf(type: Type): Type {
  return type.kind === "array" ? elementOf(type.element) : type;
}
