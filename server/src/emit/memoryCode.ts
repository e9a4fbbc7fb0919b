import type { Codec, PointerCodec, ScalarCodec } from "../plan/bindingPlan.ts";
import { typedArrayOf, type EmitContext } from "./emitContext.ts";
import { block, type Lines } from "./lines.ts";
import { pointerType, tsType } from "./tsTypes.ts";

/** A place in memory: source of a DataView and of an offset in it. */
export interface Place {
  readonly view: string;
  readonly offset: string;
}

/** Where a value comes from, for error messages: `at` is source of a string, `path` literal text that follows it. */
export interface Origin {
  readonly at: string;
  readonly path: string;
}

const accessors = {
  i8: "Int8",
  u8: "Uint8",
  i16: "Int16",
  u16: "Uint16",
  i32: "Int32",
  u32: "Uint32",
  f32: "Float32",
  f64: "Float64",
  i64: "BigInt64",
  u64: "BigUint64",
} as const;

/** An expression that reads a value. */
export function readExpression(context: EmitContext, codec: Codec, place: Place): string {
  const { view, offset } = place;
  const call = (helper: string): string => `${context.use(helper)}(${view}, ${offset})`;
  switch (codec.kind) {
    case "number":
    case "bigint":
      return readScalar(context, codec.scalar, place);
    case "size":
      return call(codec.signed ? "readIsize" : "readUsize");
    case "long":
      return call(codec.signed ? "readLong" : "readUlong");
    case "char":
      return call("readChar");
    case "bool":
      return `${view}.getUint8(${offset}) !== 0`;
    case "enum":
      return `${readExpression(context, codec.tag, place)} as ${codec.type}`;
    case "packed":
      return `unpack${codec.type}(${readExpression(context, codec.backing, place)})`;
    case "struct":
      return `read${codec.type}(${view}, ${offset})`;
    case "union":
      return `new ${codec.type}(new Uint8Array(${context.use("copyBytes")}(${view}, ${offset}, ${codec.type}.size)))`;
    case "pointer":
      return codec.isOptional
        ? `(${call("readAddress")} || null) as ${pointerType(context, codec)}`
        : `${call("readAddress")} as ${pointerType(context, codec)}`;
    case "bytes":
      return `new Uint8Array(${context.use("copyBytes")}(${view}, ${offset}, ${context.number(codec.size, "bytes")}))`;
    case "array":
      return readArray(context, codec, place);
  }
}

function readScalar(context: EmitContext, scalar: string, { view, offset }: Place): string {
  if (scalar === "f16") return `${context.use("readF16")}(${view}, ${offset})`;
  if (scalar === "i128" || scalar === "u128") return `${context.use(scalar === "i128" ? "readI128" : "readU128")}(${view}, ${offset})`;
  const accessor = accessors[scalar as keyof typeof accessors];
  return `${view}.get${accessor}(${offset}${scalar.endsWith("8") ? "" : ", true"})`;
}

function readArray(context: EmitContext, codec: Extract<Codec, { kind: "array" }>, { view, offset }: Place): string {
  const stride = context.number(codec.stride, "stride");
  const typed = typedArrayOf(codec.element);
  if (typed !== null)
    return `new ${typed}(${context.use("copyBytes")}(${view}, ${offset}, ${typeof codec.stride === "number" ? codec.length * codec.stride : `${codec.length} * ${stride}`}))`;
  const element = readExpression(context, codec.element, { view, offset: `${offset} + i * ${stride}` });
  return `${context.use("readItems")}(${codec.length}, (i) => ${element})`;
}

/** Statements that check a value and write it. */
export function writeStatements(
  context: EmitContext,
  codec: Codec,
  place: Place,
  value: { readonly source: string; readonly origin: Origin; readonly depth?: number },
): Lines {
  const { view, offset } = place;
  const { source, origin } = value;
  const at = atExpression(origin);
  const call = (helper: string, checked: string): Lines => [`${context.use(helper)}(${view}, ${offset}, ${checked});`];
  switch (codec.kind) {
    case "struct":
      return [`write${codec.type}(${view}, ${offset}, ${source}, ${at});`];
    case "union":
      return [`${context.use("writeUnion")}(${view}, ${offset}, ${source}, { kind: ${codec.type}, at: ${at} });`];
    case "bytes":
      return [`${context.use("writeBytes")}(${view}, ${offset}, ${source}, { size: ${context.number(codec.size, "bytes")}, at: ${at} });`];
    case "array":
      return writeArray(context, codec, place, value);
    case "pointer":
      return call("writeAddress", checkExpression(context, codec, source, origin));
    case "size":
      return call(codec.signed ? "writeIsize" : "writeAddress", checkExpression(context, codec, source, origin));
    case "long":
      return call("writeLong", checkExpression(context, codec, source, origin));
    case "char":
      return [`${view}.setInt8(${offset}, ${checkExpression(context, codec, source, origin)});`];
    case "bool":
      return [`${view}.setUint8(${offset}, ${checkExpression(context, codec, source, origin)} ? 1 : 0);`];
    default:
      return writeInteger(context, codec, place, checkExpression(context, codec, source, origin));
  }
}

