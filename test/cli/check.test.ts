import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { AnySchemaObject } from "ajv";
import Ajv04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import { zigFfi } from "../support/cli.ts";
import { root } from "../support/fixtures.ts";
import { fakeProgram, temporaryFolder, writeFile } from "../support/temporaryFolder.ts";

const zig = `export fn font_load(size: f32, flags: u32) i32 {
    _ = size;
    return @intCast(flags);
}
export fn font_free(handle: i32) void {
    _ = handle;
}
`;
const script = `import { dlopen, FFIType } from "bun:ffi";

export const { symbols } = dlopen("./libfont.so", {
  font_load: { args: [FFIType.f32, FFIType.u8], returns: FFIType.i32 },
  font_gone: { args: [], returns: FFIType.void },
});
`;

function project(t: TestContext, files: Readonly<Record<string, string>> = {}): string {
  const cwd = temporaryFolder(t);
  for (const [name, content] of Object.entries({ "src/font.zig": zig, "app.ts": script, ...files })) writeFile(join(cwd, name), content);
  return cwd;
}

test("text: both sides with their lines, and what happens at run time", (t) => {
  const cwd = project(t);
  const result = zigFfi(["check"], { cwd });
  assert.equal(result.code, 1);
  assert.equal(
    result.stdout,
    `app.ts:4:36: error: font_load: parameter flags: Zig takes u32, the declaration says FFIType.u8: the upper 24 bits of \`flags\` are dropped, and what Zig reads in their place is not specified [abi/param-type]
      font_load: { args: [FFIType.f32, FFIType.u8], returns: FFIType.i32 },
                                       ^^^^^^^^^^
  src/font.zig:1:39: the other side
    export fn font_load(size: f32, flags: u32) i32 {
                                          ^^^
app.ts:5:3: error: font_gone is declared, and the Zig library does not export it: opening the library fails, or the call does [abi/missing-symbol]
      font_gone: { args: [], returns: FFIType.void },
      ^^^^^^^^^
app.ts:3:28: information: font_free is exported and nobody declares it [abi/unbound-export]
    export const { symbols } = dlopen("./libfont.so", {
                               ^^^^^^^^^^^^^^^^^^^^^^^^
  src/font.zig:5:11: the other side
    export fn font_free(handle: i32) void {
              ^^^^^^^^^
1 of 2 declarations paired with 2 exports: 2 errors, 0 warnings, 1 note, 0 not understood
`,
  );
});

test("json: the contract", (t) => {
  const cwd = project(t);
  const result = zigFfi(["check", "--zig", "src/font.zig", "--ts", "app.ts", "--format", "json", "--target", "x86_64-linux-gnu"], { cwd });
  assert.equal(result.code, 1);
  const report = JSON.parse(result.stdout) as {
    readonly issues: readonly Record<string, unknown>[];
    readonly notUnderstood: unknown;
    readonly checked: unknown;
  };
  const [first] = report.issues;
  assert.ok(first !== undefined);
  const { message, zig: zigSide, ts, ...rest } = first;
  assert.equal(typeof message, "string");
  assert.deepEqual(rest, {
    code: "abi/param-type",
    severity: "error",
    targets: ["x86_64-linux-gnu"],
    symbol: "font_load",
    parameter: "flags",
    index: 1,
  });
  assert.deepEqual(zigSide, { file: "src/font.zig", line: 1, column: 11, text: "u32", span: { line: 1, column: 39, start: 38, end: 41 } });
  assert.deepEqual(ts, { file: "app.ts", line: 4, column: 3, text: "FFIType.u8", span: { line: 4, column: 36, start: 131, end: 141 } });
  assert.deepEqual(
    report.issues.map(({ code }) => code),
    ["abi/param-type", "abi/missing-symbol", "abi/unbound-export"],
  );
  assert.deepEqual([report.notUnderstood, report.checked], [[], { exports: 2, declarations: 2, paired: 1, types: 0 }]);
});

