// Random structs and unions of up to 16 bytes by value, between C (`zig cc`, whose ABI is clang's) and Zig: as argument, as result, and both of a callback.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { testZig } from "./fixtures.ts";
import { writeFile } from "./temporaryFolder.ts";

/** The programs fork. */
export const isSystemVHost = process.platform === "linux" && process.arch === "x64";

export interface ByValueModule {
  /** Exports `get_T`, `ret_T`, `cb_T` and `cr_T` for each type. */
  readonly zig: string;
  /** A program that calls each of them in a process of its own, and prints the names of those that do not give what they were given. */
  readonly c: string;
}

interface Shape {
  readonly zig: string;
  readonly c: string;
  readonly size: number;
  readonly align: number;
  /** Of C, what to append to a variable's name for each number in it. */
  readonly leaves: readonly string[];
}

interface Field {
  readonly element: Shape;
  /** 0: no array. */
  readonly length: number;
}

const scalars: readonly Shape[] = (
  [
    ["i8", "int8_t", 1],
    ["u16", "uint16_t", 2],
    ["i32", "int32_t", 4],
    ["u64", "uint64_t", 8],
    ["f32", "float", 4],
    ["f64", "double", 8],
  ] as const
).map(([zig, c, size]) => ({ zig, c, size, align: size, leaves: [""] }));

const maxSize = 16;

/** `seed`: the same one gives the same module. */
export function randomByValueModule(seed: number, count: number): ByValueModule {
  const random = randomFrom(seed);
  const types: Shape[] = [];
  const zig: string[] = [];
  const c: string[] = [];
  while (types.length < count) {
    const kind = random(100) < 15 ? "union" : "struct";
    const fields = randomFields(random, types, kind);
    if (fields.length === 0) continue;
    const name = `T${String(types.length)}`;
    const zigFields = fields.map(({ element, length }, i) => `f${String(i)}: ${length === 0 ? "" : `[${String(length)}]`}${element.zig}`);
    const cFields = fields.map(({ element, length }, i) => `${element.c} f${String(i)}${length === 0 ? "" : `[${String(length)}]`};`);
    zig.push(`pub const ${name} = extern ${kind} { ${zigFields.join(", ")} };`, ...zigFunctions(name));
    c.push(`typedef ${kind} { ${cFields.join(" ")} } ${name};`);
    types.push({ zig: name, c: name, ...extentOf(fields, kind), leaves: fields.flatMap(leavesOf) });
  }
  return { zig: `${zig.join("\n")}\n`, c: program(c, types) };
}

type Random = (below: number) => number;

function randomFrom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function randomFields(random: Random, types: readonly Shape[], kind: "struct" | "union"): readonly Field[] {
  const fields: Field[] = [];
  const wanted = 1 + random(5);
  for (let i = 0; i < wanted; i++) {
    const from = types.length > 0 && random(4) === 0 ? types : scalars;
    const element = from[random(from.length)];
    const length = [0, 0, 0, 1, 2, 3, 4, 5][random(8)] ?? 0;
    if (element !== undefined && extentOf([...fields, { element, length }], kind).size <= maxSize) fields.push({ element, length });
  }
  return fields;
}

function extentOf(fields: readonly Field[], kind: "struct" | "union"): { readonly size: number; readonly align: number } {
  let end = 0;
  for (const { element, length } of fields) {
    const size = element.size * Math.max(1, length);
    end = kind === "union" ? Math.max(end, size) : alignUp(end, element.align) + size;
  }
  const align = Math.max(1, ...fields.map(({ element }) => element.align));
  return { size: alignUp(end, align), align };
}

function alignUp(offset: number, align: number): number {
  return Math.ceil(offset / align) * align;
}

function leavesOf({ element, length }: Field, index: number): readonly string[] {
  const places = length === 0 ? [""] : Array.from({ length }, (_, i) => `[${String(i)}]`);
  return places.flatMap((place) => element.leaves.map((leaf) => `.f${String(index)}${place}${leaf}`));
}

