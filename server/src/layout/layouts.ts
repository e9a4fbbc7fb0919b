import type { Container, FfiModule } from "../model/decls.ts";
import { known, unknown, type Known } from "../model/known.ts";
import type { CompilerAnswer } from "../model/compilerAnswer.ts";
import type { Target } from "../model/target.ts";
import { typeText } from "../model/typeText.ts";
import type { Type } from "../model/types.ts";
import { compilerLayout } from "./compilerLayout.ts";
import { elementWidth } from "./bitWidths.ts";
import { containerPlaces, type PlacedContainer, type PlacedField } from "./containers.ts";
import { isAddress } from "./pointers.ts";
import { cIntOf, floatLayout, intLayout, scalarTable, type Extent, type ScalarTable } from "./scalars.ts";
import { vectorLayout } from "./vectors.ts";
import { zigRulesOf, type ZigRules } from "./zigRules.ts";

/** Bytes. */
export type SizeAlign = Extent;

export type FieldLayout = PlacedField;

/** Layout of one struct, union or enum on one target. Enums have no fields. */
export type ContainerLayouts = PlacedContainer;

/** Sizes, alignments and offsets of one module's types on one target. Results are cached; nothing throws. */
export interface Layouts {
  readonly module: FfiModule;
  readonly target: Target;
  of(type: Type): Known<SizeAlign>;
  container(id: string): Known<ContainerLayouts>;
}

export interface LayoutOptions {
  /** Of the compiler that will build the library, where it is not the one of the module. */
  readonly rules?: ZigRules | undefined;
  /** Has the last word on each container; what it gives back also counts for the containers that hold this one. */
  readonly override?: ((container: Container, computed: Known<ContainerLayouts>) => Known<ContainerLayouts>) | undefined;
}

/**
 * What the module has of the compiler comes first. Rules are those of Zig's Sema for `extern`, `packed` and tagged enums; automatic layout is the compiler's own and stays unknown.
 */
export function createLayouts(module: FfiModule, target: Target, options: LayoutOptions = {}): Layouts {
  const done = new Map<string, Known<ContainerLayouts>>();
  const active = new Set<string>();
  const answer = module.answers?.get(target.triple);
  const override = options.override ?? (answer === undefined ? undefined : compilerOverride(answer));
  let depth = 0;
  const nested = <T>(compute: () => Known<T>): Known<T> => {
    if (depth >= maxDepth) return unknown(`types are nested more than ${maxDepth} levels deep`);
    depth++;
    const result = compute();
    depth--;
    return result;
  };
  const layouts: Context = {
    module,
    target,
    table: scalarTable(target, options.rules ?? zigRulesOf(module.zig ?? "")),
    of: (type) => nested(() => withinMemory(target, typeLayout(layouts, type))),
    container(id) {
      const cached = done.get(id);
      if (cached !== undefined) return cached;
      const container = module.containers.get(id);
      if (container === undefined) return unknown(`${id} is not declared`);
      if (active.has(id)) return unknown(`${container.name} contains itself by value`);
      active.add(id);
      const computed = nested(() => withinMemory(target, namedLayout(layouts, container)));
      const result = override === undefined ? computed : override(container, computed);
      active.delete(id);
      done.set(id, result);
      return result;
    },
  };
  return layouts;
}

function compilerOverride(answer: CompilerAnswer): NonNullable<LayoutOptions["override"]> {
  return (container, computed) => compilerLayout(answer, container, computed);
}

interface Context extends Layouts {
  readonly table: ScalarTable;
}

/** Far more than real code nests by value (a container in a field counts twice), and far less than the stack takes. */
const maxDepth = 400;

/** Zig refuses types that the address space cannot hold; beyond 2^53 our own numbers would be inexact. */
function withinMemory<T extends SizeAlign>(target: Target, layout: Known<T>): Known<T> {
  const limit = target.pointerBits === 32 ? 2 ** 32 : Number.MAX_SAFE_INTEGER;
  return layout.kind === "known" && !(layout.value.size < limit) ? unknown(`the type is too large for ${target.triple}`) : layout;
}

function typeLayout(context: Context, type: Type): Known<SizeAlign> {
  const { module, target, table } = context;
  if (isAddress(type)) return known(table.pointer);
  switch (type.kind) {
    case "void":
      return known({ size: 0, align: 1 });
    case "bool":
      return known({ size: 1, align: 1 });
    case "int":
      return known(intLayout(table, type.bits));
    case "cint":
      return known(intLayout(table, cIntOf(target, type.name).bits));
    case "float":
      return known(floatLayout(table, type.bits));
    case "longdouble":
      return known(table.longDouble);
    case "array": {
      const element = context.of(type.element);
      if (element.kind === "unknown") return element;
      const count = type.length + (type.sentinel === null ? 0 : 1);
      return known({ size: element.value.size * count, align: element.value.align });
    }
    case "vector": {
      const bits = elementWidth(context, type);
      return bits.kind === "unknown" ? bits : vectorLayout(table, type, bits.value);
    }
    case "named":
      return context.container(type.id);
    case "unknown":
      return unknown(type.reason);
    default:
      return unknown(`${typeText(module, type)} ${whyNoLayout(type)}`);
  }
}

function whyNoLayout(type: Type): string {
  switch (type.kind) {
    case "pointer":
      return "is a slice, which has no guaranteed layout";
    case "optional":
      return "has no guaranteed layout: among optionals only ?*T and ?[*]T have one";
    case "errorUnion":
      return "is an error union, which has no guaranteed layout";
    case "errorSet":
      return "has no guaranteed layout";
    case "fn":
      return "is a function itself, not a pointer to one";
    case "comptime":
      return "exists only at compile time";
    case "noreturn":
      return "has no values";
    default:
      return "has no size";
  }
}

function namedLayout(context: Context, container: Container): Known<ContainerLayouts> {
  const places = containerPlaces(context, container);
  if (places.kind === "unknown") return places;
  const declared = container.kind === "struct" || container.kind === "union" ? container.fields : [];
  const fields = places.value.fields.flatMap((place, i): FieldLayout[] => {
    const field = declared[i];
    return field === undefined ? [] : [{ name: field.name, type: field.type, ...place }];
  });
  return known({ id: container.id, ...places.value, fields });
}
