import { propertyKey } from "../plan/names.ts";
import type { Codec, StructPlan } from "../plan/bindingPlan.ts";
import { atExpression, checkExpression, type Origin } from "./memoryCode.ts";
import { planOf, typedArrayOf, type EmitContext } from "./emitContext.ts";
import { koffiField } from "./koffiTypes.ts";
import { block, list, type Lines } from "./lines.ts";
import { accessor } from "./typeCode.ts";
import { tsType } from "./tsTypes.ts";
import { scalarFromKoffi } from "./scalarResults.ts";

/** koffi's own type for a struct that is passed by value, checked against our layout when the library is loaded. */
export function koffiStruct(context: EmitContext, plan: StructPlan): Lines {
  const fields = plan.fields.map((field) => `${propertyKey(field.name)}: ${koffiField(context, field.codec)}`);
  const offsets = plan.fields.map((field) => `${propertyKey(field.name)}: ${context.number(field.offset, `${plan.name}_${field.name}`)}`);
  const size = context.number(plan.size, `${plan.name}_size`);
  const align = context.number(plan.align, `${plan.name}_align`);
  const expected = `{ size: ${size}, align: ${align}, offsets: { ${offsets.join(", ")} } }`;
  return list(
    `const k${plan.name} = ${context.use("checkStruct")}(`,
    [JSON.stringify(plan.name), `koffi.struct({ ${fields.join(", ")} })`, expected],
    ");",
  );
}

/** Whether koffi's object for a struct already is what programs see. */
export function isPlain(context: EmitContext, codec: Codec): boolean {
  if (codec.kind === "struct") return planOf(context, codec.type, "struct").fields.every((field) => isPlain(context, field.codec));
  if (codec.kind === "enum") return codec.tag.kind === "number";
  if (codec.kind === "array") return typedArrayOf(codec.element) !== null;
  return codec.kind === "number" || codec.kind === "bool" || codec.kind === "char";
}

export function rawStructType(context: EmitContext, type: string): string {
  return isPlain(context, { kind: "struct", type }) ? type : `Raw${type}`;
}

/** The functions that turn one struct into what koffi takes and back. */
export function byValueFunctions(context: EmitContext, plan: StructPlan): readonly Lines[] {
  const codec: Codec = { kind: "struct", type: plan.name };
  const raw = rawStructType(context, plan.name);
  const to = plan.fields.map(
    (field) =>
      `${propertyKey(field.name)}: ${toKoffi(context, field.codec, `v${accessor(field.name)}`, { at: "at", path: accessor(field.name) })}`,
  );
  const toFunction = block(`function toKoffi${plan.name}(v: ${plan.name}, at: string): ${raw}`, [
    `${context.use("checkObject")}(v, ${JSON.stringify(plan.name)}, at);`,
    ...list("return { ", to, " };"),
  ]);
  if (isPlain(context, codec)) return [toFunction];
  const members = plan.fields.map((field) => `readonly ${propertyKey(field.name)}: ${rawType(context, field.codec)};`);
  const from = plan.fields.map((field) => `${propertyKey(field.name)}: ${fromKoffi(context, field.codec, `r${accessor(field.name)}`)}`);
  return [
    block(`interface ${raw}`, members),
    toFunction,
    block(`function fromKoffi${plan.name}(r: ${raw}): ${plan.name}`, list("return { ", from, " };")),
  ];
}

/** What koffi gives and takes for a field. */
function rawType(context: EmitContext, codec: Codec): string {
  switch (codec.kind) {
    case "struct":
      return rawStructType(context, codec.type);
    case "array": {
      const typed = typedArrayOf(codec.element);
      return typed ?? `readonly (${rawType(context, codec.element)})[]`;
    }
    case "bigint":
    case "long":
    case "size":
      return "number | bigint";
    case "enum":
      return rawType(context, codec.tag);
    case "packed":
      return codec.backing.kind === "number" ? "number" : "number | bigint";
    case "bool":
      return "boolean";
    default:
      return "number";
  }
}

/** An expression for one checked field value. */
function toKoffi(context: EmitContext, codec: Codec, source: string, origin: Origin): string {
  if (codec.kind === "struct") return `toKoffi${codec.type}(${source}, ${atExpression(origin)})`;
  if (codec.kind === "array") {
    const typed = typedArrayOf(codec.element);
    const at = atExpression(origin);
    if (typed !== null) return `${context.use("checkArray")}(${source}, ${typed}, ${codec.length}, ${at})`;
    const item = toKoffi(context, codec.element, "item", { at: origin.at, path: `${origin.path}[]` });
    return `${context.use("mapItems")}(${source}, ${codec.length}, ${at}, (item) => ${item})`;
  }
  if (codec.kind === "union" || codec.kind === "bytes") throw new Error(`${codec.kind} cannot be passed by value`);
  return checkExpression(context, codec, source, origin);
}

export function fromKoffi(context: EmitContext, codec: Codec, source: string): string {
  if (codec.kind === "struct") return isPlain(context, codec) ? source : `fromKoffi${codec.type}(${source})`;
  if (codec.kind === "array") {
    if (typedArrayOf(codec.element) !== null) return source;
    const item = fromKoffi(context, codec.element, "item");
    return `Array.from(${source}, (item) => ${item})${item.includes(" as ") ? "" : ` as ${tsType(context, codec)}`}`;
  }
  if (codec.kind === "union" || codec.kind === "bytes") throw new Error(`${codec.kind} cannot be passed by value`);
  return scalarFromKoffi(context, codec, source, JSON.stringify("a field"));
}
