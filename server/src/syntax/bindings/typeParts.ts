import type { CIntName, FunctionType, PointerType, Type } from "../../model/types.ts";

export function int(signed: boolean, bits: number): Type {
  return { kind: "int", signed, bits };
}

export function cint(name: CIntName): Type {
  return { kind: "cint", name };
}

export function pointer(pointee: Type, options: Partial<Pick<PointerType, "size" | "isConst" | "sentinel">> = {}): PointerType {
  const { size = "c", isConst = false, sentinel = null } = options;
  return { kind: "pointer", size, isConst, isVolatile: false, isAllowzero: false, sentinel, align: null, pointee };
}

const openPointee: Type = { kind: "unknown", reason: "the declaration does not say what it points to" };

/** `ptr`, `void *`: agrees with every pointer. */
export const openPointer: PointerType = pointer(openPointee);

/** A buffer of something. */
export const openBuffer: PointerType = pointer(openPointee, { size: "many" });

/** A function of which only the address is declared. */
export const openFunction: PointerType = pointer(
  { kind: "unknown", reason: "the declaration does not say which signature it has" },
  { size: "one", isConst: true },
);

/** A C string in UTF-8. */
export const cString: PointerType = pointer(int(false, 8), { size: "many", isConst: true, sentinel: "0" });

export function functionPointer(fn: FunctionType): PointerType {
  return pointer(fn, { size: "one", isConst: true });
}

export const voidType: Type = { kind: "void" };
export const boolType: Type = { kind: "bool" };
export const f32: Type = { kind: "float", bits: 32 };
export const f64: Type = { kind: "float", bits: 64 };
