import type { FfiModule } from "../../model/decls.ts";
import type { Dialect } from "../../model/declarations.ts";
import type { PointerType, Type } from "../../model/types.ts";

export interface Words {
  readonly containers: FfiModule["containers"];
  readonly dialect: Dialect;
  /** What a function returns is never a typed array. */
  readonly isResult?: boolean;
}

/** What a dialect calls a type; null where it has no word for it. koffi's words are C's. */
export function wordOf(context: Words, type: Type): string | null {
  const { dialect, containers } = context;
  const inner = type.kind === "optional" ? type.child : type;
  if (inner.kind === "pointer") return dialect === "koffi" ? cPointer(context, inner) : pointerWord(context, inner);
  switch (type.kind) {
    case "void":
    case "noreturn":
      return "void";
    case "bool":
      return "bool";
    case "int":
      return scalarWord(dialect, `${type.signed ? "i" : "u"}${String(type.bits)}`);
    case "float":
      return scalarWord(dialect, `f${String(type.bits)}`);
    case "cint":
      return scalarWord(dialect, type.name);
    case "named": {
      const container = containers.get(type.id);
      const integer =
        container?.kind === "enum"
          ? container.tag
          : container?.kind === "struct" && container.layout === "packed"
            ? container.backing
            : null;
      return integer === null ? null : wordOf(context, integer);
    }
    default:
      return null;
  }
}

/** The name of a word in a dialect's table of types: `FFIType.u32`, node's `types.UINT_32`. */
export function memberName(dialect: Dialect, word: string): string {
  if (dialect !== "node:ffi") return word;
  const number = /^([iuf])(\d+)$/.exec(word);
  const kinds: Readonly<Record<string, string>> = { i: "INT", u: "UINT", f: "FLOAT" };
  return number === null ? word.toUpperCase() : `${kinds[number[1] ?? ""] ?? ""}_${number[2] ?? ""}`;
}

function scalarWord(dialect: Dialect, name: string): string | null {
  if (dialect === "koffi") return koffiWords.get(name) ?? null;
  // Deno's own word is right on every target.
  if (dialect === "deno" && (name === "usize" || name === "isize")) return name;
  return fixedWords.get(name) ?? null;
}

function pointerWord({ dialect, isResult }: Words, { sentinel, pointee, size }: PointerType): string {
  if (pointee.kind === "fn") return "function";
  const isText = sentinel === "0" && pointee.kind === "int" && pointee.bits === 8;
  if (dialect === "bun:ffi") return isText ? "cstring" : "ptr";
  // Deno takes typed arrays for a buffer only.
  if (dialect === "deno" && isResult !== true && size === "many" && (pointee.kind === "int" || pointee.kind === "float")) return "buffer";
  return "pointer";
}

/** With what it points to: koffi converts nothing behind a `void *`, and refuses one that is written to. */
function cPointer(context: Words, { sentinel, pointee, isConst }: PointerType): string {
  const isText = sentinel === "0" && pointee.kind === "int" && pointee.bits === 8;
  if (isText) return "const char *";
  const target = wordOf(context, pointee);
  if (target === null || target === "void") return isConst ? "const void *" : "void *";
  if (target.endsWith("*")) return `${target}*`;
  return isConst ? `const ${target} *` : `${target} *`;
}

const widths = ["8", "16", "32", "64"];
const fixedWords: ReadonlyMap<string, string> = new Map([
  ...widths.flatMap((bits): [string, string][] => [
    [`i${bits}`, `i${bits}`],
    [`u${bits}`, `u${bits}`],
  ]),
  ["f32", "f32"],
  ["f64", "f64"],
  ["usize", "u64"],
  ["isize", "i64"],
  ["c_char", "i8"],
  ["c_short", "i16"],
  ["c_ushort", "u16"],
  ["c_int", "i32"],
  ["c_uint", "u32"],
  ["c_longlong", "i64"],
  ["c_ulonglong", "u64"],
]);
const koffiWords: ReadonlyMap<string, string> = new Map([
  ...widths.flatMap((bits): [string, string][] => [
    [`i${bits}`, `int${bits}_t`],
    [`u${bits}`, `uint${bits}_t`],
  ]),
  ["f32", "float"],
  ["f64", "double"],
  ["usize", "size_t"],
  ["isize", "intptr_t"],
  ["c_char", "char"],
  ["c_short", "short"],
  ["c_ushort", "unsigned short"],
  ["c_int", "int"],
  ["c_uint", "unsigned int"],
  ["c_long", "long"],
  ["c_ulong", "unsigned long"],
  ["c_longlong", "long long"],
  ["c_ulonglong", "unsigned long long"],
]);