// The schema is OASIS's own.
const schema = JSON.parse(readFileSync(join(root, "test/schemas/sarif-2.1.0.json"), "utf8")) as AnySchemaObject;
const isSarif = addFormats.default(new Ajv04.default({ strict: false })).compile(schema);

test("sarif: what GitHub's code scanning reads", (t) => {
  const cwd = project(t);
  const sarif = JSON.parse(zigFfi(["check", "--format", "sarif"], { cwd }).stdout) as Sarif;
  assert.ok(isSarif(sarif), JSON.stringify(isSarif.errors, null, 2));
  assert.equal(sarif.version, "2.1.0");
  const [run] = sarif.runs;
  assert.deepEqual([run.tool.driver.name, run.columnKind], ["zig-ffi", "utf16CodeUnits"]);
  assert.deepEqual(run.tool.driver.rules, [{ id: "abi/missing-symbol" }, { id: "abi/param-type" }, { id: "abi/unbound-export" }]);
  const region = (uri: string, startLine: number, startColumn: number, place: readonly [number, number]): unknown => ({
    physicalLocation: { artifactLocation: { uri }, region: { startLine, startColumn, charOffset: place[0], charLength: place[1] } },
  });
  const shown = run.results.map(({ message, ...rest }) => ({ ...rest, hasText: message.text.length > 20 }));
  assert.deepEqual(shown[0], {
    ruleId: "abi/param-type",
    ruleIndex: 1,
    level: "error",
    locations: [region("app.ts", 4, 36, [131, 10])],
    relatedLocations: [region("src/font.zig", 1, 39, [38, 3])],
    hasText: true,
  });
  assert.deepEqual(
    shown.map(({ ruleId, level }) => `${level} ${ruleId}`),
    ["error abi/param-type", "error abi/missing-symbol", "note abi/unbound-export"],
  );
});

interface Sarif {
  readonly version: string;
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly name: string; readonly rules: unknown } };
      readonly columnKind: string;
      readonly results: readonly { readonly ruleId: string; readonly level: string; readonly message: { readonly text: string } }[];
    },
  ];
}

test("github: one annotation a line, escaped", (t) => {
  const cwd = project(t);
  const lines = zigFfi(["check", "--format", "github"], { cwd }).stdout.trim().split("\n");
  assert.equal(lines[0]?.startsWith("::error file=app.ts,line=4,col=36,title=abi/param-type::font_load: parameter flags"), true);
  assert.equal(lines[2]?.startsWith("::notice file=app.ts,line=3,col=28,title=abi/unbound-export::"), true);
});

test("a baseline accepts what is there, and nothing new", (t) => {
  const cwd = project(t);
  const missing = zigFfi(["check", "--baseline", "accepted.json"], { cwd });
  assert.deepEqual([missing.code, /write it with --update-baseline/.test(missing.stderr)], [2, true]);
  const written = zigFfi(["check", "--baseline", "accepted.json", "--update-baseline"], { cwd });
  assert.deepEqual([written.code, written.stderr], [0, "accepted.json: 3 findings are accepted from now on\n"]);
  assert.equal(zigFfi(["check", "--baseline", "accepted.json"], { cwd }).code, 0);
  // Other lines do not matter, another finding does.
  writeFile(join(cwd, "app.ts"), `// moved\n${script.replace("returns: FFIType.i32", "returns: FFIType.i8")}`);
  const more = zigFfi(["check", "--baseline", "accepted.json"], { cwd });
  assert.equal(more.code, 1);
  assert.match(more.stdout, /app\.ts:5:\d+: error: font_load: Zig returns i32, the declaration says FFIType\.i8/);
  assert.doesNotMatch(more.stdout, /font_gone/);
  writeFile(join(cwd, "accepted.json"), "nonsense");
  assert.equal(zigFfi(["check", "--baseline", "accepted.json"], { cwd }).code, 2);
});

