import type { FfiModule, FunctionExport } from "../model/decls.ts";
import type { CIntName, PointerType, Type } from "../model/types.ts";

/** The C prototype of an export, for people: `Vec2 vec2_add(const Vec2 *a, const Vec2 *b);`. Null where a type has no C form. */
export function cSignature(module: FfiModule, fn: FunctionExport): string | null {
  const params = fn.params.map((param, i) => declaration(module, param.type, param.name ?? `arg${i}`));
  if (params.some((param) => param === null)) return null;
  const list = [...params, ...(fn.isVariadic ? ["..."] : [])];
  const text = declaration(module, fn.returns, `${fn.symbol}(${list.length === 0 ? "void" : list.join(", ")})`);
  return text === null ? null : `${text};`;
}

/** `declarator` with what its type puts around it, from the inside out as C has it. */
function declaration(module: FfiModule, type: Type, declarator: string): string | null {
  switch (type.kind) {
    case "pointer":
      return type.size === "slice" ? null : pointer(module, type, declarator);
    case "optional":
      return type.child.kind === "pointer" ? declaration(module, type.child, declarator) : null;
    case "array":
      return declaration(module, type.element, `${declarator}[${type.length + (type.sentinel === null ? 0 : 1)}]`);
    default: {
      const name = baseType(module, type);
      return name === null ? null : `${name} ${declarator}`.trimEnd();
    }
  }
}

function pointer(module: FfiModule, { pointee, isConst, isVolatile, sentinel }: PointerType, declarator: string): string | null {
  if (pointee.kind === "fn") {
    const params = pointee.params.map((param) => declaration(module, param.type, param.name ?? ""));
    if (params.some((param) => param === null)) return null;
    return declaration(module, pointee.returns, `(*${declarator})(${params.length === 0 ? "void" : params.join(", ")})`);
  }
  const qualifiers = `${isConst ? "const " : ""}${isVolatile ? "volatile " : ""}`;
  const isText = sentinel === "0" && pointee.kind === "int" && pointee.bits === 8;
  if (isText) return `${qualifiers}char *${declarator}`;
  if (pointee.kind === "array") return declaration(module, pointee, `(*${declarator})`)?.replace(/^/, qualifiers) ?? null;
  if (pointee.kind === "pointer" || pointee.kind === "optional") {
    // The qualifier belongs to the inner pointer: `T *const *p`.
    return declaration(module, pointee, `*${qualifiers}${declarator}`);
  }
  const name = baseType(module, pointee);
  return name === null ? null : `${qualifiers}${name} *${declarator}`;
}

const cInts: Readonly<Record<CIntName, string>> = {
  usize: "size_t",
  isize: "ptrdiff_t",
  c_char: "char",
  c_short: "short",
  c_ushort: "unsigned short",
  c_int: "int",
  c_uint: "unsigned int",
  c_long: "long",
  c_ulong: "unsigned long",
  c_longlong: "long long",
  c_ulonglong: "unsigned long long",
};

function baseType(module: FfiModule, type: Type): string | null {
  switch (type.kind) {
    case "void":
    case "noreturn":
    case "anyopaque":
      return "void";
    case "bool":
      return "bool";
    case "int":
      if (type.bits === 128) return `${type.signed ? "" : "unsigned "}__int128`;
      return [8, 16, 32, 64].includes(type.bits) ? `${type.signed ? "" : "u"}int${type.bits}_t` : null;
    case "cint":
      return cInts[type.name];
    case "float":
      return { 16: "_Float16", 32: "float", 64: "double", 80: "long double", 128: "_Float128" }[type.bits];
    case "longdouble":
      return "long double";
    case "named":
      return module.containers.get(type.id)?.name.replaceAll(".", "_") ?? null;
    default:
      return null;
  }
}
