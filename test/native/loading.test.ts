// What `load()` says when the library is not the one that the bindings describe.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { zigFfi } from "../support/cli.ts";
import { temporaryProject, writeFile } from "../support/temporaryFolder.ts";

const source = "export fn one() i32 {\n    return 1;\n}\nexport fn two() i32 {\n    return 2;\n}\n";

function project(t: TestContext, steps: readonly (readonly string[])[]): string {
  const cwd = temporaryProject(t, {
    "zig-ffi.json":
      '{ "libraries": [{ "name": "pair", "root": "pair.zig", "out": "bindings.ts", "build": { "artifact": { "linux": "libpair.so", "macos": "libpair.dylib", "windows": "pair.dll" } } }] }',
    "pair.zig": source,
  });
  for (const step of steps) {
    const result = zigFfi(step, { cwd });
    assert.equal(result.code, 0, result.stderr);
  }
  return cwd;
}

/** Runs code with `load` and `loadOr` in a process of its own; gives what it printed. */
function run(cwd: string, code: string, env: Readonly<Record<string, string>> = {}): string {
  const text = `import { load, loadOr } from "./bindings.ts";\ntry { ${code} } catch (error) { console.log(String(error)); }\n`;
  writeFileSync(join(cwd, "use.ts"), text);
  const result = spawnSync(process.execPath, ["use.ts"], { cwd, encoding: "utf8", env: { ...process.env, ...env } });
  assert.equal(result.stderr, "");
  return result.stdout.trim();
}

const artifact = { linux: "libpair.so", darwin: "libpair.dylib", win32: "pair.dll" }[process.platform as string] ?? "libpair.so";

test("loads the artifact, a given path, or what the environment names", (t) => {
  const cwd = project(t, [["build"], ["generate"]]);
  assert.equal(run(cwd, "console.log(load().one() + load().two())"), "3");
  copyFileSync(join(cwd, artifact), join(cwd, "copy.so"));
  assert.match(run(cwd, 'console.log(load("copy.so").path)'), /copy\.so$/);
  assert.match(run(cwd, "console.log(load().path)", { ZIG_FFI_LIBRARY_PAIR: join(cwd, "copy.so") }), /copy\.so$/);
  assert.equal(run(cwd, "const lib = load({ copy: true }); console.log(lib.one())"), "1");
  assert.equal(run(cwd, "const lib = load(); lib[Symbol.dispose](); lib.one()"), "Error: pair was disposed: load it again");
});

test("a missing library names the command, a wrong path the path", (t) => {
  const cwd = project(t, [["generate"]]);
  assert.match(run(cwd, "load()"), /^Error: pair: no library at .*: run "npx zig-ffi build pair", or set ZIG_FFI_LIBRARY_PAIR$/);
  assert.match(run(cwd, 'load("gone.so")'), /^Error: pair: no library at .*gone\.so: check the path/);
  assert.equal(
    run(
      cwd,
      "const lib = loadOr({ one: () => 10, two: () => 20 }, (why) => console.log(why.message.slice(0, 19))); console.log(lib.backend, lib.one())",
    ),
    "pair: no library at\nfallback 10",
  );
});

test("a library of older sources: every missing symbol is named", (t) => {
  const cwd = project(t, [["build"]]);
  writeFile(join(cwd, "pair.zig"), `${source}export fn three() i32 {\n    return 3;\n}\nexport fn four() void {}\n`);
  assert.equal(zigFfi(["generate"], { cwd }).code, 0);
  assert.match(run(cwd, "load()"), /does not export three, four: it was built from other sources \("npx zig-ffi build pair"\)/);
});

test("a library for another machine, and a file that is none", (t) => {
  const cwd = project(t, [["generate"]]);
  const other = process.arch === "x64" ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
  assert.equal(zigFfi(["build", "--target", other], { cwd }).code, 0);
  const built = process.platform === "linux" ? join(cwd, "zig-out", other, "lib/libpair.so") : join(cwd, "libpair.so");
  assert.match(
    run(cwd, `load(${JSON.stringify(built)})`),
    /cannot be loaded here \(.*\): .*: rebuild it for this machine with "npx zig-ffi build"/,
  );
  writeFile(join(cwd, "text.so"), "this is no library");
  assert.match(run(cwd, 'load("text.so")'), /text\.so cannot be loaded here/);
});

test("bindings for other targets refuse this machine", (t) => {
  const cwd = project(t, [["build"]]);
  writeFile(
    join(cwd, "zig-ffi.json"),
    '{ "libraries": [{ "name": "pair", "root": "pair.zig", "out": "bindings.ts" }], "targets": ["aarch64-windows-gnu"] }',
  );
  assert.equal(zigFfi(["generate"], { cwd }).code, 2);
  const foreign = process.platform === "win32" ? "x86_64-linux-gnu" : "x86_64-windows-gnu";
  writeFile(
    join(cwd, "zig-ffi.json"),
    `{ "libraries": [{ "name": "pair", "root": "pair.zig", "out": "bindings.ts" }], "targets": ["${foreign}"] }`,
  );
  assert.equal(zigFfi(["generate"], { cwd }).code, 0);
  assert.match(
    run(cwd, "load()"),
    new RegExp(`these bindings were generated for ${foreign}, this is .*: add it to "targets" in zig-ffi.json`),
  );
});

const conditionalSource = `const builtin = @import("builtin");
fn impl(a: i32) callconv(.c) i32 {
    return a;
}
comptime {
    if (builtin.os.tag == .freestanding) @export(&impl, .{ .name = "nowhere" }) else @export(&impl, .{ .name = "somewhere" });
    _ = W;
}
const W = if (builtin.os.tag == .freestanding) struct {
    export var nothing: i32 = 0;
} else struct {
    export var something: i32 = 7;
};
export fn always() i32 {
    return 1;
}
`;

test("what is exported under a condition only may be missing until it is used", (t) => {
  const cwd = project(t, [["build"]]);
  writeFile(join(cwd, "pair.zig"), conditionalSource);
  for (const step of [["generate"], ["build"]]) assert.equal(zigFfi(step, { cwd }).code, 0);
  const bindings = readFileSync(join(cwd, "bindings.ts"), "utf8");
  assert.match(bindings, /symbols: \["always"\]/);
  assert.match(bindings, /\* pair\.zig exports it only under a condition: where the library lacks it, using it throws\.\n/);
  const say = (symbol: string): RegExp =>
    new RegExp(`does not export ${symbol}: pair\\.zig exports it only under a condition, which did not hold for this build$`);
  assert.equal(
    run(
      cwd,
      "const lib = load(); lib.globals.something++; console.log(lib.always(), lib.somewhere(5), lib.raw.somewhere(6), lib.globals.something)",
    ),
    "1 5 6 8",
  );
  assert.match(run(cwd, "load().nowhere(5)"), say("nowhere"));
  assert.match(run(cwd, "load().raw.nowhere(5)"), say("nowhere"));
  assert.match(run(cwd, "console.log(load().globals.nothing)"), say("nothing"));
  assert.match(run(cwd, "load().globals.nothing = 1"), say("nothing"));

  const info = zigFfi(["info", "pair"], { cwd });
  assert.equal(info.code, 0, info.stdout);
  assert.match(info.stdout, / {2}\? nowhere: exported by the source under a condition only, not in the library\n/);
  assert.doesNotMatch(info.stdout, /exported by the source, not in the library/);
});
