import { propertyKey } from "../plan/names.ts";
import type {
  BigintCodec,
  EnumPlan,
  NumberCodec,
  PackedFieldPlan,
  PackedPlan,
  StructPlan,
  TypePlan,
  UnionPlan,
} from "../plan/bindingPlan.ts";
import { isOpenEnum, readExpression, writeStatements } from "./memoryCode.ts";
import type { EmitContext } from "./emitContext.ts";
import { block, docComment, list, type Lines } from "./lines.ts";
import { tsType } from "./tsTypes.ts";

/** What a program imports: types, and the values that go with them. */
export function typeDeclaration(context: EmitContext, plan: TypePlan): Lines {
  switch (plan.kind) {
    case "handle":
      return [...docComment(plan.doc), `export type ${plan.name} = ${context.use("Pointer")}<${JSON.stringify(plan.name)}>;`];
    case "enum":
      return enumDeclaration(plan);
    case "struct":
      return [...structInterface(context, plan), "", ...structValue(context, plan)];
    case "union":
      return unionClass(context, plan);
    case "packed":
      return packedInterface(plan);
  }
}

/** Functions that move values between objects and memory. */
export function codecFunctions(context: EmitContext, plan: TypePlan): readonly Lines[] {
  switch (plan.kind) {
    case "struct":
      return [readStruct(context, plan), writeStruct(context, plan), ...(plan.isCopiedBack ? [copyStruct(context, plan)] : [])];
    case "packed":
      return [unpackFunction(context, plan), packFunction(context, plan), ...(plan.isCopiedBack ? [copyPacked(plan)] : [])];
    case "enum":
      return isOpenEnum(context, plan.name)
        ? []
        : [[`const ${plan.name}Values: ReadonlySet<number | bigint> = new Set(Object.values(${plan.name}));`]];
    default:
      return [];
  }
}

function enumDeclaration(plan: EnumPlan): Lines {
  const { isBigint } = plan;
  const values = plan.values.flatMap(({ name, value, doc }) => [
    ...docComment(doc),
    `${propertyKey(name)}: ${value}${isBigint ? "n" : ""},`,
  ]);
  const known = `(typeof ${plan.name})[keyof typeof ${plan.name}]`;
  const wide = isBigint ? "bigint" : "number";
  const type = plan.values.length === 0 ? wide : plan.isOpen ? `${known} | (${wide} & {})` : known;
  const declaration =
    values.length === 0 ? [`export const ${plan.name} = {} as const;`] : block(`export const ${plan.name} =`, values, "} as const;");
  return [...docComment(plan.doc), ...declaration, `export type ${plan.name} = ${type};`];
}

function structInterface(context: EmitContext, plan: StructPlan): Lines {
  const fields = plan.fields.flatMap((field) => [...docComment(field.doc), `${propertyKey(field.name)}: ${tsType(context, field.codec)};`]);
  return [...docComment(plan.doc), ...block(`export interface ${plan.name}`, fields)];
}

function structValue(context: EmitContext, plan: StructPlan): Lines {
  const { name } = plan;
  const size = context.number(plan.size, `${name}_size`);
  const align = context.number(plan.align, `${name}_align`);
  context.use("StructType");
  const items = [
    `size: ${size}`,
    `align: ${align}`,
    `read: read${name}`,
    `write: (view, offset, value) => write${name}(view, offset, value, "value")`,
  ];
  return list(`export const ${name}: StructType<${name}> = ${context.use("structType")}({ `, items, " });");
}

function readStruct(context: EmitContext, plan: StructPlan): Lines {
  const items = plan.fields.map((field) => {
    const read = readExpression(context, field.codec, { view: "m", offset: offsetOf(context, plan, field) });
    return `${propertyKey(field.name)}: ${read}`;
  });
  const [m, p] = placeNames(plan);
  return block(`function read${plan.name}(${m}: DataView, ${p}: number): ${plan.name}`, list("return { ", items, " };"));
}

function writeStruct(context: EmitContext, plan: StructPlan): Lines {
  const body = plan.fields.flatMap((field) =>
    writeStatements(
      context,
      field.codec,
      { view: "m", offset: offsetOf(context, plan, field) },
      { source: `v${accessor(field.name)}`, origin: { at: "at", path: accessor(field.name) } },
    ),
  );
  const [m, p] = placeNames(plan);
  return block(`function write${plan.name}(${m}: DataView, ${p}: number, v: ${plan.name}, at: string): void`, [
    `${context.use("checkObject")}(v, ${JSON.stringify(plan.name)}, at);`,
    ...body,
  ]);
}

