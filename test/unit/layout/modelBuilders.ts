import type {
  Container,
  EnumContainer,
  FfiModule,
  Field,
  OpaqueContainer,
  StructContainer,
  UnionContainer,
} from "../../../server/src/model/decls.ts";
import type { Span } from "../../../server/src/model/span.ts";
import type { CIntName, PointerType, Type } from "../../../server/src/model/types.ts";

/** Short spellings for model literals in tests. Containers are named by their id's part behind `#`; the root file is `/lib.zig`. */
export const root = "/lib.zig";

export const voidType: Type = { kind: "void" };
export const bool: Type = { kind: "bool" };
export const noreturn: Type = { kind: "noreturn" };
export const anyopaque: Type = { kind: "anyopaque" };
export const longdouble: Type = { kind: "longdouble" };
export const usize = cint("usize");

export function u(bits: number): Type {
  return { kind: "int", signed: false, bits };
}

export function i(bits: number): Type {
  return { kind: "int", signed: true, bits };
}

export function f(bits: 16 | 32 | 64 | 80 | 128): Type {
  return { kind: "float", bits };
}

export function cint(name: CIntName): Type {
  return { kind: "cint", name };
}

export function pointer(pointee: Type, more: Partial<PointerType> = {}): PointerType {
  const plain = { isConst: false, isVolatile: false, isAllowzero: false, sentinel: null, align: null };
  return { kind: "pointer", size: "one", ...plain, pointee, ...more };
}

export function optional(child: Type): Type {
  return { kind: "optional", child };
}

export function array(length: number, element: Type, sentinel: string | null = null): Type {
  return { kind: "array", length, sentinel, element };
}

export function vector(length: number, element: Type): Type {
  return { kind: "vector", length, element };
}

export function named(name: string): Type {
  return { kind: "named", id: `${root}#${name}` };
}

export function fn(params: readonly Type[], returns: Type): Type {
  return { kind: "fn", params: params.map((type) => ({ name: null, type })), returns, callconv: "c", isVariadic: false };
}

export function field(name: string, type: Type, align: number | "unknown" | null = null): Field {
  return { name, type, text: "", span: span(root), align, hasDefault: false, doc: null };
}

export function struct(
  name: string,
  layout: StructContainer["layout"],
  fields: readonly Field[],
  backing: Type | null = null,
): StructContainer {
  return { ...base(name), kind: "struct", layout, backing, fields, isTuple: false };
}

export function union(
  name: string,
  layout: UnionContainer["layout"],
  fields: readonly Field[],
  backing: Type | null = null,
): UnionContainer {
  return { ...base(name), kind: "union", layout, backing, isTagged: false, fields };
}

export function enumOf(name: string, tag: Type | null, values: Readonly<Record<string, bigint>> = { a: 0n }): EnumContainer {
  const list = Object.entries(values).map(([key, value]) => ({ name: key, value, span: span(root), doc: null }));
  return { ...base(name), kind: "enum", tag, isExhaustive: true, values: list };
}

export function opaque(name: string): OpaqueContainer {
  return { ...base(name), kind: "opaque" };
}

export function moduleOf(...containers: readonly Container[]): FfiModule {
  const map = new Map(containers.map((container) => [container.id, container]));
  return {
    root,
    files: [...new Set([root, ...containers.map((container) => container.span.file)])],
    exports: [],
    containers: map,
    issues: [],
  };
}

export function span(file: string): Span {
  return { file, line: 1, column: 1, start: 0, end: 0 };
}

function base(name: string): { id: string; name: string; span: Span; isPub: boolean; doc: null } {
  return { id: `${root}#${name}`, name, span: span(root), isPub: true, doc: null };
}
