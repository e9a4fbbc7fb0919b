import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { buildFixture, zigFfi } from "../support/cli.ts";
import { fixturesFolder, root } from "../support/fixtures.ts";
import { temporaryFolder, writeFile } from "../support/temporaryFolder.ts";

const kv = `${fixturesFolder}/kv`;
const source = `const Pair = extern struct { a: u8, b: u32 };
export fn sum(pair: *const Pair) u32 {
    return pair.a + pair.b;
}
`;

test("--version and --help are data, on stdout", (t) => {
  const cwd = temporaryFolder(t);
  assert.match(zigFfi(["--version"], { cwd }).stdout, /^\d+\.\d+\.\d+\n$/);
  const help = zigFfi(["--help"], { cwd });
  assert.equal(help.code, 0);
  for (const command of ["build", "generate", "dump", "info", "doctor", "init"]) {
    assert.match(help.stdout, new RegExp(`^  ${command} `, "m"));
    assert.equal(zigFfi([command, "--help"], { cwd }).code, 0);
  }
});

test("dump shows every stage", (t) => {
  const cwd = temporaryFolder(t);
  writeFile(join(cwd, "pair.zig"), source);
  const dump = (stage: string, ...args: string[]): string =>
    zigFfi(["dump", "--stage", stage, "pair.zig", "--target", "x86_64-linux-gnu", ...args], { cwd }).stdout;
  assert.deepEqual(JSON.parse(dump("model")), {
    root: "pair.zig",
    exports: [
      {
        symbol: "sum",
        kind: "fn",
        file: "pair.zig",
        line: 2,
        column: 11,
        params: [{ name: "pair", type: "*const Pair", abi: "ptr" }],
        returns: { type: "u32", abi: "u32" },
        callconv: "c",
        doc: null,
        unknown: null,
      },
    ],
    types: [{ name: "Pair", kind: "extern struct", file: "pair.zig", line: 1 }],
  });
  assert.deepEqual(JSON.parse(dump("layout")), {
    target: "x86_64-linux-gnu",
    verified: false,
    types: [
      {
        name: "Pair",
        kind: "extern struct",
        size: 8,
        align: 4,
        fields: [
          { name: "a", type: "u8", offset: 0, size: 1, bitOffset: 0, bitSize: 8 },
          { name: "b", type: "u32", offset: 4, size: 4, bitOffset: 32, bitSize: 32 },
        ],
      },
    ],
    unknown: [],
  });
  assert.match(dump("plan"), /"symbol": "sum"/);
  assert.match(dump("ts"), /sum\(pair: Pair\): number;/);
  assert.match(dump("tree"), /"name": "Pair"/);
});

test("dump refuses unknown stages, targets and files", (t) => {
  const cwd = temporaryFolder(t);
  writeFile(join(cwd, "pair.zig"), source);
  for (const [args, message] of [
    [["--stage", "soup", "pair.zig"], /unknown stage soup: known are tree, model, layout, plan, ts/],
    [["--stage", "layout", "--target", "pdp11", "pair.zig"], /unknown target pdp11: known are x86_64-linux-gnu, /],
    [["--stage", "layout", "gone.zig"], /gone\.zig does not exist/],
  ] as const) {
    const result = zigFfi(["dump", ...args], { cwd });
    assert.equal(result.code, 2);
    assert.match(result.stderr, message);
  }
});

test("init writes a configuration that works, once", (t) => {
  const cwd = temporaryFolder(t);
  assert.equal(zigFfi(["init"], { cwd }).code, 2);
  writeFile(join(cwd, "src/pair.zig"), source);
  const result = zigFfi(["init"], { cwd });
  assert.equal(result.code, 0);
  const config = JSON.parse(readFileSync(join(cwd, "zig-ffi.json"), "utf8")) as { readonly libraries: unknown };
  assert.deepEqual(config.libraries, [{ name: "pair", root: "src/pair.zig", out: "src/pair.ffi.ts" }]);
  assert.equal(zigFfi(["generate"], { cwd }).code, 0);
  assert.ok(existsSync(join(cwd, "src/pair.ffi.ts")));
  const again = zigFfi(["init"], { cwd });
  assert.equal(again.code, 2);
  assert.match(again.stderr, /zig-ffi\.json exists already/);
});

test("two libraries of one name are refused where they would meet, and init tells them apart", (t) => {
  const cwd = temporaryFolder(t);
  for (const folder of ["a", "b"]) writeFile(join(cwd, folder, "lib.zig"), source);
  writeFile(join(cwd, "x.spec.ts"), "");
  for (const args of [["generate"], ["generate", "a/lib.zig", "b/lib.zig"], ["build"], ["test"]]) {
    const { code, stderr } = zigFfi(args, { cwd });
    assert.equal(code, 2, args.join(" "));
    assert.match(stderr, /two libraries are called lib: a\/lib\.zig and b\/lib\.zig\. Give one another "name" in zig-ffi\.json/);
  }
  assert.equal(zigFfi(["check"], { cwd }).code, 0);
  assert.equal(zigFfi(["init"], { cwd }).code, 0);
  const { libraries } = JSON.parse(readFileSync(join(cwd, "zig-ffi.json"), "utf8")) as {
    readonly libraries: readonly { readonly name: string }[];
  };
  assert.deepEqual(
    libraries.map(({ name }) => name),
    ["a_lib", "b_lib"],
  );
  assert.equal(zigFfi(["generate"], { cwd }).code, 0);
});

