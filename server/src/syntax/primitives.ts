import type { CIntName, Type } from "../model/types.ts";

/** The type that a plain name always means in Zig; undefined for other names. */
export function primitiveType(name: string): Type | undefined {
  if (isCInt(name)) return { kind: "cint", name };
  const fixed = fixedTypes.get(name);
  if (fixed !== undefined) return fixed;
  const match = /^([iu])(0|[1-9]\d{0,4})$/.exec(name);
  const bits = Number(match?.[2]);
  return match !== null && bits <= 65535 ? { kind: "int", signed: match[1] === "i", bits } : undefined;
}

const cInts: ReadonlySet<string> = new Set<CIntName>([
  "usize",
  "isize",
  "c_char",
  "c_short",
  "c_ushort",
  "c_int",
  "c_uint",
  "c_long",
  "c_ulong",
  "c_longlong",
  "c_ulonglong",
]);

function isCInt(name: string): name is CIntName {
  return cInts.has(name);
}

const fixedTypes: ReadonlyMap<string, Type> = new Map<string, Type>([
  ["void", { kind: "void" }],
  ["noreturn", { kind: "noreturn" }],
  ["bool", { kind: "bool" }],
  ["anyopaque", { kind: "anyopaque" }],
  ["c_longdouble", { kind: "longdouble" }],
  ["f16", { kind: "float", bits: 16 }],
  ["f32", { kind: "float", bits: 32 }],
  ["f64", { kind: "float", bits: 64 }],
  ["f80", { kind: "float", bits: 80 }],
  ["f128", { kind: "float", bits: 128 }],
  ["anyerror", { kind: "errorSet" }],
  ["type", { kind: "comptime", name: "type" }],
  ["anytype", { kind: "comptime", name: "anytype" }],
  ["comptime_int", { kind: "comptime", name: "comptime_int" }],
  ["comptime_float", { kind: "comptime", name: "comptime_float" }],
]);
