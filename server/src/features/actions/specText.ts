import type { ArgPlan, BindingPlan, Codec, FunctionPlan } from "../../plan/bindingPlan.ts";
import { propertyKey } from "../../plan/names.ts";

/** A spec file with one case. */
export function specFile(plan: BindingPlan, fn: FunctionPlan, bindings: string): string {
  return `import { describe, expect, it } from "zig-ffi/spec";
import { load } from "${bindings}";

const library = load();

${specCase(plan, fn)}`;
}

/** A case that calls the function with plain values; a function that needs a handle or a callback is only named. */
export function specCase(plan: BindingPlan, fn: FunctionPlan): string {
  const values = fn.args.filter(({ kind }) => kind !== "length" && kind !== "out").map((arg) => argument(plan, arg));
  const name = JSON.stringify(fn.symbol);
  if (values.some((value) => value === null)) return `describe(${name}, () => {\n  it.todo("does what it says");\n});\n`;
  const key = propertyKey(fn.symbol);
  const member = key === fn.symbol ? `.${key}` : `[${key}]`;
  const call = `library${member}(${values.join(", ")})`;
  return `describe(${name}, () => {\n  it("takes plain values", () => {\n    expect(() => ${call}).not.toThrow();\n  });\n});\n`;
}

function argument(plan: BindingPlan, arg: ArgPlan): string | null {
  switch (arg.kind) {
    case "value":
    case "pointee":
      return value(plan, arg.codec);
    case "struct":
      return named(plan, arg.type);
    case "view":
      return `new ${arg.items.array}(${Math.max(1, arg.minLength)})`;
    case "slice":
      if (arg.items.kind === "text") return '"text"';
      if (arg.items.kind === "typed") return `new ${arg.items.array}(${arg.items.stride})`;
      return bracketed(named(plan, arg.items.type));
    case "text":
      return '"text"';
    case "textBuffer":
      return "new Uint8Array(16)";
    case "pointer":
    case "callback":
      return arg.kind === "pointer" ? (arg.pointer.isOptional ? "null" : null) : arg.isOptional ? "null" : null;
    case "memory":
      return "new Uint8Array(16)";
    case "length":
    case "out":
      return "";
  }
}

function value(plan: BindingPlan, codec: Codec): string | null {
  switch (codec.kind) {
    case "number":
    case "size":
    case "char":
      return "1";
    case "bigint":
    case "long":
      return "1n";
    case "bool":
      return "true";
    case "enum":
    case "packed":
    case "struct":
    case "union":
      return named(plan, codec.type);
    case "pointer":
      return codec.isOptional ? "null" : null;
    case "array":
    case "bytes":
      return null;
  }
}

function bracketed(item: string | null): string | null {
  return item === null ? null : `[${item}]`;
}

function named(plan: BindingPlan, name: string): string | null {
  const type = plan.types.find((each) => each.name === name);
  if (type?.kind === "enum") {
    const [first] = type.values;
    const key = first === undefined ? "" : propertyKey(first.name);
    return first === undefined ? null : key === first.name ? `${name}.${key}` : `${name}[${key}]`;
  }
  if (type?.kind !== "struct") return null;
  const fields = type.fields.map((field) => {
    const text = value(plan, field.codec);
    return text === null ? null : `${propertyKey(field.name)}: ${text}`;
  });
  return fields.some((field) => field === null) ? null : `{ ${fields.join(", ")} }`;
}