function writeInteger(
  context: EmitContext,
  codec: Extract<ScalarCodec, { kind: "number" | "bigint" | "enum" | "packed" }>,
  place: Place,
  checked: string,
): Lines {
  const integer = codec.kind === "enum" ? codec.tag : codec.kind === "packed" ? codec.backing : codec;
  const { view, offset } = place;
  if (integer.kind === "size") return [`${context.use(integer.signed ? "writeIsize" : "writeAddress")}(${view}, ${offset}, ${checked});`];
  if (integer.scalar === "f16") return [`${context.use("writeF16")}(${view}, ${offset}, ${checked});`];
  if (integer.scalar === "i128" || integer.scalar === "u128") return [`${context.use("write128")}(${view}, ${offset}, ${checked});`];
  return [`${view}.set${accessors[integer.scalar]}(${offset}, ${checked}${integer.scalar.endsWith("8") ? "" : ", true"});`];
}

function writeArray(
  context: EmitContext,
  codec: Extract<Codec, { kind: "array" }>,
  place: Place,
  value: { readonly source: string; readonly origin: Origin; readonly depth?: number },
): Lines {
  const depth = value.depth ?? 0;
  const index = "ijklmn".charAt(depth);
  const stride = context.number(codec.stride, "stride");
  const { at, path } = value.origin;
  const itemType = tsType(context, codec.element);
  const isNested = codec.element.kind === "array";
  const item = `${value.source}[${index}] as ${itemType}`;
  const body = writeStatements(
    context,
    codec.element,
    { view: place.view, offset: `${place.offset} + ${index} * ${stride}` },
    { source: isNested ? `row${depth}` : item, origin: { at, path: `${path}[]` }, depth: depth + 1 },
  );
  return [
    `${context.use("checkItems")}(${value.source}, ${codec.length}, ${at}${path === "" ? "" : `, ${JSON.stringify(path)}`});`,
    ...block(`for (let ${index} = 0; ${index} < ${codec.length}; ${index}++)`, isNested ? [`const row${depth} = ${item};`, ...body] : body),
  ];
}

/** An expression that checks a scalar and has the value that goes into a register or a DataView setter. */
export function checkExpression(context: EmitContext, codec: ScalarCodec, source: string, origin: Origin): string {
  const tail = origin.path === "" ? origin.at : `${origin.at}, ${JSON.stringify(origin.path)}`;
  const check = (helper: string): string => `${context.use(helper)}(${source}, ${tail})`;
  switch (codec.kind) {
    case "number":
      return check(codec.scalar.startsWith("f") ? "checkFloat" : `check${accessorless(codec.scalar)}`);
    case "bigint":
      return codec.scalar.endsWith("128")
        ? `${context.use(codec.scalar === "i128" ? "checkSigned" : "checkUnsigned")}(${source}, 128, ${tail})`
        : check(`check${accessorless(codec.scalar)}`);
    case "size":
      return check(codec.signed ? "checkIsize" : "checkUsize");
    case "long":
      return check(codec.signed ? "checkLong" : "checkUlong");
    case "char":
      return check("checkChar");
    case "bool":
      return check("checkBool");
    case "enum":
      return isOpenEnum(context, codec.type)
        ? checkExpression(context, codec.tag, source, origin)
        : `${context.use("checkEnum")}(${source}, ${codec.type}Values, ${tail})`;
    case "packed":
      return `pack${codec.type}(${source}, ${atExpression(origin)})`;
    case "pointer":
      return checkPointer(context, codec, source, tail);
  }
}

function checkPointer(context: EmitContext, codec: PointerCodec, source: string, tail: string): string {
  return `${context.use(codec.isOptional ? "checkOptionalPointer" : "checkPointer")}(${source}, ${JSON.stringify(codec.brand)}, ${tail})`;
}

export function isOpenEnum(context: EmitContext, name: string): boolean {
  const plan = context.types.get(name);
  return plan?.kind === "enum" && plan.isOpen;
}

function accessorless(scalar: string): string {
  return scalar.charAt(0).toUpperCase() + scalar.slice(1);
}

/** Source of the whole origin: `"vec2_add: a"`, `at`, or a template. */
export function atExpression({ at, path }: Origin): string {
  if (path === "") return at;
  return at.startsWith('"') ? JSON.stringify(`${JSON.parse(at) as string}${path}`) : `\`\${${at}}${path}\``;
}
