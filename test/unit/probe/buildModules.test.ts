import assert from "node:assert/strict";
import { test } from "node:test";
import { parseTarget } from "../../../server/src/model/target.ts";
import { modulesIn } from "../../../server/src/toolchain/probe/buildModules.ts";

const line =
  "/opt/zig build-lib -ODebug --dep geo --dep opts=build_options -Mroot=/p/src/lib.zig -ODebug --dep inner -I include -Mgeo=/p/dep/geo.zig " +
  "-Minner=/p/dep/inner.zig -Mbuild_options=/p/.zig-cache/c/options.zig -Mlonely=/p/x.zig -lc --cache-dir /p/.zig-cache --name lib -dynamic";

const linux = parseTarget("x86_64-linux-gnu") ?? assert.fail("no such target");
const windows = parseTarget("x86_64-windows-gnu") ?? assert.fail("no such target");
const host = { target: linux, isHost: true };

test("modules of the root, with what they need themselves", () => {
  assert.deepEqual(modulesIn(`Build Summary\n${line}\n`, "/p", "/p/src/lib.zig", host), {
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
  assert.deepEqual(modulesIn(output, "/p", "/p/src/lib.zig", host), { root: ["--dep", "my pkg"], others: ["-Mmy pkg=/p/dep/a b.zig"] });
  assert.equal(modulesIn("zig fetch -Mroot=/p/src/lib.zig", "/p", "/p/src/lib.zig", host), undefined);
  assert.equal(modulesIn(line, "/p", "/p/src/other.zig", host), undefined);
});

test("only a module that is built for the target counts", () => {
  const call = (target: string, file: string): string => `zig build-lib ${target} -ODebug --dep c -Mroot=/p/lib.zig -Mc=/p/${file}`;
  const output = [call("-target x86_64-windows-gnu", "w.zig"), call("-target x86_64-linux.5.10...6.1-gnu.2.31", "l.zig")].join("\n");
  const files = (text: string, wanted: typeof host) => modulesIn(text, "/p", "/p/lib.zig", wanted)?.others;
  assert.deepEqual(files(output, { target: windows, isHost: false }), ["-Mc=/p/w.zig"]);
  assert.deepEqual(files(output, host), ["-Mc=/p/l.zig"]);
  const native = call("", "n.zig");
  assert.deepEqual(files(native, host), ["-Mc=/p/n.zig"]);
  assert.equal(files(native, { target: windows, isHost: false }), undefined);
  assert.equal(files(call("-target wasm32-freestanding", "w.zig"), host), undefined);
});
