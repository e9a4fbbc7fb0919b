import assert from "node:assert/strict";
import { test } from "node:test";
import { modulesIn } from "../../../server/src/toolchain/probe/buildModules.ts";

const line =
  "/opt/zig build-lib -ODebug --dep geo --dep opts=build_options -Mroot=/p/src/lib.zig -ODebug --dep inner -I include -Mgeo=/p/dep/geo.zig " +
  "-Minner=/p/dep/inner.zig -Mbuild_options=/p/.zig-cache/c/options.zig -Mlonely=/p/x.zig -lc --cache-dir /p/.zig-cache --name lib -dynamic";

test("modules of the root, with what they need themselves", () => {
  assert.deepEqual(modulesIn(`Build Summary\n${line}\n`, "/p", "/p/src/lib.zig"), {
    root: ["--dep", "geo", "--dep", "opts=build_options"],
    others: [
      ...["--dep", "inner", "-I", "/p/include", "-Mgeo=/p/dep/geo.zig"],
      "-Mbuild_options=/p/.zig-cache/c/options.zig",
      "-Minner=/p/dep/inner.zig",
    ],
  });
});

test("relative paths belong to the project; quoted words stay whole; other lines are passed over", () => {
  const output = "info(verbose): zig build-lib --dep 'my pkg' -Mroot=src/lib.zig '-Mmy pkg=dep/a b.zig' -lc";
  assert.deepEqual(modulesIn(output, "/p", "/p/src/lib.zig"), { root: ["--dep", "my pkg"], others: ["-Mmy pkg=/p/dep/a b.zig"] });
  assert.equal(modulesIn("zig fetch -Mroot=/p/src/lib.zig", "/p", "/p/src/lib.zig"), undefined);
  assert.equal(modulesIn(line, "/p", "/p/src/other.zig"), undefined);
});
