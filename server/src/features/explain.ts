import type { ArgPlan, Codec, FunctionPlan, ScalarCodec, SliceItems } from "../plan/bindingPlan.ts";

/** One line a parameter: what TypeScript passes for it, and why, in Markdown. */
export function explainArgs(plan: FunctionPlan): readonly string[] {
  return plan.args.map((arg, i) => {
    const reasons = plan.decisions.filter((decision) => decision.parameter === arg.name || isParameterOf(plan, i, decision.parameter));
    const why = reasons.map(({ text, source }) => `${text} (by ${source === "type" ? "its type" : source})`).join("; ");
    return `- \`${arg.name}\`: ${explainArg(arg)}${why === "" ? "" : ` — ${why}`}`;
  });
}

/** A parameter whose Zig name is no TypeScript name is called otherwise in the plan. */
function isParameterOf(plan: FunctionPlan, index: number, name: string | null): boolean {
  return name !== null && plan.args.findIndex((arg) => arg.name.replace(/_+$/, "") === name) === index;
}

export function explainArg(arg: ArgPlan): string {
  switch (arg.kind) {
    case "value":
      return explainScalar(arg.codec);
    case "struct":
      return `\`${arg.type}\`, by value`;
    case "pointee":
      return `${explainCodec(arg.codec)}, written to scratch memory for the call${arg.isMutable ? " and read back after it" : ""}${orNull(arg)}`;
    case "view":
      return `\`${arg.items.array}\`${arg.minLength > 0 ? ` of at least ${arg.minLength} elements` : ""}: native code works on its memory${orNull(arg)}`;
    case "slice":
      return `${explainItems(arg.items)}, with its length${arg.isMutable ? "; native code may write to it" : ""}${orNull(arg)}`;
    case "length":
      return `not passed: the length of \`${arg.of}\``;
    case "text":
      return `\`string\`, as UTF-8 with a 0 at its end${orNull(arg)}`;
    case "textBuffer":
      return `\`Uint8Array\` with a 0 in it${orNull(arg)}`;
    case "out":
      return `not passed, but given back: ${explainCodec(arg.codec)}`;
    case "pointer":
      return explainScalar(arg.pointer);
    case "memory":
      return `an address or any view of memory${orNull(arg)}`;
    case "callback":
      return `a function that native code may call during this call${orNull(arg)}`;
  }
}

function orNull({ isOptional }: { readonly isOptional: boolean }): string {
  return isOptional ? "; may be `null`" : "";
}

function explainItems(items: SliceItems): string {
  switch (items.kind) {
    case "typed":
      return `\`${items.array}\`${items.stride > 1 ? ` (${items.stride} elements an item)` : ""}`;
    case "structs":
      return `\`StructArray<${items.type}>\` or an array of \`${items.type}\``;
    case "text":
      return "`string` (as UTF-8) or `Uint8Array`";
  }
}

function explainCodec(codec: Codec): string {
  switch (codec.kind) {
    case "struct":
    case "union":
      return `\`${codec.type}\``;
    case "array":
      return `${codec.length} items (${explainCodec(codec.element)})`;
    case "bytes":
      return "`Uint8Array`";
    default:
      return explainScalar(codec);
  }
}

function explainScalar(codec: ScalarCodec): string {
  switch (codec.kind) {
    case "number":
      return `\`number\`, ${codec.scalar.startsWith("f") ? `as ${codec.scalar}` : `checked to be a whole ${codec.scalar}`}`;
    case "bigint":
      return `\`bigint\`, checked to be in the range of ${codec.scalar}`;
    case "size":
      return `\`number\`, checked to be a whole number${codec.signed ? "" : " from 0"} up to 2^53`;
    case "long":
      return "`bigint`, checked to be in the range of the target's long";
    case "char":
      return "`number`, one byte";
    case "bool":
      return "`boolean`";
    case "enum":
      return `\`${codec.type}\`, checked to be one of its values`;
    case "packed":
      return `\`${codec.type}\`, as its backing integer`;
    case "pointer":
      return `an address (\`${codec.brand}\`)${orNull(codec)}`;
  }
}
