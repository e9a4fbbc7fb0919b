import fc from "fast-check";
import type { Container, FfiModule, Field } from "../../server/src/model/decls.ts";
import type { Type } from "../../server/src/model/types.ts";
import * as m from "../unit/layout/modelBuilders.ts";

/** What a version of Zig accepts, where they differ. */
export interface Accepts {
  /** Up to 0.16. */
  readonly vectorInExtern: boolean;
  /** Up to 0.15: pointers and vectors in packed containers, packed unions of unequal fields, inferred backing integers in extern ones. */
  readonly loosePacked: boolean;
  /** Up to 0.16; later only where C's `long double` is one. */
  readonly f80InExtern: boolean;
  /** From 0.16 on: `packed union(u32)`. */
  readonly unionBacking: boolean;
}

export interface Corpus {
  readonly module: FfiModule;
  /** Types to measure by themselves. */
  readonly types: readonly Type[];
}

/** The same types on every run: edge cases by hand, then containers from a seeded generator that builds on those before. */
export function layoutCorpus(accepts: Accepts): Corpus {
  const { module } = corpusOfRecipes(fc.sample(recipes, { seed: 20240917, numRuns: 150 }), accepts);
  return { module, types: plainTypes };
}

/** The edge cases, and a container `R<number>` for each recipe, which may build on those before. */
export function corpusOfRecipes(given: readonly Recipe[], accepts: Accepts): Corpus {
  const containers = [...edgeCases(accepts)];
  const pool = createPool(containers, accepts);
  for (const recipe of given) containers.push(fromRecipe(`R${containers.length}`, recipe, pool));
  return { module: m.moduleOf(...containers), types: [] };
}

const scalars: readonly Type[] = [
  ...[8, 16, 32, 64, 128].flatMap((bits) => [m.u(bits), m.i(bits)]),
  ...([16, 32, 64, 80, 128] as const).map((bits) => m.f(bits)),
  ...(
    ["c_char", "c_short", "c_ushort", "c_int", "c_uint", "c_long", "c_ulong", "c_longlong", "c_ulonglong", "usize", "isize"] as const
  ).map(m.cint),
  m.longdouble,
  m.bool,
];

const addresses: readonly Type[] = [
  m.pointer(m.u(8)),
  m.pointer(m.anyopaque, { isConst: true }),
  m.optional(m.pointer(m.u(32))),
  m.pointer(m.u(8), { size: "many", sentinel: "0", isConst: true }),
  m.optional(m.pointer(m.f(64), { size: "many" })),
  m.pointer(m.i(32), { size: "c" }),
  m.pointer(m.u(64), { align: 1, isVolatile: true }),
  m.pointer(m.u(8), { isAllowzero: true }),
  m.pointer(m.fn([m.i(32)], m.voidType), { isConst: true }),
  m.optional(m.pointer(m.fn([], m.f(64)), { isConst: true })),
];

const vectors: readonly Type[] = [
  ...[1, 2, 3, 4, 8, 16].map((length) => m.vector(length, m.f(32))),
  ...[3, 16, 33].map((length) => m.vector(length, m.u(8))),
  ...[0, 1, 8, 9, 33, 65, 129].map((length) => m.vector(length, m.bool)),
  m.vector(2, m.usize),
  m.vector(4, m.pointer(m.u(8))),
  m.vector(4, m.f(16)),
  m.vector(2, m.f(64)),
];

const oddInts = [0, 1, 3, 7, 9, 17, 24, 31, 33, 48, 63, 65, 80, 96, 127, 129, 200, 256, 300, 1000, 65535];

const plainTypes: readonly Type[] = [
  m.voidType,
  ...scalars,
  ...addresses,
  ...vectors,
  ...oddInts.flatMap((bits) => (bits === 0 ? [m.u(0)] : [m.u(bits), m.i(bits)])),
  ...[0, 1, 7].flatMap((length) => [m.array(length, m.u(24)), m.array(length, m.longdouble), m.array(length, m.u(16), "0")]),
  m.array(3, m.array(2, m.f(80))),
  m.array(4, m.voidType),
];

