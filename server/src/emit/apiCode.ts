import type { ArgPlan, Exported, FunctionPlan, GlobalPlan } from "../plan/bindingPlan.ts";
import { propertyKey } from "../plan/names.ts";
import { isPlain, rawStructType } from "./byValueCode.ts";
import type { EmitContext } from "./emitContext.ts";
import { block, docComment, type Lines } from "./lines.ts";
import { readExpression, writeStatements } from "./memoryCode.ts";
import { hasParameter, outKey } from "./methodCode.ts";
import { rawScalarType } from "./scalarResults.ts";
import { accessor } from "./typeCode.ts";
import { callbackType, pointerType, sliceType, tsType } from "./tsTypes.ts";

/** The functions as programs see them. */
export function apiInterface(context: EmitContext): Lines {
  const { functions, names, library } = context.plan;
  const members = functions.flatMap((plan) => [...docComment(functionDoc(plan)), `${apiSignature(context, plan)};`]);
  return [
    ...docComment(`The functions of ${library}. A pure-TypeScript twin can implement it: see \`loadOr\`.`),
    ...block(`export interface ${names.api}`, members),
  ];
}

/** `vec2_add(a: Vec2, b: Vec2): Vec2` */
export function apiSignature(context: EmitContext, plan: FunctionPlan): string {
  return `${propertyKey(plan.symbol)}(${paramList(context, plan)}): ${resultType(context, plan)}`;
}

/** A function's own line in its doc comment: its Zig signature. */
export function signatureLine(signature: string): string {
  return `Zig: \`${signature}\``;
}

function functionDoc(plan: FunctionPlan): string {
  return [plan.doc, conditionDoc(plan), signatureLine(plan.signature)].filter((part) => part !== null).join("\n\n");
}

function conditionDoc({ conditionalIn }: Exported): string | null {
  return conditionalIn === undefined
    ? null
    : `${conditionalIn} exports it only under a condition: where the library lacks it, using it throws.`;
}

/** What the helpers need to tell of an export that a library may lack. */
export function conditionalExport({ symbol, conditionalIn }: FunctionPlan | GlobalPlan): string {
  return `{ symbol: ${JSON.stringify(symbol)}, file: ${JSON.stringify(conditionalIn)} }`;
}

function paramList(context: EmitContext, plan: FunctionPlan): string {
  return plan.args
    .filter(hasParameter)
    .map((arg) => `${arg.name}: ${argType(context, arg)}`)
    .join(", ");
}

function argType(context: EmitContext, arg: ArgPlan): string {
  const orNull = (type: string, isOptional: boolean): string => (isOptional ? `${type.includes("=>") ? `(${type})` : type} | null` : type);
  switch (arg.kind) {
    case "value":
    case "length":
    case "out":
      return tsType(context, arg.codec);
    case "struct":
      return arg.type;
    case "pointee":
      return orNull(tsType(context, arg.codec), arg.isOptional);
    case "view":
      return orNull(arg.items.array, arg.isOptional);
    case "slice":
      return orNull(sliceType(context, arg.items, arg.isMutable), arg.isOptional);
    case "text":
      return orNull("string", arg.isOptional);
    case "textBuffer":
      return orNull("Uint8Array", arg.isOptional);
    case "pointer":
      return pointerType(context, arg.pointer);
    case "memory":
      return orNull(`${context.use("Pointer")} | ArrayBufferView`, arg.isOptional);
    case "callback":
      return orNull(callbackType(context, arg.callback), arg.isOptional);
  }
}

function resultType(context: EmitContext, plan: FunctionPlan): string {
  const outs = plan.args.filter((arg) => arg.kind === "out");
  const own = ownResultType(context, plan);
  const [first] = outs;
  if (first === undefined) return own;
  const hasOwn = own !== "void" && own !== "never";
  if (outs.length === 1 && !hasOwn) return tsType(context, first.codec);
  const members = outs.map((out) => `${outKey(plan, out.name)}: ${tsType(context, out.codec)}`);
  return `{ ${[...(hasOwn ? [`result: ${own}`] : []), ...members].join("; ")} }`;
}

function ownResultType(context: EmitContext, { result }: FunctionPlan): string {
  switch (result.kind) {
    case "void":
      return "void";
    case "noreturn":
      return "never";
    case "struct":
      return result.type;
    case "text":
      return result.isOptional ? "string | null" : "string";
    case "value":
      return tsType(context, result.codec);
  }
}