/** Brings what native code wrote back into the caller's object. */
function copyStruct(context: EmitContext, plan: StructPlan): Lines {
  const body = plan.fields.map(
    (field) => `v${accessor(field.name)} = ${readExpression(context, field.codec, { view: "m", offset: offsetOf(context, plan, field) })};`,
  );
  return block(`function copy${plan.name}(m: DataView, p: number, v: ${plan.name}): void`, body);
}

/** The codecs of a struct without fields read nothing. */
function placeNames(plan: StructPlan): readonly [string, string] {
  return plan.fields.length === 0 ? ["_m", "_p"] : ["m", "p"];
}

function offsetOf(context: EmitContext, plan: StructPlan | UnionPlan, field: StructPlan["fields"][number]): string {
  if (field.offset === 0) return "p";
  return `p + ${context.number(field.offset, `${plan.name}_${field.name}`)}`;
}

export function accessor(name: string): string {
  const key = propertyKey(name);
  return key === name ? `.${name}` : `[${key}]`;
}

function unionClass(context: EmitContext, plan: UnionPlan): Lines {
  context.use("UnionValue");
  const members = plan.members.flatMap((member) => {
    const type = tsType(context, member.codec);
    const key = propertyKey(member.name);
    const at = { at: JSON.stringify(`${plan.name}${accessor(member.name)}`), path: "" };
    return [
      "",
      ...docComment(member.doc),
      ...block(`get ${key}(): ${type}`, [`return ${readExpression(context, member.codec, { view: "this.$view", offset: "0" })};`]),
      ...block(
        `set ${key}(value: ${type})`,
        writeStatements(context, member.codec, { view: "this.$view", offset: "0" }, { source: "value", origin: at }),
      ),
    ];
  });
  const makers = plan.members.map(
    (member) =>
      `${propertyKey(member.name)}: (value: ${tsType(context, member.codec)}): ${plan.name} => Object.assign(new ${plan.name}(), { ${propertyKey(member.name)}: value }),`,
  );
  return [
    ...docComment(
      [plan.doc, `An extern union, held as its bytes: \`${plan.name}.of.<member>(value)\` makes one, any member can be read.`]
        .filter((text) => text !== null)
        .join("\n\n"),
    ),
    ...block(`export class ${plan.name} extends UnionValue`, [
      `static readonly size = ${context.number(plan.size, `${plan.name}_size`)};`,
      `static readonly align = ${context.number(plan.align, `${plan.name}_align`)};`,
      ...block("static readonly of =", makers, "};"),
      "",
      ...block(`constructor(bytes: Uint8Array = new Uint8Array(${plan.name}.size))`, ["super(bytes);"]),
      ...members,
    ]),
  ];
}

function packedInterface(plan: PackedPlan): Lines {
  const fields = plan.fields.flatMap((field) => [...docComment(field.doc), `${propertyKey(field.name)}: ${packedType(field)};`]);
  const backing = backingType(plan.backing);
  return [
    ...docComment(plan.doc),
    ...block(`export interface ${plan.name}`, fields),
    "",
    ...docComment(`The ${plan.backing.scalar} that holds a ${plan.name}, and back.`),
    ...block(
      `export const ${plan.name} =`,
      [
        `toBits: (value: ${plan.name}): ${backing} => pack${plan.name}(value, ${JSON.stringify(plan.name)}),`,
        `fromBits: (bits: ${backing}): ${plan.name} => unpack${plan.name}(bits),`,
      ],
      "} as const;",
    ),
  ];
}

function packedType({ value, bits }: PackedFieldPlan): string {
  switch (value.kind) {
    case "bool":
      return "boolean";
    case "float":
      return "number";
    case "int":
      return bits > 32 ? "bigint" : "number";
    case "enum":
    case "packed":
      return value.type;
  }
}

function backingType(backing: NumberCodec | BigintCodec): "number" | "bigint" {
  return backing.kind;
}

/** Bits come out as a number while they fit 32, else as a bigint. */
function unpackFunction(context: EmitContext, plan: PackedPlan): Lines {
  const items = plan.fields.map((field) => `${propertyKey(field.name)}: ${unpackField(context, plan, field)}`);
  return block(`function unpack${plan.name}(bits: ${backingType(plan.backing)}): ${plan.name}`, list("return { ", items, " };"));
}

