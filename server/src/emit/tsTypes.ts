import type { CallbackParamPlan, CallbackPlan, Codec, PointerCodec, SliceItems } from "../plan/bindingPlan.ts";
import { typedArrayOf, type EmitContext } from "./emitContext.ts";

/** The TypeScript type of a value as programs see it. */
export function tsType(context: EmitContext, codec: Codec): string {
  switch (codec.kind) {
    case "number":
    case "size":
    case "char":
      return "number";
    case "bigint":
    case "long":
      return "bigint";
    case "bool":
      return "boolean";
    case "enum":
    case "packed":
    case "struct":
    case "union":
      return codec.type;
    case "pointer":
      return pointerType(context, codec);
    case "bytes":
      return "Uint8Array";
    case "array": {
      const element = tsType(context, codec.element);
      return typedArrayOf(codec.element) ?? (/[ |]/.test(element) ? `(${element})[]` : `${element}[]`);
    }
  }
}

export function pointerType(context: EmitContext, pointer: PointerCodec): string {
  const isHandle = context.types.get(pointer.brand)?.kind === "handle";
  const type = isHandle ? pointer.brand : `${context.use("Pointer")}<${JSON.stringify(pointer.brand)}>`;
  return pointer.isOptional ? `${type} | null` : type;
}

export function sliceType(context: EmitContext, items: SliceItems, isMutable: boolean): string {
  switch (items.kind) {
    case "typed":
      return items.array;
    case "text":
      return "string | Uint8Array";
    case "structs":
      return `${context.use("StructArray")}<${items.type}> | ${isMutable ? "" : "readonly "}${items.type}[]`;
  }
}

export function callbackType(context: EmitContext, callback: CallbackPlan): string {
  const params = callback.params.flatMap((param) =>
    param.kind === "length" ? [] : [`${param.name}: ${callbackParamType(context, param)}`],
  );
  return `(${params.join(", ")}) => ${callbackResultType(context, callback)}`;
}

function callbackResultType(context: EmitContext, { result }: CallbackPlan): string {
  return result.kind === "void" ? "void" : result.kind === "struct" ? result.type : tsType(context, result.codec);
}

function callbackParamType(context: EmitContext, param: Exclude<CallbackParamPlan, { kind: "length" }>): string {
  switch (param.kind) {
    case "value":
      return tsType(context, param.codec);
    case "struct":
      return param.type;
    case "text":
      return param.isOptional ? "string | null" : "string";
    case "pointee":
      return tsType(context, param.codec) + (param.isOptional ? " | null" : "");
    case "slice":
      return param.array + (param.isOptional ? " | null" : "");
  }
}
