import type { Layouts } from "../layout/layouts.ts";
import type { Container, EnumContainer, FfiModule } from "../model/decls.ts";
import type { IssueCode } from "../model/issue.ts";
import { typeText } from "../model/typeText.ts";
import type { FunctionType, PointerType, Type } from "../model/types.ts";

/** Where a type stands; each has its own rules. */
export type Position = "parameter" | "result" | "field" | "packedField" | "variable";

export interface LegalityContext {
  readonly module: FfiModule;
  /** For the widths of inferred backing integers. */
  readonly layouts: Layouts;
  /** Of the compiler: 15 for 0.15.2. */
  readonly zigMinor: number;
}

export interface Illegal {
  readonly code: IssueCode;
  /** Why, in the compiler's words where it has some, and what to write instead. */
  readonly message: string;
}

/**
 * Whether the compiler accepts a type at a place that crosses the C ABI (Sema's `validateExternType` and `validatePackedType`, 0.14 to 0.17);
 * null where it does, or where the type is unknown. What a pointer points to is never judged: it may be anything.
 */
export function illegalType(context: LegalityContext, type: Type, position: Position): Illegal | null {
  return position === "packedField" ? illegalPacked(context, type) : illegalExtern(context, type, position);
}

type ExternPosition = Exclude<Position, "packedField">;

function illegalExtern(context: LegalityContext, type: Type, position: ExternPosition): Illegal | null {
  const { module } = context;
  switch (type.kind) {
    case "void":
      if (position === "result" || position === "field") return null;
      return notExtern("is a zero bit type; for C's void use anyopaque behind a pointer");
    case "noreturn":
      return position === "result" ? null : notExtern("has no values");
    case "int":
      return isCWidth(type.bits)
        ? null
        : notExtern(`has no C type, ${widths}: use ${type.signed ? "i" : "u"}${String(widened(type.bits))}`);
    case "pointer":
      return illegalPointer(context, type, position);
    case "optional":
      return illegalOptional(context, type.child, position);
    case "array":
      if (position === "parameter") return notExtern("is an array, and C passes none by value: take a pointer to it");
      if (position === "result") return notExtern("is an array, and C returns none: wrap it in an extern struct or fill in a pointer");
      return illegalExtern(context, type.element, position);
    case "vector":
      return (position === "field" || position === "variable") && context.zigMinor >= 17
        ? notExtern("is a vector, which has no guaranteed in-memory representation: use an array")
        : null;
    case "named":
      return illegalContainer(context, module.containers.get(type.id), position);
    case "errorUnion":
    case "errorSet":
      return {
        code: position === "parameter" || position === "result" ? "zig/error-return" : "zig/not-extern",
        message: "has no C ABI: return an enum(c_int) that names the errors, and give the value back through a pointer",
      };
    case "comptime":
      return { code: "zig/generic-export", message: "exists only at compile time: use a concrete type" };
    case "anyopaque":
      return notExtern("is opaque: take a pointer to it");
    case "fn":
      return notExtern("is a function itself, which has no guaranteed in-memory representation: take a pointer to it (*const fn ..)");
    default:
      return null;
  }
}

function illegalPointer(context: LegalityContext, type: PointerType, position: ExternPosition): Illegal | null {
  if (type.size === "slice") return slice(context, type, position);
  const { pointee } = type;
  if (pointee.kind === "fn") return type.isConst ? illegalFunction(context, pointee) : notExtern("must be const: write *const fn");
  // 0.16 gave up to look behind pointers at all.
  if (pointee.kind === "comptime" && context.zigMinor <= 15)
    return { code: "zig/generic-export", message: "points to what exists only at compile time: use a concrete type" };
  return null;
}

function illegalFunction(context: LegalityContext, type: FunctionType): Illegal | null {
  if (type.callconv === "zig") return notExtern("must name a calling convention: add callconv(.c)");
  if (context.zigMinor >= 16) return null;
  const bad = type.params.find((param) => illegalExtern(context, param.type, "parameter") !== null)?.type ?? type.returns;
  const position = bad === type.returns ? "result" : "parameter";
  const problem = illegalExtern(context, bad, position);
  return problem === null
    ? null
    : notExtern(`is a function with a ${position} of type ${typeText(context.module, bad)}, which ${problem.message}`);
}

function illegalOptional(context: LegalityContext, child: Type, position: ExternPosition): Illegal | null {
  if (child.kind === "unknown") return null;
  if (child.kind !== "pointer")
    return notExtern("has no C ABI: only pointer like optionals are extern compatible; use a flag, or a pointer that may be null");
  // An optional pointer is not looked into, not even for its calling convention.
  return child.size === "slice" ? slice(context, child, position) : null;
}

