import assert from "node:assert/strict";
import { test } from "node:test";
import { buildAdvice } from "../../../server/src/toolchain/buildAdvice.ts";
import { temporaryFolder, writeFile } from "../../support/temporaryFolder.ts";

const choose = 'choose another compiler with --zig, the variable ZIG, or "zig-ffi install-zig VERSION"';
const at = (file: string | null) => ({ file, line: 1, column: 1, message: "", notes: [] });

interface Case {
  readonly log?: string;
  readonly files?: readonly (string | null)[];
  readonly zon?: string;
  readonly isProject?: boolean;
  readonly advice: string | null;
}

const cases: Readonly<Record<string, Case>> = {
  "a source with an error needs none": { files: ["/p/src/lib.zig"], advice: null },
  "a local cache that is a file": {
    log: "error: unable to open local cache directory '.zig-cache': NotDir",
    files: [null],
    isProject: false,
    advice: "Zig cannot use its cache .zig-cache (NotDir): make it a folder that can be written, or remove it.",
  },
  "a global cache that cannot be written": {
    log: "error: unable to open global cache directory '/home/ann/.cache/zig': AccessDenied",
    advice:
      "Zig cannot use its global cache /home/ann/.cache/zig (AccessDenied): set ZIG_GLOBAL_CACHE_DIR to a folder that can be written.",
  },
  "another folder that cannot be written": {
    log: "error: AccessDenied",
    files: [null],
    isProject: false,
    advice: "A folder cannot be written: Zig needs .zig-cache and zig-out in the project, and its global cache (ZIG_GLOBAL_CACHE_DIR).",
  },
  "Zig's own fault": {
    log: "error: emit MIR failed: CodegenFail (Zig compiler bug)",
    advice: "This is a fault of Zig's own back end: set .use_llvm = true on the library in build.zig.",
  },
  "an older Zig than build.zig.zon asks for": {
    zon: '.{\n  // .minimum_zig_version = "0.99.0",\n  .minimum_zig_version = "0.16.0",\n}',
    files: ["/p/src/lib.zig"],
    advice: `build.zig.zon asks for Zig 0.16.0 or newer, this is 0.15.2: ${choose}.`,
  },
  "a newer Zig than that": { zon: '.{ .minimum_zig_version = "0.9.1" }', files: ["/p/src/lib.zig"], advice: null },
  "build.zig for another Zig": {
    files: ["/p/build.zig", "/p/build.zig"],
    advice: `build.zig may be written for another Zig than 0.15.2: correct it, or ${choose}.`,
  },
  "without build.zig": { files: ["/p/build.zig"], isProject: false, advice: null },
};

for (const [name, { log = "", files = [], zon, isProject = true, advice }] of Object.entries(cases))
  test(name, (t) => {
    const projectDirectory = temporaryFolder(t);
    if (zon !== undefined) writeFile(`${projectDirectory}/build.zig.zon`, zon);
    assert.equal(buildAdvice({ log, errors: files.map(at), zigVersion: "0.15.2", projectDirectory, isProject }), advice);
  });
