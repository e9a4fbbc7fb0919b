import type { BindingPlan, Codec, PerVariant, TypePlan } from "../plan/bindingPlan.ts";

/** What the printers share: the plan, looked up by name, and notes of which helpers the printed text needs. */
export interface EmitContext {
  readonly plan: BindingPlan;
  readonly types: ReadonlyMap<string, TypePlan>;
  /** Notes that the text uses a helper, and gives its name back. */
  use(helper: string): string;
  /** A number as source: a literal, or a constant chosen at load where targets differ. `hint` names the constant. */
  number(value: PerVariant, hint: string): string;
}

export interface EmitState extends EmitContext {
  readonly helpers: ReadonlySet<string>;
  /** Constants that `number` made, in order. */
  readonly constants: ReadonlyMap<string, readonly number[]>;
}

export function createEmitContext(plan: BindingPlan): EmitState {
  const helpers = new Set<string>();
  const constants = new Map<string, readonly number[]>();
  const names = new Map<string, string>();
  return {
    plan,
    types: new Map(plan.types.map((type) => [type.name, type])),
    helpers,
    constants,
    use(helper) {
      helpers.add(helper);
      return helper;
    },
    number(value, hint) {
      if (typeof value === "number") return String(value);
      const key = value.join();
      const known = names.get(`${hint}:${key}`);
      if (known !== undefined) return known;
      let name = hint.replace(/[^A-Za-z0-9_]/g, "_");
      while (constants.has(name)) name += "_";
      constants.set(name, value);
      names.set(`${hint}:${key}`, name);
      return name;
    },
  };
}

export function planOf<K extends TypePlan["kind"]>(context: EmitContext, name: string, kind: K): Extract<TypePlan, { kind: K }> {
  const plan = context.types.get(name);
  if (plan?.kind !== kind) throw new Error(`the plan names ${kind} ${name} but does not hold it`);
  return plan as Extract<TypePlan, { kind: K }>;
}

/** Typed array of an array field whose elements are plain numbers. */
export function typedArrayOf(element: Codec): string | null {
  if (element.kind === "number") {
    const names = {
      i8: "Int8Array",
      u8: "Uint8Array",
      i16: "Int16Array",
      u16: "Uint16Array",
      i32: "Int32Array",
      u32: "Uint32Array",
      f16: null,
      f32: "Float32Array",
      f64: "Float64Array",
    };
    return names[element.scalar];
  }
  if (element.kind === "bigint") return element.scalar === "i64" ? "BigInt64Array" : element.scalar === "u64" ? "BigUint64Array" : null;
  return null;
}