test("a baseline accepts what it names, and nothing worse in the same place", (t) => {
  const cwd = project(t, { "app.ts": script.replace("[FFIType.f32, FFIType.u8]", "[FFIType.f32, FFIType.u16]") });
  const check = (): number | null => zigFfi(["check", "--baseline", "accepted.json"], { cwd }).code;
  zigFfi(["check", "--baseline", "accepted.json", "--update-baseline"], { cwd });
  const { version, accepted } = JSON.parse(readFileSync(join(cwd, "accepted.json"), "utf8")) as { version: number; accepted: string[] };
  assert.deepEqual(
    [version, ...accepted],
    [
      2,
      "abi/missing-symbol app.ts font_gone:  | font_gone",
      "abi/param-type app.ts font_load flags: u32 | FFIType.u16",
      "abi/unbound-export app.ts font_free: font_free | ./libfont.so",
    ],
  );
  assert.equal(check(), 0);
  writeFile(join(cwd, "app.ts"), script);
  assert.equal(check(), 1);
  // Files of the first version say less and accept more.
  writeFile(join(cwd, "accepted.json"), JSON.stringify({ accepted: accepted.map((key) => key.replace(/: .*$/, "")) }));
  assert.equal(check(), 0);
  writeFile(join(cwd, "accepted.json"), JSON.stringify({ version: 3, accepted: [] }));
  assert.equal(check(), 2);
});

test("--fix corrects in the file's own style and reports what is left", (t) => {
  const cwd = project(t);
  const result = zigFfi(["check", "--fix"], { cwd });
  assert.deepEqual([result.code, result.stderr], [0, "app.ts: 2 corrected\n"]);
  assert.equal(
    readFileSync(join(cwd, "app.ts"), "utf8"),
    script.replace("FFIType.u8", "FFIType.u32").replace("  font_gone: { args: [], returns: FFIType.void },\n", ""),
  );
});

