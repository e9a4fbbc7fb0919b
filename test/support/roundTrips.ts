// Random structs through real calls: by value and by pointer, as argument, result, and both in a callback; byte for byte.
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { TestContext } from "node:test";
import fc from "fast-check";
import { createCliContext, selectLibraries } from "../../server/src/cli/context.ts";
import { generateText } from "../../server/src/cli/generate.ts";
import type { BindingPlan } from "../../server/src/plan/bindingPlan.ts";
import { buildZig } from "./buildZig.ts";
import { valuesOf } from "./randomValues.ts";
import { temporaryProject, writeFile } from "./temporaryFolder.ts";

export interface RoundTripCounts {
  readonly structs: number;
  /** Functions that were called, each with `valuesEach` values. */
  readonly called: number;
  /** Functions that the plan refuses, or that this compiler gets wrong by our rule. */
  readonly refused: number;
  readonly warned: number;
}

export interface RoundTripOptions {
  readonly seed: number;
  readonly structs: number;
  readonly valuesEach: number;
  readonly optimize: "Debug" | "ReleaseFast";
}

export async function roundTrips(t: TestContext, options: RoundTripOptions): Promise<RoundTripCounts> {
  const source = randomModule(options);
  const cwd = temporaryProject(t, {
    "zig-ffi.json": '{ "libraries": [{ "name": "trips", "root": "trips.zig", "out": "bindings.ts" }] }',
    "trips.zig": source,
  });
  const context = await createCliContext({ cwd });
  const [library] = selectLibraries(context, []);
  assert.ok(library !== undefined);
  const { text, analysis } = generateText(context, library);
  writeFile(library.out, text);
  const path = buildZig({ folder: cwd, name: "trips", source, optimize: options.optimize });
  const bindings = (await import(pathToFileURL(join(cwd, "bindings.ts")).href)) as { readonly load: (path: string) => object };
  const warned = new Set(analysis.issues.filter(({ code }) => code === "abi/by-value-compiler-bug").map(({ symbol }) => symbol));
  const { plan } = analysis;
  const called = plan.functions.filter(({ symbol }) => !warned.has(symbol));
  const api = bindings.load(path);
  for (const { symbol } of called) callOften({ plan, api, symbol, source, options });
  return { structs: options.structs, called: called.length, refused: plan.skipped.length, warned: warned.size };
}

interface Trip {
  readonly plan: BindingPlan;
  readonly api: object;
  readonly symbol: string;
  readonly source: string;
  readonly options: RoundTripOptions;
}

function callOften({ plan, api, symbol, source, options }: Trip): void {
  const [, way = "", name = ""] = /^(\w+?)_(S\d+)$/.exec(symbol) ?? [];
  const method = Reflect.get(api, symbol) as (...args: unknown[]) => unknown;
  const values = valuesOf(plan, { kind: "struct", type: name });
  fc.assert(
    fc.property(values, values, (value, other) => {
      const found = ways[way]?.(method.bind(api), value, other);
      assert.deepEqual(found, [value, other], `${symbol}, of\n${declarationOf(source, name)}`);
    }),
    { seed: options.seed, numRuns: options.valuesEach },
  );
}

/** How each kind of function is called; gives back both values as they came. */
const ways: Readonly<Record<string, (call: (...args: unknown[]) => unknown, value: unknown, other: unknown) => readonly unknown[]>> = {
  echo: (call, value, other) => [call(value), call(other)],
  middle: (call, value, other) => [call(-7, value, 0.5), call(-7, other, 0.5)],
  copy: (call, value, other) => [call(value), call(other)],
  call: (call, value, other) => {
    const seen: unknown[] = [];
    const result = call((got: unknown) => {
      seen.push(got);
      return other;
    }, value);
    return [seen[0], result];
  },
  look: (call, value, other) => {
    const seen: unknown[] = [];
    const look = (got: unknown): void => void seen.push(got);
    call(look, value);
    call(look, other);
    return seen;
  },
};

function declarationOf(source: string, name: string): string {
  const used = new Set([name]);
  const lines = source.split("\n").filter((line) => line.startsWith("const "));
  for (const line of lines.toReversed())
    if (used.has(/^const (\w+)/.exec(line)?.[1] ?? "")) for (const [other] of line.matchAll(/S\d+/g)) used.add(other);
  return lines.filter((line) => used.has(/^const (\w+)/.exec(line)?.[1] ?? "")).join("\n");
}

const scalars = ["i8", "u8", "i16", "u16", "i32", "u32", "i64", "u64", "f32", "f64", "bool", "usize", "c_int", "Color"];

function randomModule({ seed, structs }: RoundTripOptions): string {
  const field = fc.record({ type: fc.nat(), array: fc.constantFrom(0, 0, 0, 1, 2, 3, 5) });
  const shapes = fc.sample(fc.array(field, { minLength: 1, maxLength: 6 }), { seed, numRuns: structs });
  const lines = ["const Color = enum(u8) { red, green = 7, blue = 200 };"];
  shapes.forEach((shape, index) => {
    const name = `S${String(index)}`;
    // Few earlier ones, so that sizes stay small enough to reach every class of argument.
    const types = [...scalars, ...(index > 2 ? [`S${String(index - 1)}`, `S${String(index % 3)}`] : [])];
    const fields = shape.map(
      ({ type, array }, i) => `f${String(i)}: ${array === 0 ? "" : `[${String(array)}]`}${types[type % types.length] ?? "u8"}`,
    );
    lines.push(`const ${name} = extern struct { ${fields.join(", ")} };`, ...functionsOf(name));
  });
  return `${lines.join("\n")}\n`;
}

function functionsOf(name: string): readonly string[] {
  return [
    `export fn echo_${name}(value: ${name}) ${name} { return value; }`,
    `export fn middle_${name}(before: i32, value: ${name}, after: f64) ${name} { if (before != -7 or after != 0.5) unreachable; return value; }`,
    `export fn copy_${name}(value: *const ${name}, out: *${name}) void { out.* = value.*; }`,
    `export fn call_${name}(call: *const fn (value: ${name}) callconv(.c) ${name}, value: *const ${name}, out: *${name}) void { out.* = call(value.*); }`,
    `export fn look_${name}(look: *const fn (value: *const ${name}) callconv(.c) void, value: *const ${name}) void { look(value); }`,
  ];
}
