import type { CIntName, PointerType, Type } from "../../model/types.ts";
import { asArray, asNumber, asRecord, asText, type JsonRecord } from "./json.ts";

/** Id of a container by the compiler's name for it and its mark. */
export type NameTable = (name: string, mark: number | undefined) => string | undefined;

/** A type as the Zig half of the probe spells it. */
export function decodeType(shape: unknown, names: NameTable): Type {
  if (typeof shape === "string") return primitive(shape);
  const data = asRecord(shape);
  const inner = (): Type => decodeType(data?.["of"], names);
  switch (data?.["k"]) {
    case "named":
      return namedType(data, names);
    case "pointer":
      return pointerType(data, inner());
    case "optional":
      return { kind: "optional", child: inner() };
    case "array":
      return { kind: "array", length: asNumber(data["l"]) ?? 0, sentinel: asText(data["z0"]) ?? null, element: inner() };
    case "vector":
      return { kind: "vector", length: asNumber(data["l"]) ?? 0, element: inner() };
    case "errorUnion":
      return { kind: "errorUnion", payload: inner() };
    case "fn":
      return {
        kind: "fn",
        params: (asArray(data["p"]) ?? []).map((param) => ({ name: null, type: decodeType(param, names) })),
        returns: decodeType(data["r"], names),
        callconv: asText(data["cc"]) ?? "zig",
        isVariadic: data["va"] === true,
      };
    default:
      return { kind: "unknown", reason: "the compiler's answer cannot be read" };
  }
}

function namedType(data: JsonRecord, names: NameTable): Type {
  const name = asText(data["n"]) ?? "";
  const id = names(name, asNumber(data["m"]));
  return id === undefined ? { kind: "unknown", reason: `${name} is not described by the compiler` } : { kind: "named", id };
}

function pointerType(data: JsonRecord, pointee: Type): PointerType {
  const size = data["s"];
  return {
    kind: "pointer",
    size: size === "many" || size === "c" || size === "slice" ? size : "one",
    isConst: data["c"] === true,
    isVolatile: data["v"] === true,
    isAllowzero: data["z"] === true,
    sentinel: asText(data["z0"]) ?? null,
    align: null,
    pointee,
  };
}

const cInts: readonly string[] = [
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
] satisfies readonly CIntName[];

function isCInt(name: string): name is CIntName {
  return cInts.includes(name);
}

function primitive(name: string): Type {
  if (isCInt(name)) return { kind: "cint", name };
  const int = /^([iu])(\d+)$/.exec(name);
  if (int !== null) return { kind: "int", signed: int[1] === "i", bits: Number(int[2]) };
  switch (name) {
    case "void":
    case "noreturn":
    case "bool":
    case "anyopaque":
      return { kind: name };
    case "c_longdouble":
      return { kind: "longdouble" };
    case "f16":
      return { kind: "float", bits: 16 };
    case "f32":
      return { kind: "float", bits: 32 };
    case "f64":
      return { kind: "float", bits: 64 };
    case "f80":
      return { kind: "float", bits: 80 };
    case "f128":
      return { kind: "float", bits: 128 };
    case "anyerror":
      return { kind: "errorSet" };
    default:
      return { kind: "comptime", name };
  }
}