test("a table that is imported, opened by a function that is imported", (t) => {
  const symbols = script
    .replace(/^import.*\n/, 'import { FFIType } from "./types.ts";\n')
    .replace(/export const .* dlopen\(".*", /, "export const fonts = ")
    .replace("});", "};");
  const cwd = project(t, {
    "app.ts": 'import { open } from "./open";\nimport { fonts } from "./symbols.ts";\nexport const lib = open("font", { ...fonts });\n',
    "open.ts":
      'import { dlopen } from "bun:ffi";\nexport function open(name: string, table: any) {\n  return dlopen(`./lib${name}.so`, table);\n}\n',
    "symbols.ts": symbols,
    "types.ts": 'export { FFIType } from "bun:ffi";\n',
    "other.ts": 'import { lib } from "./app.ts";\nlib.symbols.font_load(1, 2);\n',
  });
  const places = (args: readonly string[]): unknown => {
    const { issues } = JSON.parse(zigFfi(["check", "--format", "json", ...args], { cwd }).stdout) as {
      readonly issues: readonly { readonly code: string; readonly ts: { readonly file: string } }[];
    };
    return issues.map(({ code, ts }) => `${ts.file} ${code}`);
  };
  const expected = ["symbols.ts abi/param-type", "symbols.ts abi/missing-symbol", "app.ts abi/unbound-export"];
  assert.deepEqual(places([]), expected);
  assert.deepEqual(places(["--ts", "app.ts"]), expected);
});

test("--fix leaves alone what a baseline accepts, and what another script uses", (t) => {
  const cwd = project(t, { "main.ts": 'import { symbols } from "./app.ts";\nsymbols.font_gone();\n' });
  zigFfi(["check", "--baseline", "accepted.json", "--update-baseline"], { cwd });
  const accepted = zigFfi(["check", "--baseline", "accepted.json", "--fix"], { cwd });
  assert.deepEqual([accepted.code, accepted.stderr], [0, ""]);
  assert.equal(readFileSync(join(cwd, "app.ts"), "utf8"), script);
  const rest = zigFfi(["check", "--fix"], { cwd });
  assert.deepEqual([rest.code, rest.stderr], [1, "app.ts: 1 corrected\n"]);
  assert.equal(readFileSync(join(cwd, "app.ts"), "utf8"), script.replace("FFIType.u8", "FFIType.u32"));
});

test("--fix does not count what it would replace with itself", (t) => {
  const wide =
    'import { dlopen } from "bun:ffi";\nexport const { symbols } = dlopen("./libfont.so", { len: { args: ["u64"], returns: "void" } });\n';
  const cwd = project(t, { "src/font.zig": "export fn len(n: usize) void {\n    _ = n;\n}\n", "app.ts": wide });
  const result = zigFfi(["check", "--target", "arm-linux-gnueabihf", "--fix"], { cwd });
  assert.equal(result.stderr, "");
  assert.match(result.stdout, /abi\/param-type/);
  assert.equal(readFileSync(join(cwd, "app.ts"), "utf8"), wide);
});

test("--verify asks the compiler, on every target", (t) => {
  const cwd = project(t, { "app.ts": "export {};\n" });
  const result = zigFfi(["check", "--verify", "--target", "x86_64-linux-gnu", "x86-linux-gnu"], { cwd });
  assert.equal(result.code, 0, result.stderr);
  assert.match(result.stderr, /src\/font\.zig: verified by Zig [\d.]+ for 2 of 2 targets: no disagreement/);
});

test("--verify compares with what the compiler says for each target", (t) => {
  const cwd = project(t, {
    "src/font.zig": `const builtin = @import("builtin");
const H = if (builtin.os.tag == .windows) u64 else i32;
pub const C = extern struct { h: H, x: u8 };
export fn g(c: *C, k: if (builtin.os.tag == .windows) u64 else i32) void { _ = .{ c, k }; }
fn each(a: i32) callconv(.c) i32 { return a; }
comptime { for (.{ "x", "y" }) |n| @export(&each, .{ .name = "each_" ++ n }); }
`,
    "app.ts": `import koffi from "koffi";
const lib = koffi.load("./libfont.so");
const C = koffi.struct("C", { h: "uint64_t", x: "uint8_t" });
export const g = lib.func("void g(C *c, int32_t k)");
export const x = lib.func("int each_x(double a)");
`,
  });
  const args = ["check", "--target", "x86_64-linux-gnu", "aarch64-linux-gnu", "x86_64-windows-gnu", "--format", "json"];
  const found = (more: readonly string[]): readonly string[] => {
    const { stdout } = zigFfi([...args, ...more], { cwd });
    const { issues } = JSON.parse(stdout) as { readonly issues: readonly { code: string; symbol?: string; targets?: readonly string[] }[] };
    const relevant = issues.filter(({ code }) => code !== "abi/unbound-export" && code !== "zig/unknown-export");
    return relevant.map(({ code, symbol, targets }) => `${code} ${symbol ?? ""} ${targets?.join(" ") ?? "everywhere"}`).sort();
  };
  assert.deepEqual(found([]), []);
  const linux = "x86_64-linux-gnu aarch64-linux-gnu";
  assert.deepEqual(found(["--verify"]), [
    `abi/field-type g ${linux}`,
    `abi/layout-differs-by-target  ${linux} x86_64-windows-gnu`,
    `abi/param-type each_x ${linux} x86_64-windows-gnu`,
    "abi/param-type g x86_64-windows-gnu",
    `abi/struct-size g ${linux}`,
  ]);
});

test("--verify tells what the compiler has no answer for", (t) => {
  const cwd = project(t, {
    "src/font.zig": "const A = extern struct { x: Missing };\nexport fn f(a: *A) void { _ = a; }\nexport fn ok(a: i32) void { _ = a; }\n",
    "app.ts": "export {};\n",
  });
  const result = zigFfi(["check", "--verify", "--target", "x86_64-linux-gnu", "x86-linux-gnu"], { cwd });
  assert.equal(result.code, 1);
  assert.match(
    result.stdout,
    /font\.zig:1:7: warning: A.*: not verified on x86_64-linux-gnu, x86-linux-gnu, .*undeclared identifier 'Missing'/,
  );
  assert.match(result.stderr, /partly verified by Zig [\d.]+ for 2 of 2 targets, except A.*: 1 finding/);
});

test("rules and warnings are those of the compiler that is found", { skip: process.platform === "win32" }, (t) => {
  const cwd = project(t, {
    "src/font.zig": `const S = extern struct { cb: *const fn ([]u8) callconv(.c) void };
const P = packed struct(u64) { p: *u8 };
const V = extern struct { v: [2]f32, n: u32 };
export fn f(s: *S, p: *P, v: V) void { _ = .{ s, p, v }; }
`,
    "app.ts": "export {};\n",
  });
  const newer = fakeProgram(join(cwd, "newer"), "echo 0.17.0");
  const found = (args: readonly string[], env: Readonly<Record<string, string>>): readonly string[] => {
    const { stdout, stderr } = zigFfi(args, { cwd, env });
    return [...`${stdout}${stderr}`.matchAll(/\.zig:(\d+):.* \[(.*)\]/g)].map(([, line = "", code = ""]) => `${line} ${code}`);
  };
  for (const args of [["check"], ["generate", "src/font.zig"]]) {
    assert.deepEqual(found(args, {}), ["1 zig/not-extern", "4 abi/by-value-compiler-bug"], args[0]);
    assert.deepEqual(found(args, { ZIG: newer }), ["2 zig/not-extern"], args[0]);
  }
});

test("generated bindings: only whether they are current", (t) => {
  const cwd = project(t, { "app.ts": "export {};\n" });
  assert.equal(zigFfi(["generate", "src/font.zig"], { cwd }).code, 0);
  assert.equal(zigFfi(["check"], { cwd }).code, 0);
  writeFile(join(cwd, "src/font.zig"), zig.replace("handle: i32", "handle: i64"));
  const stale = zigFfi(["check"], { cwd });
  assert.equal(stale.code, 1);
  assert.match(stale.stdout, /src\/font\.ffi\.ts:1:1: warning: .* run "zig-ffi generate font" \[abi\/stale-bindings\]/);
});

test("a built library: whether it is from these sources", (t) => {
  const cwd = project(t, { "app.ts": "export {};\n", "zig-ffi.json": '{ "libraries": [{ "name": "font", "root": "src/font.zig" }] }' });
  assert.equal(zigFfi(["build"], { cwd }).code, 0);
  assert.equal(zigFfi(["check"], { cwd }).code, 0);
  writeFile(join(cwd, "src/font.zig"), zig.replace("handle: i32", "handle: i64"));
  const stale = zigFfi(["check"], { cwd });
  assert.equal(stale.code, 1);
  assert.match(
    stale.stdout,
    /src\/font\.zig:1:1: warning: .* is not built from these sources: src\/font\.zig changed\. Run "zig-ffi build font" \[abi\/stale-library\]/,
  );
});

test("wrong use is exit code 2", (t) => {
  const cwd = project(t);
  for (const [args, message] of [
    [["--format", "soup"], /unknown format soup: known are text, json, sarif, github/],
    [["--ts", "gone.ts"], /gone\.ts does not exist/],
    [["--zig", "gone.zig"], /gone\.zig does not exist/],
    [["--target", "pdp11"], /unknown target pdp11/],
    [["--update-baseline"], /--update-baseline needs --baseline FILE/],
  ] as const) {
    const result = zigFfi(["check", ...args], { cwd });
    assert.equal(result.code, 2, args.join(" "));
    assert.match(result.stderr, message);
  }
});