function zigFunctions(name: string): readonly string[] {
  return [
    `export fn get_${name}(out: *${name}, value: ${name}) void { out.* = value; }`,
    `export fn ret_${name}(from: *const ${name}) ${name} { return from.*; }`,
    `export fn cb_${name}(take: *const fn (value: ${name}) callconv(.c) void, from: *const ${name}) void { take(from.*); }`,
    `export fn cr_${name}(give: *const fn () callconv(.c) ${name}, out: *${name}) void { out.* = give(); }`,
  ];
}

const calls = {
  get: (name: string) => `get_${name}(&b, a);`,
  ret: (name: string) => `b = ret_${name}(&a);`,
  cb: (name: string) => `cb_${name}(take_${name}, &a); b = taken_${name};`,
  cr: (name: string) => `given_${name} = a; cr_${name}(give_${name}, &b);`,
};

function program(declarations: readonly string[], types: readonly Shape[]): string {
  const functions = types.flatMap(({ c: name, leaves }) => {
    const differs = leaves.map((leaf) => `memcmp(&a${leaf}, &b${leaf}, sizeof a${leaf})`).join(" || ");
    return [
      `void get_${name}(${name} *, ${name}); ${name} ret_${name}(const ${name} *);`,
      `void cb_${name}(void (*)(${name}), const ${name} *); void cr_${name}(${name} (*)(void), ${name} *);`,
      `static ${name} taken_${name}, given_${name};`,
      `static void take_${name}(${name} value) { taken_${name} = value; }`,
      `static ${name} give_${name}(void) { return given_${name}; }`,
      ...Object.entries(calls).map(
        ([way, call]) => `static int test_${way}_${name}(void) {
  for (int i = 0; i < 20; i++) {
    ${name} a, b;
    for (size_t k = 0; k < sizeof a; k++) ((unsigned char *)&a)[k] = rand() % 250 + 1;
    memset(&b, 0, sizeof b);
    ${call(name)}
    if (${differs}) return 1;
  }
  return 0;
}`,
      ),
    ];
  });
  const runs = types.flatMap(({ c: name }) => Object.keys(calls).map((way) => `  run(test_${way}_${name}, "${way}_${name}");`));
  return `#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
${declarations.join("\n")}
${functions.join("\n")}
/* What goes wrong may end the process. */
static void run(int (*test)(void), const char *name) {
  int status;
  fflush(stdout);
  if (fork() == 0) _exit(test());
  wait(&status);
  if (status != 0) puts(name);
}
int main(void) {
${runs.join("\n")}
}
`;
}

export interface ByValueBuild extends ByValueModule {
  readonly folder: string;
  /** Builds the library; C is always compiled by the compiler of the tests. */
  readonly zigCompiler: string;
  readonly optimize: "Debug" | "ReleaseFast";
}

/** Names of the exports that go wrong with this compiler, whose LLVM back end is used. */
export function wrongCalls({ folder, zig, c, zigCompiler, optimize }: ByValueBuild): ReadonlySet<string> {
  writeFile(join(folder, "calls.zig"), zig);
  writeFile(join(folder, "main.c"), c);
  const run = (program: string, args: readonly string[]): string =>
    execFileSync(program, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  run(zigCompiler, ["build-lib", "-dynamic", "-lc", "-fllvm", "-O", optimize, "--name", "calls", "calls.zig"]);
  run(testZig(), ["cc", "-O1", "main.c", "-o", "main", "-L.", "-lcalls", "-Wl,-rpath,."]);
  return new Set(
    run(join(folder, "main"), [])
      .split("\n")
      .filter((name) => name !== ""),
  );
}

export interface ByValueCounts {
  readonly calls: number;
  readonly wrong: number;
  readonly warned: number;
  /** Wrong, and the rule does not warn: with the type's declaration. */
  readonly missed: readonly string[];
}

/** Compares what goes wrong with what `byValueBugs` warns of. */
export function compareByValue({ zig }: ByValueModule, wrong: ReadonlySet<string>, warned: ReadonlySet<string>): ByValueCounts {
  const declarationOf = (call: string): string => new RegExp(`^pub const ${call.split("_")[1] ?? ""} .*`, "m").exec(zig)?.[0] ?? "";
  const missed = [...wrong].filter((call) => !warned.has(call)).map((call) => `${call}: ${declarationOf(call)}`);
  return { calls: zig.match(/^export fn /gm)?.length ?? 0, wrong: wrong.size, warned: warned.size, missed };
}