function slice({ module }: LegalityContext, type: PointerType, position: ExternPosition): Illegal {
  const many = typeText(module, { ...type, size: "many" });
  const isCall = position === "parameter" || position === "result";
  return {
    code: isCall ? "zig/slice-param" : "zig/not-extern",
    message: `is a slice, and slices have no guaranteed in-memory representation: use ${many} and a length (usize)`,
  };
}

function illegalContainer(context: LegalityContext, container: Container | undefined, position: Position): Illegal | null {
  if (container === undefined) return null;
  switch (container.kind) {
    case "opaque":
      return notExtern("is opaque: take a pointer to it");
    case "enum":
      return illegalEnum(context, container, position);
    case "struct":
    case "union":
      break;
  }
  switch (container.layout) {
    case "extern":
      return position === "packedField"
        ? notExtern(`is an extern ${container.kind}: only packed ones may be inside a packed container`)
        : null;
    case "packed":
      return position === "packedField" ? null : illegalBacking(context, container);
    case "auto": {
      const isEmptyStruct = container.kind === "struct" && container.fields.length === 0;
      if (isEmptyStruct && context.zigMinor <= 15 && position !== "packedField") return null;
      const needed = position === "packedField" ? "a packed" : "an extern";
      return notExtern(
        `has automatic layout, with no guaranteed in-memory representation: make ${container.name} ${needed} ${container.kind}, or use a pointer to it`,
      );
    }
  }
}

/** A packed container outside of one: it is its backing integer. */
function illegalBacking(context: LegalityContext, container: Extract<Container, { kind: "struct" | "union" }>): Illegal | null {
  const { backing } = container;
  if (backing === null && context.zigMinor >= 16)
    return notExtern(
      `has an inferred backing integer, which has unspecified signedness: write ${container.name} = packed ${container.kind}(uN)`,
    );
  const layout = context.layouts.container(container.id);
  if (layout.kind === "unknown" || isCWidth(layout.value.bits)) return null;
  return notExtern(
    `has a backing integer of ${String(layout.value.bits)} bits; ${widths}: pad it with a field of ${String(widened(layout.value.bits) - layout.value.bits)} bits`,
  );
}

function illegalEnum(context: LegalityContext, container: EnumContainer, position: Position): Illegal | null {
  const { tag, name } = container;
  if (tag === null) {
    const isPlainWidth = context.zigMinor <= 15 && isCWidth(inferredBits(container)) && position !== "packedField";
    return isPlainWidth
      ? null
      : { code: "zig/enum-without-tag", message: `has a tag that the compiler chooses: write ${name} = enum(c_int)` };
  }
  if (position === "packedField" || tag.kind !== "int" || isCWidth(tag.bits)) return null;
  return notExtern(`has a tag of ${String(tag.bits)} bits; ${widths}: write ${name} = enum(u${String(widened(tag.bits))})`);
}

/** Bits of the smallest tag that numbers the values; the compiler may not give them out otherwise. */
function inferredBits({ values }: EnumContainer): number {
  return values.length <= 1 ? 0 : Math.ceil(Math.log2(values.length));
}

function illegalPacked(context: LegalityContext, type: Type): Illegal | null {
  switch (type.kind) {
    case "pointer":
      if (type.size === "slice" || type.pointee.kind === "comptime") return notExtern("has no fixed bits");
      if (type.pointee.kind === "fn" && type.pointee.callconv !== "zig" && context.zigMinor <= 15)
        return illegalFunction(context, type.pointee);
      return context.zigMinor >= 16 ? notExtern("is a pointer, which cannot be directly bitpacked: store its address as usize") : null;
    case "optional":
      if (type.child.kind !== "pointer" || type.child.size === "slice")
        return type.child.kind === "unknown" ? null : notExtern("is an optional, which has no fixed bits");
      return illegalPacked(context, type.child);
    case "vector":
      return context.zigMinor >= 16 ? notExtern("is a vector, which cannot be in a packed container") : null;
    case "array":
      return notExtern("is an array, which cannot be in a packed container: write its elements as fields, or one integer");
    case "named":
      return illegalContainer(context, context.module.containers.get(type.id), "packedField");
    case "noreturn":
    case "anyopaque":
    case "errorUnion":
    case "errorSet":
    case "comptime":
    case "fn":
      return notExtern("has no fixed bits");
    default:
      return null;
  }
}

const widths = "only integers with 0, 8, 16, 32, 64 and 128 bits are extern compatible";

function isCWidth(bits: number): boolean {
  return [0, 8, 16, 32, 64, 128].includes(bits);
}

function widened(bits: number): number {
  return [8, 16, 32, 64].find((width) => width >= bits) ?? 128;
}

function notExtern(message: string): Illegal {
  return { code: "zig/not-extern", message };
}
