import type { CallbackParamPlan, CallbackPlan, ScalarCodec } from "../plan/bindingPlan.ts";
import { fromKoffi, rawStructType } from "./byValueCode.ts";
import { checkExpression, readExpression } from "./memoryCode.ts";
import type { EmitContext } from "./emitContext.ts";
import { rawScalarType, scalarFromKoffi } from "./scalarResults.ts";

/** The function that koffi calls: it converts the arguments, calls the program's function and checks its result. */
export function callbackWrapper(context: EmitContext, callback: CallbackPlan, { fn, at }: { fn: string; at: string }): string {
  const names = new Map(callback.params.map((param, i) => [param.name, `a${i}`]));
  const params = callback.params.map((param) => `${names.get(param.name) ?? ""}: ${rawParamType(context, param)}`);
  const args = callback.params.flatMap((param) => (param.kind === "length" ? [] : [argument(context, callback, { param, names, at })]));
  return `(${params.join(", ")}) => ${returned(context, callback, `${fn}(${args.join(", ")})`, at)}`;
}

function returned(context: EmitContext, { result }: CallbackPlan, call: string, at: string): string {
  const origin = { at: JSON.stringify(`${JSON.parse(at) as string} result`), path: "" };
  switch (result.kind) {
    case "void":
      return `void ${call}`;
    case "struct":
      return `toKoffi${result.type}(${call}, ${origin.at})`;
    case "value":
      return checkExpression(context, result.codec, call, origin);
  }
}

function rawParamType(context: EmitContext, param: CallbackParamPlan): string {
  switch (param.kind) {
    case "value":
    case "length":
      return rawScalarType(param.codec);
    case "struct":
      return rawStructType(context, param.type);
    case "text":
      return param.isOptional ? "string | null" : "string";
    case "pointee":
    case "slice":
      return "number";
  }
}

function argument(
  context: EmitContext,
  callback: CallbackPlan,
  { param, names, at }: { param: Exclude<CallbackParamPlan, { kind: "length" }>; names: ReadonlyMap<string, string>; at: string },
): string {
  const source = names.get(param.name) ?? "";
  switch (param.kind) {
    case "value":
      return scalarArgument(context, param.codec, source, at);
    case "struct":
      return fromKoffi(context, { kind: "struct", type: param.type }, source);
    case "text":
      return source;
    case "pointee": {
      const view = `${context.use("viewOf")}(koffi, ${source}, ${context.number(param.size, "pointee")})`;
      const read = readExpression(context, param.codec, { view, offset: "0" });
      return param.isOptional ? `${source} === 0 ? null : ${read}` : read;
    }
    case "slice": {
      const length = callback.params.find((other) => other.kind === "length" && other.of === param.name);
      const count = `Number(${names.get(length?.name ?? "") ?? "0"})`;
      const copy = `new ${param.array}(${context.use("copyOut")}(koffi, ${source}, ${param.elementSize === 1 ? count : `${count} * ${param.elementSize}`}))`;
      return param.isOptional ? `${source} === 0 ? null : ${copy}` : copy;
    }
  }
}

/** koffi hands u64 callback parameters of 2^63 and above over as negative numbers. */
function scalarArgument(context: EmitContext, codec: ScalarCodec, source: string, at: string): string {
  const integer = codec.kind === "enum" ? codec.tag : codec.kind === "packed" ? codec.backing : codec;
  const isUnsigned = (integer.kind === "bigint" && integer.scalar === "u64") || (integer.kind === "long" && !integer.signed);
  const fixed = isUnsigned
    ? `BigInt.asUintN(${integer.kind === "long" ? `${context.use("longSize")} * 8` : "64"}, BigInt(${source}))`
    : source;
  if (!isUnsigned) return scalarFromKoffi(context, codec, source, JSON.stringify(`${JSON.parse(at) as string} argument`));
  return codec.kind === "packed" ? `unpack${codec.type}(${fixed})` : codec.kind === "enum" ? `${fixed} as ${codec.type}` : fixed;
}