function edgeCases(accepts: Accepts): readonly Container[] {
  const fields = (...types: readonly Type[]): Field[] => types.map((type, index) => m.field(`f${index}`, type));
  const wide: Type[] = [m.i(128), m.u(128), m.f(128), m.longdouble, m.array(2, m.u(128)), m.named("Wide"), m.named("WideBits")];
  if (accepts.f80InExtern) wide.push(m.f(80));
  return [
    m.enumOf("Byte", m.u(8)),
    m.enumOf("Int", m.cint("c_int"), { a: -1n, b: 7n }),
    m.enumOf("Size", m.usize),
    m.enumOf("Wide", m.i(128)),
    m.enumOf("Zero", m.u(0)),
    m.enumOf("Three", m.u(3), { a: 0n, b: 7n }),
    m.enumOf("Signed5", m.i(5), { a: -16n, b: 15n }),
    m.struct("Empty", "extern", []),
    m.struct("EmptyBits", "packed", []),
    m.struct("WideBits", "packed", fields(m.u(128)), m.u(128)),
    m.struct("SignedBits", "packed", fields(m.u(16), m.i(16)), m.i(32)),
    m.struct("SizeBits", "packed", fields(m.usize), m.usize),
    m.struct("CBits", "packed", fields(m.u(1), m.u(31)), m.cint("c_uint")),
    m.struct(
      "Mixed",
      "packed",
      fields(m.u(3), m.named("Three"), m.bool, m.named("Signed5"), m.f(32), m.voidType, m.u(0), m.named("CBits")),
    ),
    m.struct("Floats", "packed", fields(m.f(16), m.f(80), m.f(128), m.longdouble, m.cint("c_long"))),
    m.struct("Huge", "packed", fields(m.u(7), m.u(500))),
    m.struct("Under", "extern", [m.field("a", m.u(8)), m.field("b", m.u(64), 1), m.field("c", m.u(32), 2)]),
    m.struct("Over", "extern", [m.field("a", m.u(8), 16), m.field("b", m.u(8), 64), m.field("c", m.voidType)]),
    m.struct("WideUnder", "extern", [m.field("a", m.u(8)), m.field("b", m.i(128), 4), m.field("c", m.named("Wide"), 1)]),
    m.union("UnderUnion", "extern", [m.field("a", m.u(8)), m.field("b", m.u(32), 1), m.field("c", m.array(5, m.u(8)))]),
    m.union("OverUnion", "extern", [m.field("a", m.u(8), 32), m.field("b", m.i(128))]),
    m.struct("Flexible", "extern", fields(m.array(0, m.u(64)), m.u(8), m.array(0, m.u(16), "0"))),
    m.struct("Node", "extern", fields(m.longdouble, m.optional(m.pointer(m.named("Node"))), m.u(8))),
    ...wide.map((type, index) => m.struct(`AfterByte${index}`, "extern", fields(m.u(8), type, m.u(8)))),
    ...wide.map((type, index) => m.union(`OrByte${index}`, "extern", fields(m.u(8), type))),
    m.struct("Outer", "extern", fields(m.u(8), m.named("AfterByte0"), m.named("OrByte0"), m.named("Under"), m.array(3, m.named("Over")))),
    m.union("Same", "packed", fields(m.u(32), m.f(32), m.named("CBits"))),
    m.union("SameLong", "packed", fields(m.f(80), m.u(80))),
    ...(accepts.unionBacking
      ? [m.union("Backed", "packed", fields(m.u(32), m.f(32)), m.u(32)), m.union("Backed128", "packed", fields(m.i(128)), m.u(128))]
      : []),
    ...(accepts.loosePacked
      ? [
          m.union("Unequal", "packed", fields(m.u(3), m.u(24), m.f(32))),
          m.struct("Addresses", "packed", fields(m.u(3), ...addresses, m.vector(3, m.u(8)), m.named("Unequal"))),
          m.struct("Inferred", "packed", fields(m.u(96), m.i(32))),
          m.struct("HoldsInferred", "extern", fields(m.u(8), m.named("Inferred"))),
        ]
      : []),
    ...(accepts.vectorInExtern ? vectors.map((type, index) => m.struct(`WithVector${index}`, "extern", fields(m.u(8), type))) : []),
  ];
}

