import * as fc from "fast-check";
import type { Arbitrary } from "fast-check";
import type { Abi, AbiParameter } from "./abiTypes.ts";

/**
 * Random arguments for a function of generated bindings, from its Zig signature. Floats are multiples of 1/1024 below 1024, so that sums and
 * products of a few stay exact enough to compare. Throws where the signature does not tell.
 */
export function derivedArguments(abi: Abi, name: string, count: number): Arbitrary<readonly unknown[]> {
  const fn = abi.functions[name];
  if (fn === undefined) throw new Error(`${name} is not in abi: known are ${Object.keys(abi.functions).join(", ")}`);
  for (const params of [fn.params, withoutOuts(fn.params)]) {
    const groups = groupsOf(params);
    if (groups === null || groups.reduce((sum, { arity }) => sum + arity, 0) !== count) continue;
    const values = groups.map(({ values }) => values(abi));
    if (values.every((each) => each !== null)) return fc.tuple(...values).map((parts) => parts.flat());
  }
  const signature = fn.params.map(({ name: param, type }) => `${param}: ${type}`).join(", ");
  throw new Error(`differential: the arguments of ${name}(${signature}) cannot be derived: give "arguments"`);
}

/** Arguments that are made together. */
interface Group {
  readonly arity: number;
  readonly values: (abi: Abi) => Arbitrary<readonly unknown[]> | null;
}

/** Slices with the length after them are one group. Null for lengths that could belong to several. */
function groupsOf(params: readonly AbiParameter[]): readonly Group[] | null {
  const groups: Group[] = [];
  for (let i = 0; i < params.length; i++) {
    const rest = params.slice(i);
    const end = rest.findIndex(({ type }) => !isSlice(type));
    if (end === 0) {
      const type = rest[0]?.type ?? "";
      groups.push({ arity: 1, values: (abi) => valueOf(abi, type)?.map((value) => [value]) ?? null });
      continue;
    }
    if (end === -1 || rest[end]?.type !== "usize" || (end > 1 && rest[end + 1]?.type === "usize")) return null;
    const slices = rest.slice(0, end);
    groups.push({ arity: end, values: () => equallyLong(slices) });
    i += end;
  }
  return groups;
}

/** Results through pointers are no arguments of the bindings. */
function withoutOuts(params: readonly AbiParameter[]): readonly AbiParameter[] {
  const last = params.findLastIndex(({ type }) => !/^\*(?!const\b)/.test(type));
  return params.slice(0, last + 1);
}

const sliceType = /^\[\*\](const )?([iuf]\d+)$/;

function isSlice(type: string): boolean {
  return sliceType.test(type);
}

function equallyLong(slices: readonly AbiParameter[]): Arbitrary<readonly unknown[]> | null {
  const kinds = slices.flatMap(({ type }) => {
    const [, isConst, name = ""] = sliceType.exec(type) ?? [];
    const [make, item] = [arrays[name], scalar(name)];
    // What is written is no input.
    const zero = /64$/.test(name) && !name.startsWith("f") ? 0n : 0;
    return make === undefined || item === null ? [] : [{ make, item: isConst === undefined ? fc.constant(zero) : item }];
  });
  if (kinds.length < slices.length) return null;
  return fc
    .nat({ max: 100 })
    .chain((length) => fc.tuple(...kinds.map(({ make, item }) => fc.array(item, { minLength: length, maxLength: length }).map(make))));
}

const arrays: Readonly<Record<string, (values: readonly unknown[]) => unknown>> = {
  i8: (values) => Int8Array.from(values as number[]),
  u8: (values) => Uint8Array.from(values as number[]),
  i16: (values) => Int16Array.from(values as number[]),
  u16: (values) => Uint16Array.from(values as number[]),
  i32: (values) => Int32Array.from(values as number[]),
  u32: (values) => Uint32Array.from(values as number[]),
  i64: (values) => BigInt64Array.from(values as bigint[]),
  u64: (values) => BigUint64Array.from(values as bigint[]),
  f32: (values) => Float32Array.from(values as number[]),
  f64: (values) => Float64Array.from(values as number[]),
};

function valueOf(abi: Abi, type: string): Arbitrary<unknown> | null {
  if (type === "[*:0]const u8") return fc.string({ unit: "grapheme", maxLength: 50 }).filter((text) => !text.includes("\0"));
  const name = type.replace(/^\*const /, "");
  return scalar(type) ?? struct(abi, name);
}

function struct(abi: Abi, name: string): Arbitrary<unknown> | null {
  const type = abi.types[name];
  if (type?.kind !== "extern struct") return null;
  const fields = Object.entries(type.layouts[0]?.fields ?? {}).map(([field, each]) => [field, valueOf(abi, each.type)] as const);
  const known = fields.flatMap(([field, value]) => (value === null ? [] : [[field, value] as const]));
  return known.length === fields.length && fields.length > 0 ? fc.record(Object.fromEntries(known)) : null;
}

function scalar(type: string): Arbitrary<unknown> | null {
  if (type === "bool") return fc.boolean();
  if (type === "f32" || type === "f64") return fc.integer({ min: -(2 ** 20), max: 2 ** 20 }).map((n) => n / 1024);
  if (type === "usize") return fc.nat({ max: 1000 });
  const [, sign, digits] = /^([iu])(8|16|32|64)$/.exec(type) ?? [];
  if (digits === undefined) return null;
  const bits = Number(digits);
  const [min, max] = sign === "i" ? [-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n] : [0n, 2n ** BigInt(bits) - 1n];
  return bits === 64 ? fc.bigInt({ min, max }) : fc.integer({ min: Number(min), max: Number(max) });
}
