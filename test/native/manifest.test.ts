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
  // The first time the file is missing, which the root's import says.
  assert.equal(zigFfi(["generate", "--manifest"], { cwd }).code, 1);
  assert.match(run("generate", "--manifest"), /shape\.abi\.zig: written\n/);
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

test("a manifest file of somebody else is left alone", (t) => {
  const cwd = temporaryProject(t, { "lib.zig": "export fn f() void {}\n", "lib.abi.zig": "// mine\n" });
  const result = zigFfi(["generate", "lib.zig", "--manifest"], { cwd });
  assert.equal(result.code, 2);
  assert.match(result.stderr, /lib\.abi\.zig was not written by zig-ffi and stays as it is/);
  assert.equal(readFileSync(join(cwd, "lib.abi.zig"), "utf8"), "// mine\n");
});