export interface Recipe {
  readonly kind: "extern struct" | "extern union" | "packed struct" | "enum";
  readonly tagBits: number;
  readonly fields: readonly FieldRecipe[];
}

interface FieldRecipe {
  readonly leaf: number;
  readonly wrap: number;
  readonly align: number | null;
}

export const recipes: fc.Arbitrary<Recipe> = fc.record({
  kind: fc.constantFrom("extern struct", "extern struct", "extern struct", "extern union", "packed struct", "packed struct", "enum"),
  tagBits: fc.integer({ min: 1, max: 140 }),
  fields: fc.array(
    fc.record({ leaf: fc.nat(), wrap: fc.nat(9), align: fc.constantFrom(null, null, null, null, null, 1, 2, 4, 8, 16, 32, 128) }),
    { minLength: 1, maxLength: 9, size: "max" },
  ),
});

interface Pool {
  extern(): readonly Type[];
  packed(): readonly Type[];
}

/** What fields can be made of, given the containers so far. */
function createPool(containers: readonly Container[], accepts: Accepts): Pool {
  const externScalars = scalars.filter((type) => accepts.f80InExtern || type.kind !== "float" || type.bits !== 80);
  const nameAll = (test: (container: Container) => boolean): Type[] => containers.filter(test).map(({ name }) => m.named(name));
  return {
    extern: () => [...externScalars, ...addresses, m.voidType, m.u(0), ...nameAll((container) => fitsExtern(container, accepts))],
    packed: () => [...scalars, ...(accepts.loosePacked ? addresses : []), ...oddInts.slice(0, -2).map(m.u), ...nameAll(fitsPacked)],
  };
}

/** Leaves out what builds on vectors, which are unknown on x86_64. */
function fitsExtern(container: Container, accepts: Accepts): boolean {
  if (container.name.startsWith("WithVector") || container.kind === "opaque") return false;
  if (container.kind === "enum") return container.tag?.kind !== "int" || [0, 8, 16, 32, 64, 128].includes(container.tag.bits);
  if (container.layout !== "packed") return true;
  return container.backing !== null || (accepts.loosePacked && container.name === "Inferred");
}

function fitsPacked(container: Container): boolean {
  if (container.name === "Huge") return false;
  return (
    container.kind === "enum" ||
    ((container.kind === "struct" || container.kind === "union") && container.layout === "packed" && !container.name.startsWith("R"))
  );
}

function fromRecipe(name: string, recipe: Recipe, pool: Pool): Container {
  if (recipe.kind === "enum") return m.enumOf(name, m.u(recipe.tagBits), { a: 0n, b: 1n });
  if (recipe.kind === "packed struct") {
    return m.struct(
      name,
      "packed",
      recipe.fields.map(({ leaf }, index) => m.field(`f${index}`, pick(pool.packed(), leaf))),
    );
  }
  const fields = recipe.fields.map(({ leaf, wrap, align }, index) => m.field(`f${index}`, wrapped(pick(pool.extern(), leaf), wrap), align));
  return recipe.kind === "extern struct" ? m.struct(name, "extern", fields) : m.union(name, "extern", fields);
}

function wrapped(type: Type, wrap: number): Type {
  if (wrap > 2) return type;
  return m.array([0, 1, 3][wrap] ?? 2, type);
}

function pick(types: readonly Type[], index: number): Type {
  return types[index % types.length] ?? m.voidType;
}