/** The same functions as koffi makes them: addresses, no checks. */
export function rawInterface(context: EmitContext): Lines {
  const { functions, names } = context.plan;
  const members = functions.map(
    (plan) =>
      `${propertyKey(plan.symbol)}(${plan.args.map((arg) => `${arg.name}: ${rawArgType(context, arg)}`).join(", ")}): ${rawResultType(context, plan)};`,
  );
  return [
    ...docComment("koffi's own functions, one parameter a Zig parameter: pointers are addresses and nothing is checked."),
    ...block(`export interface ${names.raw}`, members),
  ];
}

function rawArgType(context: EmitContext, arg: ArgPlan): string {
  switch (arg.kind) {
    case "value":
    case "length":
      return rawScalarType(arg.codec);
    case "struct":
      return rawStructType(context, arg.type);
    case "pointee":
    case "out":
    case "pointer":
      return "number";
    case "text":
      return "string | null";
    case "view":
    case "slice":
    case "textBuffer":
    case "memory":
      return "ArrayBufferView | number | null";
    case "callback":
      return "((...args: never[]) => unknown) | null";
  }
}

function rawResultType(context: EmitContext, { result }: FunctionPlan): string {
  switch (result.kind) {
    case "void":
    case "noreturn":
      return "void";
    case "struct":
      return isPlain(context, result) ? result.type : rawStructType(context, result.type);
    case "text":
      return result.isOptional ? "string | null" : "string";
    case "value":
      return rawScalarType(result.codec);
  }
}

export function globalsInterface(context: EmitContext): Lines {
  const members = context.plan.globals.flatMap((plan) => [
    ...docComment([plan.doc, conditionDoc(plan)].filter((part) => part !== null).join("\n\n")),
    `${plan.isConst ? "readonly " : ""}${propertyKey(plan.symbol)}: ${tsType(context, plan.codec)};`,
  ]);
  return [
    ...docComment("Exported variables, read and written in the library's own memory."),
    ...block(`export interface ${context.plan.names.globals}`, members),
  ];
}

/** Getters and setters over views of the variables' memory. */
export function globalsFunction(context: EmitContext): Lines {
  const { globals, names } = context.plan;
  const place = (plan: GlobalPlan) => ({ view: `views${accessor(plan.symbol)}`, offset: "0" });
  const views = globals.map((plan) => globalView(context, plan));
  const members = globals.flatMap((plan) => {
    const getter = block(`get ${propertyKey(plan.symbol)}()`, [`return ${readExpression(context, plan.codec, place(plan))};`], "},");
    if (plan.isConst) return getter;
    const write = writeStatements(context, plan.codec, place(plan), {
      source: "value",
      origin: { at: JSON.stringify(plan.symbol), path: "" },
    });
    return [...getter, ...block(`set ${propertyKey(plan.symbol)}(value)`, write, "},")];
  });
  context.use("Native");
  const isCertain = globals.every(({ conditionalIn }) => conditionalIn === undefined);
  const hasCertain = globals.some(({ conditionalIn }) => conditionalIn === undefined);
  return block(`function bindGlobals(${isCertain ? "{ koffi, library }" : "native"}: Native): ${names.globals}`, [
    // What is only there under a condition is looked up by a helper: an unused variable would not pass `noUnusedLocals`.
    ...(isCertain ? [] : [hasCertain ? "const { koffi, library } = native;" : "const { koffi } = native;"]),
    ...block("const views =", views, "};"),
    ...block("return", members, "};"),
  ]);
}

/** Of a variable that the library may lack, the view is made when it is used. */
function globalView(context: EmitContext, plan: GlobalPlan): string {
  const key = propertyKey(plan.symbol);
  const view = (address: string): string =>
    `${context.use("viewOf")}(koffi, ${address}, ${context.number(plan.size, `${plan.symbol}_size`)})`;
  if (plan.conditionalIn === undefined) return `${key}: ${view(`Number(library.symbol(${JSON.stringify(plan.symbol)}))`)},`;
  return `get ${key}() { return ${view(`${context.use("addressIfExported")}(native, ${conditionalExport(plan)})`)}; },`;
}
