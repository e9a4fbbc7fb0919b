// Valid and invalid values for every parameter of a plan: what a table-driven test of the argument checks calls with.
import type {
  ArgPlan,
  BindingPlan,
  Codec,
  PackedFieldPlan,
  ScalarCodec,
  SliceItems,
  TypedItems,
  TypePlan,
} from "../../server/src/plan/bindingPlan.ts";

export interface BadValue {
  /** In words, for the name of a failing case. */
  readonly what: string;
  readonly value: unknown;
  readonly error: "TypeError" | "RangeError";
}

export interface ArgumentValues {
  readonly name: string;
  readonly good: unknown;
  readonly bad: readonly BadValue[];
}

/** The TypeScript parameters of a function: lengths and out parameters are none. */
export function argumentValues(plan: BindingPlan, args: readonly ArgPlan[]): readonly ArgumentValues[] {
  const values = new Values(plan);
  return args.filter(({ kind }) => kind !== "length" && kind !== "out").map((arg) => ({ name: arg.name, ...values.ofArg(arg) }));
}

type Pair = Omit<ArgumentValues, "name">;

const typeError = (what: string, value: unknown): BadValue => ({ what, value, error: "TypeError" });
const rangeError = (what: string, value: unknown): BadValue => ({ what, value, error: "RangeError" });

const arrays = {
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
};

class Values {
  readonly #types: ReadonlyMap<string, TypePlan>;

  constructor(plan: BindingPlan) {
    this.#types = new Map(plan.types.map((type) => [type.name, type]));
  }

