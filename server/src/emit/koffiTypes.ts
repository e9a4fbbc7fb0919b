import type { ArgPlan, CallbackPlan, Codec, ResultPlan, ScalarCodec, SliceItems, TypedArrayName } from "../plan/bindingPlan.ts";
import type { EmitContext } from "./emitContext.ts";

const scalars = {
  i8: "int8_t",
  u8: "uint8_t",
  i16: "int16_t",
  u16: "uint16_t",
  i32: "int32_t",
  u32: "uint32_t",
  i64: "int64_t",
  u64: "uint64_t",
  f32: "float",
  f64: "double",
} as const;

const arrayPointers: Readonly<Record<TypedArrayName, string>> = {
  Int8Array: "int8_t *",
  Uint8Array: "uint8_t *",
  Int16Array: "int16_t *",
  Uint16Array: "uint16_t *",
  Int32Array: "int32_t *",
  Uint32Array: "uint32_t *",
  Float32Array: "float *",
  Float64Array: "double *",
  BigInt64Array: "int64_t *",
  BigUint64Array: "uint64_t *",
};

/** koffi's type of a value in a register, as source. Pointers are `uintptr_t`: numbers, never objects, and null is refused. */
export function koffiScalar(context: EmitContext, codec: ScalarCodec): string {
  switch (codec.kind) {
    case "number":
    case "bigint":
      return quoted(scalars[codec.scalar as keyof typeof scalars]);
    case "size":
      return codec.signed ? '"intptr_t"' : '"size_t"';
    case "long":
      return codec.signed ? '"long"' : '"unsigned long"';
    case "char":
      return context.use("charType");
    case "bool":
      return '"bool"';
    case "enum":
      return koffiScalar(context, codec.tag);
    case "packed":
      return koffiScalar(context, codec.backing);
    case "pointer":
      return '"uintptr_t"';
  }
}

/** A field of a struct that is passed by value. */
export function koffiField(context: EmitContext, codec: Codec): string {
  if (codec.kind === "struct") return `k${codec.type}`;
  if (codec.kind === "array") {
    const hint = codec.element.kind === "number" || codec.element.kind === "bigint" ? "Typed" : "Array";
    return `koffi.array(${koffiField(context, codec.element)}, ${codec.length}, "${hint}")`;
  }
  if (codec.kind === "union" || codec.kind === "bytes") throw new Error(`${codec.kind} cannot be passed by value`);
  return koffiScalar(context, codec);
}

export function koffiArg(context: EmitContext, arg: ArgPlan): string {
  switch (arg.kind) {
    case "value":
    case "length":
      return koffiScalar(context, arg.codec);
    case "struct":
      return `k${arg.type}`;
    case "pointee":
    case "out":
    case "pointer":
      return '"uintptr_t"';
    case "view":
      return quoted(arrayPointers[arg.items.array]);
    case "slice":
      return quoted(itemsPointer(arg.items));
    case "text":
      return '"const char *"';
    case "textBuffer":
      return '"uint8_t *"';
    case "memory":
      return '"void *"';
    case "callback":
      return koffiCallback(context, arg.callback);
  }
}

function itemsPointer(items: SliceItems): string {
  return items.kind === "typed" ? arrayPointers[items.array] : "uint8_t *";
}

export function koffiResult(context: EmitContext, result: ResultPlan): string {
  switch (result.kind) {
    case "void":
    case "noreturn":
      return '"void"';
    case "text":
      return '"const char *"';
    case "struct":
      return `k${result.type}`;
    case "value":
      return koffiScalar(context, result.codec);
  }
}

function koffiCallback(context: EmitContext, { params, result }: CallbackPlan): string {
  const types = params.map((param) => {
    switch (param.kind) {
      case "value":
      case "length":
        return koffiScalar(context, param.codec);
      case "struct":
        return `k${param.type}`;
      case "text":
        return '"const char *"';
      case "pointee":
      case "slice":
        return '"uintptr_t"';
    }
  });
  const returns = result.kind === "void" ? '"void"' : result.kind === "struct" ? `k${result.type}` : koffiScalar(context, result.codec);
  return `koffi.pointer(koffi.proto(${returns}, [${types.join(", ")}]))`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
