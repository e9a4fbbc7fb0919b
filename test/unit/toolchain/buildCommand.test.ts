import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import type { BuildConfig, LibraryConfig } from "../../../server/src/model/config.ts";
import { parseTarget } from "../../../server/src/model/target.ts";
import { destinationOf, pathOfArtifact } from "../../../server/src/toolchain/artifacts.ts";
import { buildCommand, needsLlvm, withLlvm, type BuildCommandOptions } from "../../../server/src/toolchain/buildCommand.ts";
import { temporaryFolder, writeFile } from "../../support/temporaryFolder.ts";

function library(build: Partial<BuildConfig> = {}): LibraryConfig {
  return {
    name: "vec",
    root: "/p/src/vec.zig",
    out: "/p/bindings.ts",
    backend: "koffi",
    build: { command: null, artifact: {}, optimize: null, ...build },
    specs: [],
    bindings: [],
  };
}

function commandOf(options: Partial<BuildCommandOptions>): string {
  const base = { zig: { command: ["/z/zig"], version: "0.15.2" }, library: library(), projectDirectory: "/p", optimize: undefined };
  const result = buildCommand({ ...base, target: parseTarget("x86_64-linux-gnu"), prefix: undefined, ...options });
  return result.kind === "known" ? `${result.value.kind}: ${result.value.command.join(" ")}` : result.reason;
}

const tail = "--name vec --cache-dir .zig-cache --color off src/vec.zig";

test("build-lib: libc always, LLVM for Debug of 0.16, no error tracing for Debug of 0.15, system flags by target", () => {
  const target = "-target x86_64-linux-gnu";
  assert.equal(commandOf({}), `build-lib: /z/zig build-lib -dynamic -O Debug -fno-error-tracing -lc ${target} ${tail}`);
  const zig16 = { command: ["python3", "-m", "ziglang"], version: "0.16.0" };
  assert.equal(commandOf({ zig: zig16 }), `build-lib: python3 -m ziglang build-lib -dynamic -O Debug -fllvm -lc ${target} ${tail}`);
  assert.equal(
    commandOf({ zig: zig16, optimize: "ReleaseFast" }),
    `build-lib: python3 -m ziglang build-lib -dynamic -O ReleaseFast -lc ${target} ${tail}`,
  );
  const windows = parseTarget("x86_64-windows");
  assert.equal(
    commandOf({ library: library({ optimize: "ReleaseSafe" }), target: windows }),
    `build-lib: /z/zig build-lib -dynamic -O ReleaseSafe -lc -target x86_64-windows-gnu -fno-emit-implib ${tail}`,
  );
  assert.match(commandOf({ target: parseTarget("aarch64-macos") }), /-lc -target aarch64-macos -install_name @rpath\/libvec\.dylib --name/);
});

test("a build.zig is run by zig build, with what was asked for only", (t) => {
  const projectDirectory = temporaryFolder(t);
  writeFile(join(projectDirectory, "build.zig"), "");
  assert.equal(commandOf({ projectDirectory, target: undefined }), "project: /z/zig build");
  const asked = { projectDirectory, library: library({ optimize: "Debug" }), optimize: "ReleaseFast", prefix: "/out" } as const;
  assert.equal(commandOf(asked), "project: /z/zig build -Doptimize=ReleaseFast -Dtarget=x86_64-linux-gnu --prefix /out");
});

test("the user's command: a bare zig is the one that was found; choices that it cannot take are refused", () => {
  const make = library({ command: ["make", "lib"] });
  assert.equal(commandOf({ library: make, target: undefined }), "project: make lib");
  const refusal = "-Doptimize=Debug cannot be passed to the build command make lib; write the choice into build.command";
  assert.equal(commandOf({ library: make, target: undefined, optimize: "Debug" }), refusal);
  const build = library({ command: ["zig", "build", "lib", "--", "x"] });
  assert.equal(commandOf({ library: build, target: undefined, optimize: "Debug" }), "project: /z/zig build lib -Doptimize=Debug -- x");
  assert.equal(commandOf({ library: library({ command: [] }) }), "build.command is empty");
});

test("LLVM is added once, on the compiler's own faults only", () => {
  assert.deepEqual(withLlvm(["zig", "-lc", "a"]), ["zig", "-fllvm", "-lc", "a"]);
  assert.equal(withLlvm(["zig", "-fllvm", "-lc"]), undefined);
  assert.ok(needsLlvm("a.zig:3:8: error: emit MIR failed: InvalidInstruction (Zig compiler bug)"));
  assert.ok(needsLlvm("x\nerror: TODO implement splitType(2, S)"));
  assert.ok(needsLlvm("a.zig:3:8: error: TODO implement splitType(2, a.S)"));
  assert.ok(needsLlvm("a.zig:4:8: error: genSetReg called with a value larger than dst_reg"));
  assert.ok(needsLlvm("x\nerror(x86_64_encoder): no encoding found for: none mov m128 r64 none none"));
  assert.ok(needsLlvm("thread 16847 panic: storeRegs: t.U_u4"));
  assert.ok(!needsLlvm("a.zig:3:8: error: use of undeclared identifier 'TODO'"));
});

test("artifacts: derived by platform, configured ones relative to the project", () => {
  assert.equal(pathOfArtifact(library(), "/p", "linux"), join("/p", "zig-out/lib/libvec.so"));
  assert.equal(pathOfArtifact(library(), "/p", "macos"), join("/p", "zig-out/lib/libvec.dylib"));
  assert.equal(pathOfArtifact(library(), "/p", "windows"), join("/p", "zig-out/bin/vec.dll"));
  const configured = library({ artifact: { linux: "out/v.so", macos: "/abs/v.dylib" } });
  assert.equal(pathOfArtifact(configured, "/p", "linux"), join("/p", "out/v.so"));
  assert.equal(pathOfArtifact(configured, "/p", "macos"), "/abs/v.dylib");
});

test(
  "a foreign target of this system does not overwrite the library that programs load",
  { skip: process.platform !== "linux" && "for Linux" },
  () => {
    const where = (triple: string) => {
      const destination = destinationOf(library(), "/p", triple);
      return destination.kind === "known" ? destination.artifact : destination.reason;
    };
    assert.equal(
      where("arm-linux"),
      "/p/zig-out/arm-linux-gnueabihf/lib/libvec.so".replace("arm-linux-gnueabihf", parseTarget("arm-linux")?.triple ?? "?"),
    );
    assert.equal(where("x86_64-windows"), "/p/zig-out/bin/vec.dll");
    assert.equal(where("sparc-solaris"), "sparc-solaris is not a target that zig-ffi knows");
    assert.equal(where("wasm32"), "wasm32-freestanding has no shared libraries that Node could load");
  },
);
