import type { Type } from "../../model/types.ts";
import { boolType, cint, cString, f32, f64, int, openPointer, pointer, voidType } from "./typeParts.ts";

const wide: Type = { kind: "unknown", reason: "wchar_t has 2 bytes on Windows and 4 elsewhere" };

const table: Readonly<Record<string, Type>> = {
  void: voidType,
  bool: boolType,
  char: cint("c_char"),
  "unsigned char": int(false, 8),
  uchar: int(false, 8),
  short: cint("c_short"),
  "unsigned short": cint("c_ushort"),
  ushort: cint("c_ushort"),
  int: cint("c_int"),
  "unsigned int": cint("c_uint"),
  uint: cint("c_uint"),
  long: cint("c_long"),
  "unsigned long": cint("c_ulong"),
  ulong: cint("c_ulong"),
  "long long": cint("c_longlong"),
  longlong: cint("c_longlong"),
  "unsigned long long": cint("c_ulonglong"),
  ulonglong: cint("c_ulonglong"),
  size_t: cint("usize"),
  intptr_t: cint("isize"),
  intptr: cint("isize"),
  uintptr_t: cint("usize"),
  uintptr: cint("usize"),
  float: f32,
  float32: f32,
  double: f64,
  float64: f64,
  char16_t: int(false, 16),
  char16: int(false, 16),
  char32_t: int(false, 32),
  char32: int(false, 32),
  wchar_t: wide,
  wchar: wide,
  str: cString,
  string: cString,
  str16: pointer(int(false, 16), { isConst: true }),
  string16: pointer(int(false, 16), { isConst: true }),
  str32: pointer(int(false, 32), { isConst: true }),
  string32: pointer(int(false, 32), { isConst: true }),
  wstring: openPointer,
  ...sized(),
};

/** `int8`, `uint32_t`, `int16_be_t`: byte order does not change the ABI. */
function sized(): Record<string, Type> {
  const entries = [8, 16, 32, 64].flatMap((bits) =>
    [true, false].flatMap((signed) => {
      const base = `${signed ? "int" : "uint"}${bits}`;
      const names = bits === 8 ? [base, `${base}_t`] : [base, `${base}_t`, `${base}_le`, `${base}_le_t`, `${base}_be`, `${base}_be_t`];
      return names.map((name): [string, Type] => [name, int(signed, bits)]);
    }),
  );
  return Object.fromEntries(entries);
}

/** The types that koffi knows by name. */
export const koffiPrimitives: ReadonlyMap<string, Type> = new Map(Object.entries(table));