function unpackField(context: EmitContext, plan: PackedPlan, field: PackedFieldPlan): string {
  const { value, bits, bitOffset } = field;
  const isSigned = (value.kind === "int" || value.kind === "enum") && value.signed;
  const wide = plan.backing.kind === "bigint";
  const raw = wide
    ? `BigInt.as${isSigned ? "Int" : "Uint"}N(${bits}, bits${bitOffset === 0 ? "" : ` >> ${bitOffset}n`})`
    : narrowBits(bits, bitOffset, isSigned);
  if (value.kind === "bool") return wide ? `${raw} !== 0n` : `(${raw}) !== 0`;
  const inner = wide && bits <= 32 ? `Number(${raw})` : raw;
  switch (value.kind) {
    case "enum":
      return wide ? `${inner} as ${value.type}` : `(${inner}) as ${value.type}`;
    case "packed":
      return `unpack${value.type}(${inner})`;
    case "float":
      return `${context.use(`floatFromBits${bits}`)}(${inner})`;
    default:
      return inner;
  }
}

function narrowBits(bits: number, bitOffset: number, isSigned: boolean): string {
  if (isSigned) return bitOffset + bits === 32 ? `bits >> ${bitOffset}` : `(bits << ${32 - bitOffset - bits}) >> ${32 - bits}`;
  if (bits === 32) return "bits >>> 0";
  const shifted = bitOffset === 0 ? "bits" : `(bits >>> ${bitOffset})`;
  return `${shifted} & 0x${(2 ** bits - 1).toString(16)}`;
}

function packFunction(context: EmitContext, plan: PackedPlan): Lines {
  const wide = plan.backing.kind === "bigint";
  const parts = plan.fields.map((field) => packField(context, field, wide));
  const joined = parts.length === 0 ? (wide ? "0n" : "0") : parts.join(" | ");
  const bits = Number(plan.backing.scalar.slice(1));
  const signed = plan.backing.scalar.startsWith("i");
  const result = wide ? `BigInt.as${signed ? "Int" : "Uint"}N(${bits}, ${joined})` : normalised(joined, bits, signed);
  const returned = `return ${result};`;
  return block(`function pack${plan.name}(v: ${plan.name}, at: string): ${backingType(plan.backing)}`, [
    `${context.use("checkObject")}(v, ${JSON.stringify(plan.name)}, at);`,
    returned,
  ]);
}

function normalised(joined: string, bits: number, signed: boolean): string {
  if (bits === 32) return signed ? joined : `(${joined}) >>> 0`;
  return signed ? `((${joined}) << ${32 - bits}) >> ${32 - bits}` : joined;
}

function packField(context: EmitContext, field: PackedFieldPlan, wide: boolean): string {
  const { bits, bitOffset } = field;
  const checked = checkPacked(context, field);
  const isBigint = bits > 32 && field.value.kind !== "bool";
  if (wide) {
    const big = isBigint ? checked : `BigInt(${checked})`;
    const masked = isSignedField(field) ? `BigInt.asUintN(${bits}, ${big})` : big;
    return bitOffset === 0 ? masked : `(${masked} << ${bitOffset}n)`;
  }
  const masked = isSignedField(field) && bits < 32 ? `(${checked} & 0x${(2 ** bits - 1).toString(16)})` : checked;
  return bitOffset === 0 ? masked : `(${masked} << ${bitOffset})`;
}

function isSignedField({ value }: PackedFieldPlan): boolean {
  return (value.kind === "int" || value.kind === "enum") && value.signed;
}

function checkPacked(context: EmitContext, field: PackedFieldPlan): string {
  const { value, bits } = field;
  const source = `v${accessor(field.name)}`;
  const path = JSON.stringify(accessor(field.name));
  switch (value.kind) {
    case "bool":
      return `(${context.use("checkBool")}(${source}, at, ${path}) ? 1 : 0)`;
    case "int":
      if (bits > 32) return `${context.use(value.signed ? "checkSigned" : "checkUnsigned")}(${source}, ${bits}, at, ${path})`;
      return `${context.use("checkBits")}(${source}, "${value.signed ? "i" : "u"}${bits}", at, ${path})`;
    case "enum":
      if (!isOpenEnum(context, value.type)) return `${context.use("checkEnum")}(${source}, ${value.type}Values, at, ${path})`;
      return value.isBigint
        ? `${context.use("checkUnsigned")}(${source}, ${bits}, at, ${path})`
        : `${context.use("checkBits")}(${source}, "${value.signed ? "i" : "u"}${bits}", at, ${path})`;
    case "packed":
      return `pack${value.type}(${source}, \`\${at}${accessor(field.name)}\`)`;
    case "float":
      return `${context.use(`floatToBits${bits}`)}(${context.use("checkFloat")}(${source}, at, ${path}))`;
  }
}

function copyPacked(plan: PackedPlan): Lines {
  return block(`function copy${plan.name}(bits: ${backingType(plan.backing)}, v: ${plan.name}): void`, [
    `Object.assign(v, unpack${plan.name}(bits));`,
  ]);
}
