import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { refine } from "../../server/src/layout/refine.ts";
import type { CompilerAnswer } from "../../server/src/model/compilerAnswer.ts";
import { typeText } from "../../server/src/model/typeText.ts";
import { createProbe } from "../../server/src/toolchain/probe/createProbe.ts";
import { probeModule } from "../../server/src/toolchain/probe/probeModule.ts";
import { verifyModule } from "../../server/src/toolchain/probe/verifyModule.ts";
import { moduleOfFile, targetOf, zigUnderTest } from "../support/probing.ts";
import { temporaryFolder, writeFile } from "../support/temporaryFolder.ts";

const zig = zigUnderTest();
const linux = targetOf("x86_64-linux-gnu");

function project(context: TestContext, files: Readonly<Record<string, string>>): { readonly folder: string; readonly root: string } {
  const folder = temporaryFolder(context).replaceAll("\\", "/");
  for (const [name, text] of Object.entries(files)) writeFile(join(folder, name), text);
  return { folder, root: `${folder}/lib.zig` };
}

async function answerFor(root: string, cacheFolder: string, target = linux): Promise<CompilerAnswer> {
  const result = await probeModule({ module: moduleOfFile(root), target, zig, cacheFolder });
  if (result.kind !== "answered") assert.fail(JSON.stringify(result));
  return result.answer;
}

const everything = {
  "lib.zig": `const std = @import("std");
const geo = @import("more/geo.zig");
const N = @sizeOf(Outer.Inner);
const Outer = struct { const Inner = extern struct { b: u8, c: u64 }; const Handle = opaque {}; export fn deep(a: *Inner) void { _ = a; } };
const Weird = extern struct { @"a\\"b\\\\": u8, v: geo.Vec(f32), in: extern struct { a: u8, deep: extern union { z: u32, w: u8 } }, buf: [N * 2]u8 };
const Bad = extern struct { a: []u8 };
const HoldsBad = extern struct { b: Bad };
const Flags = packed struct(u32) { a: bool, b: u7, c: Color8, d: u16 };
const Color8 = enum(u8) { red, green = 9, _ };
const Wide = enum(i64) { low = -9223372036854775808, high = 9223372036854775807 };
const Pick = switch (@import("builtin").os.tag) { .linux => extern struct { a: u8 }, else => extern struct { a: u16 } };
const UsesPick = extern struct { p: Pick, q: u32 };
fn ff(a: *geo.Hidden, w: Wide) callconv(.c) u8 { _ = .{ a, w }; return 0; }
comptime { for (.{ "one", "two" }) |n| @export(&ff, .{ .name = "x_" ++ n }); }
export fn use(p: *Weird, f: Flags, v: *geo.Vec(u8), cb: ?*const fn (i32, [*:0]const u8) callconv(.c) bool) ?*Outer.Handle { _ = .{ p, f, v, cb }; return null; }
export var counter: c_long = 0;
`,
  "more/geo.zig": `const Hidden = extern struct { v: Vec(f64) };
pub fn Vec(comptime T: type) type { return extern struct { x: T, y: T }; }
`,
};