test("a root that is no library of the configuration may not have the name of one that is", (t) => {
  const cwd = temporaryFolder(t);
  for (const file of ["a/lib.zig", "b/lib.zig", "b/LIB.zig"]) writeFile(join(cwd, file), source);
  writeFile(join(cwd, "zig-ffi.json"), '{ "libraries": [{ "root": "a/lib.zig" }] }');
  const said = (file: string): string => zigFfi(["generate", file], { cwd }).stderr;
  assert.match(said("b/lib.zig"), /two libraries are called lib: b\/lib\.zig and a\/lib\.zig\./);
  assert.match(said("b/LIB.zig"), /LIB and lib would share the variable ZIG_FFI_LIBRARY_LIB: b\/LIB\.zig and a\/lib\.zig\./);
  assert.equal(zigFfi(["generate", "a/lib.zig"], { cwd }).code, 0);
});

test("init gives names that the configuration allows, each its own", (t) => {
  const cwd = temporaryFolder(t);
  for (const file of ["a/lib.zig", "a_lib.zig", "b/lib.zig", "c/my-api.zig", "c/my_api.zig", "2 d.zig"]) writeFile(join(cwd, file), source);
  assert.equal(zigFfi(["init"], { cwd }).code, 0);
  const { libraries } = JSON.parse(readFileSync(join(cwd, "zig-ffi.json"), "utf8")) as {
    readonly libraries: readonly { readonly root: string; readonly name: string }[];
  };
  assert.deepEqual(Object.fromEntries(libraries.map(({ root, name }) => [root, name])), {
    "2 d.zig": "_2_d",
    "a/lib.zig": "a_lib_2",
    "a_lib.zig": "a_lib",
    "b/lib.zig": "b_lib",
    "c/my-api.zig": "c_my_api",
    "c/my_api.zig": "c_my_api_2",
  });
  assert.equal(zigFfi(["generate"], { cwd }).code, 0);
});

test("doctor says what there is and what is missing", (t) => {
  const cwd = temporaryFolder(t);
  const here = zigFfi(["doctor"], { cwd: kv });
  assert.equal(here.code, 0, here.stdout);
  assert.match(here.stdout, /^ok {4}Zig {12}\d/m);
  assert.match(here.stdout, /^ok {4}koffi {10}3\./m);
  const elsewhere = zigFfi(["doctor"], { cwd });
  assert.equal(elsewhere.code, 2);
  assert.match(elsewhere.stdout, /^FAIL {2}koffi .*\n.*npm install koffi/m);
});

test("a library that is built, changed, and foreign: info", (t) => {
  const cwd = temporaryFolder(t);
  writeFile(join(cwd, "zig-ffi.json"), '{ "libraries": [{ "name": "pair", "root": "pair.zig" }] }');
  writeFile(join(cwd, "pair.zig"), source);
  const missing = zigFfi(["info", "pair"], { cwd });
  assert.equal(missing.code, 2);
  assert.match(missing.stderr, /it does not exist: run "zig-ffi build pair"/);
  assert.equal(zigFfi(["build"], { cwd }).code, 0);
  const fresh = zigFfi(["info", "pair", "--json"], { cwd });
  assert.equal(fresh.code, 0);
  const info = JSON.parse(fresh.stdout) as { readonly path: string; readonly exports: unknown; readonly source: unknown };
  assert.deepEqual(info.exports, [{ name: "sum", kind: "fn", isWeak: false }]);
  assert.deepEqual(info.source, { root: "pair.zig", staleness: { kind: "fresh" }, missing: [], conditional: [], extra: [], doubt: null });

  writeFile(join(cwd, "pair.zig"), source.replaceAll("sum", "total"));
  const stale = zigFfi(["info", info.path], { cwd });
  assert.equal(stale.code, 1);
  assert.match(stale.stdout, /^state +stale: pair\.zig changed$/m);
  assert.match(stale.stdout, /- total: exported by the source, not in the library/);
  assert.match(stale.stdout, /\+ sum: in the library, not exported by the source/);

  writeFile(join(cwd, "notes.txt"), "text");
  const foreign = zigFfi(["info", "notes.txt"], { cwd });
  assert.equal(foreign.code, 2);
  assert.match(foreign.stderr, /notes\.txt: it is no ELF, Mach-O, PE or WebAssembly file/);
  buildFixture("kv");
  const node = zigFfi(["info", `${kv}/zig-out/lib/libkv.so`], { cwd });
  if (process.platform === "linux") assert.match(node.stdout, /source +not known/);
});

test("build: compile errors are 1 with the Zig line, nothing to build is 2", (t) => {
  const cwd = temporaryFolder(t);
  writeFile(join(cwd, "bad.zig"), 'export fn f() u32 {\n    return "no";\n}\n');
  const bad = zigFfi(["build", "bad.zig"], { cwd });
  assert.equal(bad.code, 1);
  assert.match(bad.stderr, /bad\.zig:2:12: error: expected type 'u32'/);
  const target = zigFfi(["build", "bad.zig", "--target", "pdp11"], { cwd });
  assert.deepEqual([target.code, /unknown target pdp11/.test(target.stderr)], [2, true]);
  const compiler = zigFfi(["build", "bad.zig", "--zig", "/nowhere/zig"], { cwd });
  assert.equal(compiler.code, 2);
  assert.match(compiler.stderr, /\/nowhere\/zig/);
});

test("a reader that goes away early is no failure", async () => {
  const cli = join(root, "server/src/cli/main.ts");
  const child = spawn(process.execPath, [cli, "dump", "--stage", "model", "--closure", "zig-fixtures/zoo/src/zoo.zig"], { cwd: root });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  child.stdout.destroy();
  const [code] = (await once(child, "close")) as [number | null];
  assert.deepEqual([code, errors], [0, ""]);
});