  ofArg(arg: ArgPlan): Pair {
    switch (arg.kind) {
      case "value":
        return this.#ofCodec(arg.codec);
      case "struct":
        return this.#ofNamed(arg.type);
      case "pointee":
        return nullable(this.#ofCodec(arg.codec), arg.isOptional);
      case "view":
        return nullable(typedArray(arg.items, arg.minLength, this.#illegalItem(arg.items)), arg.isOptional);
      case "slice":
        return nullable(this.#ofSlice(arg.items), arg.isOptional);
      case "text":
        return nullable({ good: "text", bad: [rangeError("a NUL inside", "a\0b"), typeError("a number", 5)] }, arg.isOptional);
      case "textBuffer":
        return nullable(
          { good: Uint8Array.of(97, 0), bad: [rangeError("no NUL at the end", Uint8Array.of(97)), typeError("a string", "a")] },
          arg.isOptional,
        );
      case "pointer":
        return nullable(address, arg.pointer.isOptional);
      case "memory":
        return nullable({ good: new Uint8Array(8), bad: [typeError("a string", "x"), typeError("a plain array", [1])] }, arg.isOptional);
      case "callback":
        return nullable({ good: () => 0, bad: [typeError("a number", 5), typeError("an object", {})] }, arg.isOptional);
      case "length":
      case "out":
        throw new Error(`${arg.name} is no TypeScript parameter`);
    }
  }

  #ofCodec(codec: Codec): Pair {
    switch (codec.kind) {
      case "struct":
      case "union":
        return this.#ofNamed(codec.type);
      case "array":
        return this.#ofArray(codec.element, codec.length);
      case "bytes": {
        const size = typeof codec.size === "number" ? codec.size : Math.max(...codec.size);
        return { good: new Uint8Array(size), bad: [typeError("a number", 5), rangeError("too short", new Uint8Array(size - 1))] };
      }
      case "packed":
        return this.#ofNamed(codec.type);
      case "enum":
        return this.#ofEnum(codec.type, codec.tag);
      default:
        return ofScalar(codec);
    }
  }

  #ofArray(element: Codec, length: number): Pair {
    const item = this.#ofCodec(element);
    const good = Array.from({ length }, () => item.good);
    const bad = item.bad
      .slice(0, 1)
      .map(({ what, value, error }) => ({ what: `an item that is ${what}`, value: [...good.slice(1), value], error }));
    return { good, bad: [typeError("a number", 5), rangeError("one item short", good.slice(1)), ...bad] };
  }

  #ofEnum(name: string, tag: ScalarCodec): Pair {
    const type = this.#types.get(name);
    if (type?.kind !== "enum") throw new Error(`${name} is no enum`);
    const scalar = ofScalar(tag);
    const [first] = type.values;
    const toValue = (value: bigint): number | bigint => (type.isBigint ? value : Number(value));
    const good = first === undefined ? scalar.good : toValue(first.value);
    if (type.isOpen) return { good, bad: scalar.bad };
    const unknown = [77n, 78n, 79n].find((value) => type.values.every((known) => known.value !== value)) ?? 0n;
    return { good, bad: [rangeError("no value of the enum", toValue(unknown)), typeError("a string", "red")] };
  }

  #ofNamed(name: string): Pair {
    const type = this.#types.get(name);
    switch (type?.kind) {
      case "struct":
        return objectOf(type.fields.map((field) => [field.name, this.#ofCodec(field.codec)]));
      case "packed":
        return objectOf(type.fields.map((field) => [field.name, this.#ofBits(field)]));
      case "union": {
        const size = typeof type.size === "number" ? type.size : Math.max(...type.size);
        return { good: { $bytes: new Uint8Array(size) }, bad: [typeError("a number", 5), typeError("an object without bytes", {})] };
      }
      default:
        throw new Error(`${name} is no type with values`);
    }
  }

  #ofBits({ value, bits }: PackedFieldPlan): Pair {
    switch (value.kind) {
      case "bool":
        return ofScalar({ kind: "bool" });
      case "float":
        return ofScalar({ kind: "number", scalar: "f64" });
      case "int": {
        const limit = 2 ** (value.signed ? bits - 1 : bits);
        return { good: 0, bad: [rangeError("one too large", limit), rangeError("a fraction", 0.5), typeError("a string", "0")] };
      }
      case "enum":
        return this.#ofEnum(value.type, { kind: "number", scalar: "u8" });
      case "packed":
        return this.#ofNamed(value.type);
    }
  }

  #ofSlice(items: SliceItems): Pair {
    switch (items.kind) {
      case "typed":
        return typedArray(items, items.stride, this.#illegalItem(items));
      case "text":
        return { good: "text", bad: [typeError("a number", 5), typeError("another typed array", new Int16Array(1))] };
      case "structs": {
        const item = this.#ofNamed(items.type);
        const bad = item.bad.map(({ what, value, error }) => ({ what: `an item that is ${what}`, value: [item.good, value], error }));
        return { good: [item.good], bad: [typeError("a number", 5), ...bad] };
      }
    }
  }

  #illegalItem({ check }: TypedItems): number | bigint | null {
    if (check === null) return null;
    if (check === "bool") return 2;
    const type = this.#types.get(check.enum);
    if (type?.kind !== "enum" || type.isOpen) return null;
    return this.#ofEnum(check.enum, { kind: "number", scalar: "u8" }).bad[0]?.value as number | bigint;
  }
}

const address: Pair = {
  good: 4096,
  bad: [
    typeError("zero", 0),
    typeError("negative", -8),
    typeError("a fraction", 1.5),
    typeError("a string", "x"),
    typeError("a bigint", 8n),
  ],
};

function ofScalar(codec: ScalarCodec): Pair {
  switch (codec.kind) {
    case "number":
      return codec.scalar.startsWith("f") ? float : integer(codec.scalar.startsWith("i"), Number(codec.scalar.slice(1)));
    case "bigint":
      return wide(codec.scalar.startsWith("i"), Number(codec.scalar.slice(1)));
    case "size": {
      const bad = [rangeError("above 2^53", 2 ** 53), rangeError("a fraction", 0.5), typeError("a string", "1"), typeError("a bigint", 1n)];
      return { good: 1, bad: codec.signed ? bad : [rangeError("negative", -1), ...bad] };
    }
    case "long":
      return wide(codec.signed, 64);
    case "char":
      return { good: 1, bad: [rangeError("above a byte", 256), rangeError("below a byte", -129), typeError("a string", "c")] };
    case "bool":
      return { good: true, bad: [typeError("a number", 1), typeError("null", null), typeError("undefined", undefined)] };
    case "pointer":
      return nullable(address, codec.isOptional);
    case "enum":
    case "packed":
      throw new Error(`${codec.kind} needs the types`);
  }
}

const float: Pair = { good: 1.5, bad: [typeError("a string", "1"), typeError("null", null), typeError("a bigint", 1n)] };

function integer(signed: boolean, bits: number): Pair {
  const high = 2 ** (signed ? bits - 1 : bits);
  const low = signed ? -high - 1 : -1;
  return {
    good: 1,
    bad: [
      rangeError("one too large", high),
      rangeError("one too small", low),
      rangeError("a fraction", 0.5),
      rangeError("NaN", NaN),
      typeError("a string", "1"),
      typeError("null", null),
      typeError("a bigint", 1n),
    ],
  };
}

function wide(signed: boolean, bits: number): Pair {
  const high = 2n ** BigInt(signed ? bits - 1 : bits);
  const low = signed ? -high - 1n : -1n;
  return {
    good: 1n,
    bad: [rangeError("one too large", high), rangeError("one too small", low), typeError("a number", 1), typeError("null", null)],
  };
}

function nullable(pair: Pair, isOptional: boolean): Pair {
  if (isOptional) return { good: pair.good, bad: pair.bad.filter(({ value }) => value !== null) };
  return { good: pair.good, bad: [...pair.bad, typeError("null", null), typeError("undefined", undefined)] };
}

function typedArray(items: TypedItems, length: number, illegal: number | bigint | null): Pair {
  const Items = arrays[items.array];
  const other = items.array === "Uint8Array" ? new Int8Array(length) : new Uint8Array(length);
  const bad = [typeError("another typed array", other), typeError("a plain array", [1]), typeError("a number", 5)];
  if (length > 1) bad.push(rangeError("too short", new Items(length - 1)));
  if (illegal !== null) bad.push(rangeError("an illegal item", withItem(items.array, illegal)));
  return { good: new Items(length), bad };
}

function withItem(name: keyof typeof arrays, item: number | bigint): ArrayBufferView {
  const array = new arrays[name](1);
  Reflect.set(array, 0, item);
  return array;
}

/** An object; wrong ones are no object at all, lack a field, or have a wrong one (the first kind of wrong for each field). */
function objectOf(fields: readonly (readonly [string, Pair])[]): Pair {
  const good = Object.fromEntries(fields.map(([name, pair]) => [name, pair.good]));
  const bad = fields.flatMap(([name, pair]): BadValue[] => {
    const without = Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));
    const [first] = pair.bad;
    const wrong =
      first === undefined ? [] : [{ what: `${name}: ${first.what}`, value: { ...good, [name]: first.value }, error: first.error }];
    return [typeError(`without ${name}`, without), ...wrong];
  });
  return { good, bad: [typeError("a number", 5), typeError("null", null), ...bad] };
}