describe("probe", { concurrency: false }, () => {
  test("private, nested, imported, inline, generic and refused types; signatures and computed names", async (context) => {
    const { folder, root } = project(context, {
      ...everything,
      "more/geo.zig": everything["more/geo.zig"].replace("const Hidden", "pub const Hidden"),
    });
    const answer = await answerFor(root, join(folder, "cache"));
    const places = [...answer.containers.values()]
      .filter(({ extent }) => extent !== null)
      .map(
        ({ id, extent, fields }) =>
          `${id.replace(`${folder}/`, "")} ${extent?.size ?? 0}/${extent?.align ?? 0} ${fields.map(({ bitOffset }) => bitOffset).join(",")}`,
      );
    assert.deepEqual(places.filter((line) => !line.startsWith("compiler#")).sort(), [
      "lib.zig#Color8 1/1 ",
      "lib.zig#Flags 4/4 0,1,8,16",
      "lib.zig#Outer.Inner 16/8 0,64",
      "lib.zig#UsesPick 8/4 0,32",
      "lib.zig#Weird 52/4 0,32,96,160",
      "lib.zig#Weird.in 8/4 0,32",
      "lib.zig#Weird.in.deep 4/4 0,0",
      "lib.zig#Wide 8/8 ",
      "more/geo.zig#Hidden 16/8 0",
    ]);
    const instances = [...answer.containers.keys()].filter((id) => /^compiler#more\.geo\.Vec/.test(id));
    assert.deepEqual(instances.sort(), ["compiler#more.geo.Vec(f32)", "compiler#more.geo.Vec(f64)", "compiler#more.geo.Vec(u8)"]);
    assert.deepEqual(answer.containers.get(`${root}#Wide`)?.values, [
      { name: "low", value: -9223372036854775808n },
      { name: "high", value: 9223372036854775807n },
    ]);
    assert.equal(answer.containers.get(`${root}#Color8`)?.isExhaustive, false);
    assert.equal(answer.containers.get(`${root}#Weird`)?.fields[0]?.name, 'a"b\\');
    assert.deepEqual(
      [...answer.refused].map(([id, reason]) => [id.replace(root, ""), reason]),
      [
        ["#Bad", "extern structs cannot contain fields of type '[]u8'"],
        ["#HoldsBad", "its field b is refused: extern structs cannot contain fields of type '[]u8'"],
      ],
    );
    const { module } = refine(moduleOfFile(root), answer, linux);
    assert.deepEqual([...answer.exports.values()].map(({ symbol, type }) => `${symbol}: ${typeText(module, type)}`).sort(), [
      "counter: c_long",
      "deep: fn (*Outer.Inner) callconv(.c) void",
      "use: fn (*Weird, Flags, *more.geo.Vec(u8), ?*const fn (i32, [*:0]const u8) callconv(.c) bool) callconv(.c) ?*Outer.Handle",
      "x_one: fn (*Hidden, Wide) callconv(.c) u8",
      "x_two: fn (*Hidden, Wide) callconv(.c) u8",
    ]);
  });

  test("private declarations of imported files", async (context) => {
    const { folder, root } = project(context, {
      "lib.zig": 'const g = @import("g.zig");\n',
      "g.zig": "const P = extern struct { const Q = extern struct { a: u16 }; q: Q };",
    });
    const answer = await answerFor(root, join(folder, "cache"));
    assert.deepEqual([...answer.containers.keys()], [`${folder}/g.zig#P`, `${folder}/g.zig#P.Q`]);
  });

  test("the target chooses", async (context) => {
    const { folder, root } = project(context, everything);
    const size = async (triple: string) =>
      (await answerFor(root, join(folder, "cache"), targetOf(triple))).containers.get(`${root}#UsesPick`)?.fields[0]?.size;
    assert.deepEqual(await Promise.all([size("x86_64-linux-gnu"), size("aarch64-macos")]), [1, 2]);
  });

  test("a repeat takes less than 20 ms, a change asks again, and the cache holds finished answers only", async (context) => {
    const { folder, root } = project(context, everything);
    const cacheFolder = join(folder, "cache");
    const module = moduleOfFile(root);
    const ask = () => probeModule({ module, target: linux, zig, cacheFolder });
    const [first, second] = await Promise.all([ask(), ask()]);
    assert.deepEqual([first.kind, second.kind, first.kind === "answered" && first.isCached], ["answered", "answered", false]);
    assert.equal(readdirSync(cacheFolder).length, 1);
    assert.match(readdirSync(cacheFolder)[0] ?? "", /^[0-9a-f]{40}\.json$/);
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      const start = performance.now();
      const again = await ask();
      times.push(performance.now() - start);
      assert.ok(again.kind === "answered" && again.isCached);
      assert.deepEqual(again, { ...first, isCached: true });
    }
    assert.ok(Math.min(...times) < 20, `the fastest repeat took ${Math.min(...times)} ms`);
    writeFile(join(folder, "more/geo.zig"), everything["more/geo.zig"].replaceAll("y: T", "y: T, z: T"));
    const changed = await ask();
    assert.ok(changed.kind === "answered" && !changed.isCached);
  });

  test("modules that a build.zig adds", async (context) => {
    const { folder, root } = project(context, {
      "lib.zig":
        'const shapes = @import("shapes");\nconst Box = extern struct { a: shapes.Point, b: u8 };\nexport fn f(b: *Box) void { _ = b; }\n',
      "dep/shapes.zig": "pub const Point = extern struct { x: f64, y: f32 };\n",
      "build.zig": `const std = @import("std");
pub fn build(b: *std.Build) void {
    const module = b.createModule(.{ .root_source_file = b.path("lib.zig"), .target = b.standardTargetOptions(.{}), .optimize = .Debug });
    module.addImport("shapes", b.createModule(.{ .root_source_file = b.path("dep/shapes.zig") }));
    b.installArtifact(b.addLibrary(.{ .name = "lib", .linkage = .dynamic, .root_module = module }));
}
`,
    });
    const module = moduleOfFile(root);
    const probe = createProbe({ zig, cacheFolder: join(folder, "cache") });
    const verified = await verifyModule({ module, targets: [linux, targetOf("x86-linux-gnu")], probe });
    assert.ok(verified.kind === "verified", JSON.stringify(verified));
    assert.deepEqual(verified.issues, []);
    const sizes = verified.refined.map(({ layouts }) => {
      const layout = layouts.container(`${root}#Box`);
      return layout.kind === "known" ? [layout.value.size, layout.value.align] : layout.reason;
    });
    assert.deepEqual(sizes, [
      [24, 8],
      [16, 4],
    ]);
  });

  test("a refused type is refused in a copy of the project, too", async (context) => {
    const source = { "lib.zig": "const A = extern struct { x: Missing };\nconst B = extern struct { a: A };\n" };
    const cacheFolder = temporaryFolder(context);
    for (const { root } of [project(context, source), project(context, source)]) {
      const { refused } = await answerFor(root, cacheFolder);
      assert.equal(refused.get(`${root}#A`), "use of undeclared identifier 'Missing'");
    }
  });

  const configured = (target: string): Readonly<Record<string, string>> => ({
    "lib.zig":
      'const config = @import("config");\nconst Row = extern struct { d: [config.cap]u16 };\nconst Own = extern struct { a: u8 };\n',
    "build.zig": `const std = @import("std");
pub fn build(b: *std.Build) void {
    const target = ${target};
    const options = b.addOptions();
    options.addOption(u32, "cap", if (target.result.os.tag == .windows) 3 else 12);
    const module = b.createModule(.{ .root_source_file = b.path("lib.zig"), .target = target, .optimize = .Debug });
    module.addOptions("config", options);
    b.installArtifact(b.addLibrary(.{ .name = "lib", .linkage = .dynamic, .root_module = module }));
}
`,
  });
  const windows = targetOf("x86_64-windows-gnu");

  test("a build.zig is asked for each target, and installs nothing in the project", async (context) => {
    const { folder, root } = project(context, configured("b.standardTargetOptions(.{})"));
    const probe = createProbe({ zig, cacheFolder: join(folder, "cache") });
    const verified = await verifyModule({ module: moduleOfFile(root), targets: [linux, windows], probe });
    assert.ok(verified.kind === "verified", JSON.stringify(verified));
    assert.deepEqual(verified.issues, []);
    assert.deepEqual(
      verified.refined.map(({ layouts }) => layouts.container(`${root}#Row`)).map((row) => row.kind === "known" && row.value.size),
      [24, 6],
    );
    assert.equal(existsSync(join(folder, "zig-out")), false);
  });

  test("what a build.zig adds for a target that it does not build for is unknown, with the reason", async (context) => {
    const { folder, root } = project(context, configured("b.graph.host"));
    const probe = createProbe({ zig, cacheFolder: join(folder, "cache") });
    const verified = await verifyModule({ module: moduleOfFile(root), targets: [linux, windows], probe });
    assert.ok(verified.kind === "verified", JSON.stringify(verified));
    const sizes = (name: string) =>
      verified.refined.map(({ layouts }) => layouts.container(`${root}#${name}`)).map((each) => each.kind === "known" && each.value.size);
    assert.deepEqual(
      [sizes("Row"), sizes("Own")],
      [
        [24, false],
        [1, 1],
      ],
    );
    assert.deepEqual(
      verified.issues.map(({ code, targets }) => [code, targets]),
      [["abi/unverified", ["x86_64-windows-gnu"]]],
    );
    assert.match(verified.issues[0]?.message ?? "", /builds .*lib\.zig for this machine and not for x86_64-windows-gnu.*Not verified: Row/);
    assert.deepEqual(verified.unverified, ["Row"]);
  });

  test("a build that fails is said", async (context) => {
    const files = configured("b.graph.host");
    const { folder, root } = project(context, { ...files, "build.zig": files["build.zig"]?.replace("addLibrary", "addLibrar") ?? "" });
    const probe = createProbe({ zig, cacheFolder: join(folder, "cache") });
    const verified = await verifyModule({ module: moduleOfFile(root), targets: [linux], probe });
    assert.ok(verified.kind === "verified", JSON.stringify(verified));
    assert.match(verified.issues[0]?.message ?? "", /the build itself failed: .*addLibrar/);
  });

  test("source that the compiler cannot read is an issue, not an answer", async (context) => {
    const { folder, root } = project(context, { "lib.zig": "const A = extern struct { x: u8 };\nconst B = ;\n" });
    const probe = createProbe({ zig, cacheFolder: join(folder, "cache") });
    const verified = await verifyModule({ module: moduleOfFile(root), targets: [linux], probe });
    assert.ok(verified.kind === "verified");
    assert.deepEqual(verified.refined, []);
    assert.deepEqual(
      verified.issues.map(({ code, zig: site, targets }) => [code, site?.span.file, site?.span.line, targets]),
      [["abi/unverified", root, 2, ["x86_64-linux-gnu"]]],
    );
    assert.match(verified.issues[0]?.message ?? "", /expected expression, found ';'/);
  });
});
