import fc from "fast-check";
import type { BindingPlan, Codec, ScalarCodec } from "../../server/src/plan/bindingPlan.ts";

/** TypeScript values of a struct, union member or scalar of a plan, limits included. */
export function valuesOf(plan: BindingPlan, codec: Codec): fc.Arbitrary<unknown> {
  switch (codec.kind) {
    case "struct": {
      const type = plan.types.find(({ name }) => name === codec.type);
      if (type?.kind !== "struct") throw new Error(`${codec.type} is no struct`);
      return fc.record(Object.fromEntries(type.fields.map((field) => [field.name, valuesOf(plan, field.codec)])), {
        noNullPrototype: true,
      });
    }
    case "array": {
      const items = fc.array(valuesOf(plan, codec.element), { minLength: codec.length, maxLength: codec.length });
      const Items = typedArrayOf(codec.element);
      return Items === null ? items : items.map((values) => Items(values));
    }
    case "union":
    case "bytes":
      throw new Error(`no random values of ${codec.kind}`);
    default:
      return scalarsOf(plan, codec);
  }
}

function scalarsOf(plan: BindingPlan, codec: ScalarCodec): fc.Arbitrary<unknown> {
  switch (codec.kind) {
    case "bool":
      return fc.boolean();
    case "number":
      if (codec.scalar === "f64") return fc.double();
      if (codec.scalar === "f32") return fc.float();
      return integers(codec.scalar.startsWith("i"), Number(codec.scalar.slice(1)));
    case "bigint": {
      const bits = BigInt(codec.scalar.slice(1));
      const signed = codec.scalar.startsWith("i");
      return signed ? fc.bigInt({ min: -(2n ** (bits - 1n)), max: 2n ** (bits - 1n) - 1n }) : fc.bigInt({ min: 0n, max: 2n ** bits - 1n });
    }
    case "size":
      return fc.maxSafeNat();
    case "enum": {
      const type = plan.types.find(({ name }) => name === codec.type);
      if (type?.kind !== "enum") throw new Error(`${codec.type} is no enum`);
      return fc.constantFrom(...type.values.map(({ value }) => (type.isBigint ? value : Number(value))));
    }
    default:
      throw new Error(`no random values of ${codec.kind}`);
  }
}

function integers(signed: boolean, bits: number): fc.Arbitrary<number> {
  return signed ? fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 }) : fc.integer({ min: 0, max: 2 ** bits - 1 });
}

/** Arrays of plain scalars are typed arrays in bindings. */
function typedArrayOf(codec: Codec): ((items: readonly unknown[]) => ArrayBufferView) | null {
  if (codec.kind === "bigint") {
    if (codec.scalar === "i64") return (items) => BigInt64Array.from(items as bigint[]);
    return codec.scalar === "u64" ? (items) => BigUint64Array.from(items as bigint[]) : null;
  }
  if (codec.kind !== "number" || codec.scalar === "f16") return null;
  const Items = {
    i8: Int8Array,
    u8: Uint8Array,
    i16: Int16Array,
    u16: Uint16Array,
    i32: Int32Array,
    u32: Uint32Array,
    f32: Float32Array,
    f64: Float64Array,
  }[codec.scalar];
  return (items) => Items.from(items as number[]);
}
