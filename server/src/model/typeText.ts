import type { FfiModule } from "./decls.ts";
import type { PointerType, Type } from "./types.ts";

/** A type as Zig source, with containers by their qualified names: for messages, brands and signatures. */
export function typeText(module: FfiModule, type: Type): string {
  const text = (inner: Type): string => typeText(module, inner);
  switch (type.kind) {
    case "void":
    case "noreturn":
    case "bool":
    case "anyopaque":
      return type.kind;
    case "longdouble":
      return "c_longdouble";
    case "int":
      return `${type.signed ? "i" : "u"}${type.bits}`;
    case "cint":
    case "comptime":
      return type.name;
    case "float":
      return `f${type.bits}`;
    case "pointer":
      return pointerText(type) + text(type.pointee);
    case "optional":
      return `?${text(type.child)}`;
    case "array":
      return `[${type.length}${type.sentinel === null ? "" : `:${type.sentinel}`}]${text(type.element)}`;
    case "vector":
      return `@Vector(${type.length}, ${text(type.element)})`;
    case "named":
      return module.containers.get(type.id)?.name ?? type.id;
    case "fn": {
      const params = type.params.map((param) => (param.name === null ? "" : `${param.name}: `) + text(param.type));
      if (type.isVariadic) params.push("...");
      const convention = type.callconv === "zig" ? "" : `callconv(${type.callconv === "c" ? ".c" : type.callconv}) `;
      return `fn (${params.join(", ")}) ${convention}${text(type.returns)}`;
    }
    case "errorUnion":
      return `!${text(type.payload)}`;
    case "errorSet":
      return "error set";
    case "unknown":
      return "?";
  }
}

function pointerText(type: PointerType): string {
  const align = type.align === null ? "" : `align(${type.align}) `;
  return `${pointerHead(type)}${type.isAllowzero ? "allowzero " : ""}${align}${type.isConst ? "const " : ""}${type.isVolatile ? "volatile " : ""}`;
}

function pointerHead({ size, sentinel }: PointerType): string {
  const end = sentinel === null ? "" : `:${sentinel}`;
  switch (size) {
    case "one":
      return "*";
    case "many":
      return `[*${end}]`;
    case "c":
      return "[*c]";
    case "slice":
      return `[${end}]`;
  }
}
