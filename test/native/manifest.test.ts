// A library that carries the compiler's own numbers: load() compares them with the bindings.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { zigFfi } from "../support/cli.ts";
import { temporaryProject, writeFile } from "../support/temporaryFolder.ts";

const root = `comptime {
    _ = @import("shape.abi.zig");
}
pub const more = @import("more.zig");
pub const Point = extern struct { x: f64, y: f64 };
pub const Group = struct {
    pub const Item = extern struct { tag: u8, at: Point, @"with space": u16 };
};
const Hidden = extern struct { a: u8 };
export fn point_sum(point: *const Point) f64 {
    return point.x + point.y;
}
export fn item_tag(item: *const Group.Item) u8 {
    return item.tag;
}
export fn more_level(level: *const more.Level) i32 {
    return level.number;
}
export fn hidden(value: *const Hidden) u8 {
    return value.a;
}
`;

test("the manifest is compared when the library is loaded, and is no function of the bindings", (t) => {
  const cwd = temporaryProject(t, {
    "zig-ffi.json": '{ "libraries": [{ "name": "shape", "root": "shape.zig", "out": "bindings.ts" }] }',
    "shape.zig": root,
    "more.zig": "pub const Level = extern struct { number: i32 };\n",
  });
  const run = (...args: string[]): string => {
    const result = zigFfi(args, { cwd });
    assert.equal(result.code, 0, result.stderr);
    return result.stderr;
  };
  // The root imports the file before it is there.
  const first = run("generate", "--manifest");
  assert.match(first, /shape\.abi\.zig: written\n/);
  assert.match(
    first,
    /shape\.abi\.zig: not compared by load\(\), because nothing pub leads there: types Hidden; signatures of point_sum, item_tag, more_level, hidden\n/,
  );
  run("build");
  assert.doesNotMatch(readFileSync(join(cwd, "bindings.ts"), "utf8"), /zig_ffi_abi_shape\(/);
  const load = (): string => {
    writeFile(
      join(cwd, "use.ts"),
      'import { load } from "./bindings.ts";\ntry { console.log(load().point_sum({ x: 1, y: 2 })); } catch (error) { console.log(String(error)); }\n',
    );
    return spawnSync(process.execPath, ["use.ts"], { cwd, encoding: "utf8" }).stdout.trim();
  };
  assert.equal(load(), "3");
  const manifest = zigFfi(["info", "shape", "--json"], { cwd });
  assert.match(manifest.stdout, /zig_ffi_abi_shape/);

  // The library is older than the bindings: fields were swapped and one was added.
  writeFileSync(join(cwd, "shape.zig"), root.replace("tag: u8, at: Point", "at: Point, tag: u8, more: [3]u64"));
  run("generate");
  assert.match(
    load(),
    /^Error: .* is not the library of these bindings: Group_Item has 32 bytes, here 56; Group_Item\.tag is at 0, here 16; Group_Item\.at is at 8, here 0; Group_Item\.with space is at 24, here 48; it was built for other bindings \([0-9a-f]{16}, these are [0-9a-f]{16}\)\. Run "npx zig-ffi generate --manifest" and "npx zig-ffi build shape"$/,
  );
  run("generate", "--manifest");
  run("build");
  assert.equal(load(), "3");
});

const pubRoot = `comptime {
    _ = @import("v.abi.zig");
}
const Deep = extern struct { x: i32, y: f64 };
const Outer = extern struct { deep: [2]Deep, code: Code, next: ?*Outer };
const Code = enum(c_int) { a, b };
const Result = extern struct { x: u64, y: u64, z: u64 };
pub export fn outer(value: ?*const Outer, code: Code, count: usize) f64 {
    _ = code;
    return if (value) |v| v.deep[0].y + @as(f64, @floatFromInt(count)) else 0;
}
pub export fn result() Result {
    return .{ .x = 1, .y = 2, .z = 3 };
}
pub export fn one() void {}
pub export fn two() void {}
`;

/** Writes other sources, builds, and gives what loading the older bindings says. */
function rebuilt(cwd: string, text: string): { readonly built: string; readonly said: string } {
  writeFileSync(join(cwd, "v.zig"), text);
  const build = zigFfi(["build"], { cwd });
  assert.equal(build.code, 0, build.stderr);
  return { built: build.stderr, said: loaded(cwd) };
}

function loaded(cwd: string): string {
  writeFile(
    join(cwd, "use.ts"),
    'import { load } from "./bindings.ts";\ntry { load(); console.log("loaded"); } catch (error) { console.log(String(error)); }\n',
  );
  return spawnSync(process.execPath, ["use.ts"], { cwd, encoding: "utf8" }).stdout.trim();
}

const advice = 'Run "npx zig-ffi generate --manifest" and "npx zig-ffi build v"';

test("what pub functions lead to is compared, and their signatures", (t) => {
  const cwd = temporaryProject(t, {
    "zig-ffi.json": '{ "libraries": [{ "name": "v", "root": "v.zig", "out": "bindings.ts" }] }',
    "v.zig": pubRoot,
  });
  const generated = zigFfi(["generate", "--manifest"], { cwd });
  assert.equal(generated.code, 0, generated.stderr);
  assert.doesNotMatch(generated.stderr, /not compared/);
  const same = rebuilt(cwd, pubRoot);
  assert.equal(same.said, "loaded");
  assert.doesNotMatch(same.built, /abi\.zig/);

  const changed = pubRoot
    .replace("x: i32, y: f64", "y: f64, x: i32")
    .replace("z: u64 }", "z: u64, w: u64 = 0 }")
    .replace("enum(c_int)", "enum(u8)")
    .replace("one() void {}", "one(_: bool) bool {\n    return true;\n}");
  const { built, said } = rebuilt(cwd, changed);
  assert.match(built, /v\.abi\.zig is not what the Zig source gives: run "zig-ffi generate --manifest v"\n/);
  const differences = [
    "Deep.x is at 8, here 0",
    "Deep.y is at 0, here 8",
    "Result has 32 bytes, here 24",
    "outer is fn (pointer, u8, usize) f64, here fn (pointer, c_int, usize) f64",
    "one is fn (bool) bool, here fn () void",
  ];
  assert.equal(said.slice(said.indexOf("library of these")), `library of these bindings: ${differences.join("; ")}. ${advice}`);
});

test("one error lists every difference, missing symbols among them", (t) => {
  const cwd = temporaryProject(t, {
    "zig-ffi.json": '{ "libraries": [{ "name": "v", "root": "v.zig", "out": "bindings.ts" }] }',
    "v.zig": pubRoot,
  });
  const older = pubRoot.replace("x: i32, y: f64", "y: f64, x: i32").replace(/pub export fn (one|two)\(\) void \{\}\n/g, "");
  writeFileSync(join(cwd, "v.zig"), older);
  assert.equal(zigFfi(["generate", "--manifest"], { cwd }).code, 0);
  assert.equal(zigFfi(["build"], { cwd }).code, 0);
  writeFileSync(join(cwd, "v.zig"), pubRoot);
  assert.equal(zigFfi(["generate"], { cwd }).code, 0);
  const [said] = loaded(cwd).split(" (");
  assert.match(
    said ?? "",
    /: it does not export one, two; Deep\.y is at 0, here 8; Deep\.x is at 8, here 0; it was built for other bindings$/,
  );
});

test("a manifest file of somebody else is left alone", (t) => {
  const cwd = temporaryProject(t, { "lib.zig": "export fn f() void {}\n", "lib.abi.zig": "// mine\n" });
  const result = zigFfi(["generate", "lib.zig", "--manifest"], { cwd });
  assert.equal(result.code, 2);
  assert.match(result.stderr, /lib\.abi\.zig was not written by zig-ffi and stays as it is/);
  assert.equal(readFileSync(join(cwd, "lib.abi.zig"), "utf8"), "// mine\n");
});

test("a manifest does not change what the library exports", (t) => {
  const cwd = temporaryProject(t, {
    "zig-ffi.json": '{ "libraries": [{ "name": "lib", "root": "lib.zig", "out": "bindings.ts" }] }',
    "lib.zig": `const builtin = @import("builtin");
comptime {
    _ = @import("lib.abi.zig");
    if (builtin.os.tag == .freestanding) {
        _ = Bare;
        _ = @import("bare.zig");
    }
}
pub const Bare = struct {
    pub const Level = extern struct { number: i32 };
    pub export fn bare_only(a: u32) u32 {
        return a;
    }
};
pub export fn always(level: *const Bare.Level) i32 {
    return level.number;
}
`,
    "bare.zig": "pub const Size = extern struct { x: u8 };\npub export fn bare_size(size: *const Size) u8 {\n    return size.x;\n}\n",
  });
  const { code, stderr } = zigFfi(["generate", "--manifest"], { cwd });
  assert.equal(code, 0, stderr);
  assert.match(stderr, /: types Size; signatures of bare_only, bare_size\n/);
  const manifest = readFileSync(join(cwd, "lib.abi.zig"), "utf8");
  assert.doesNotMatch(manifest, /Bare\.|bare\.zig/);
  assert.match(manifest, /signature\(@TypeOf\(@import\("lib\.zig"\)\.always\)\)/);
});
