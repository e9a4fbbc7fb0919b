import { script, type FunctionRow } from "./dialects.ts";
import type { CorpusProject } from "./projects.ts";

const one: FunctionRow = { symbol: "one", params: ["i32"], returns: "i32" };
const two: FunctionRow = { symbol: "two", params: ["i32"], returns: "i32" };
const fn = (name: string): string => `export fn ${name}(a: i32) i32 {\n    return a;\n}\n`;
const joined = `const api = @import("c_api");\ncomptime {\n    _ = api;\n}\n${fn("one")}`;
const build = (lines: string): string => `const std = @import("std");\npub fn build(b: *std.Build) void {\n${lines}}\n`;
const twoModules = build(
  '    const api = b.createModule(.{ .root_source_file = b.path("api.zig") });\n    const mod = b.createModule(.{ .root_source_file = b.path("lib.zig") });\n    mod.addImport("c_api", api);\n',
);
const withC = build('    lib.addCSourceFile(.{ .file = b.path("helper.c") });\n');
const missing = ["error abi/missing-symbol two"];

function project(name: string, files: CorpusProject["files"], findings: readonly string[] = []): CorpusProject {
  return { name, files, findings, isFixable: false };
}

/** Libraries that hold more than the Zig files of their root. */
export const builds: readonly CorpusProject[] = [
  project("a module of the build may export what is missing", { "lib.zig": joined, "app.ts": script("bun:ffi", [one, two]) }),
  project(
    "std and data are no modules of the build",
    {
      "lib.zig": `const std = @import("std");\nconst data = @import("data.zon");\n${fn("one")}`,
      "app.ts": script("bun:ffi", [one, two]),
    },
    missing,
  ),
  project(
    "a program of the build that links the library adds nothing to it",
    {
      "build.zig": build("    const lib = b.addLibrary(.{});\n    demo.linkLibrary(lib);\n"),
      "lib.zig": fn("one"),
      "app.ts": script("bun:ffi", [one, two]),
    },
    missing,
  ),
  project("another library that is linked in may export what is missing", {
    "build.zig": build('    lib.linkLibrary(other.artifact("c"));\n'),
    "lib.zig": fn("one"),
    "app.ts": script("bun:ffi", [one, two]),
  }),
  project(
    "options of the build export nothing",
    {
      "build.zig": build('    mod.addOptions("config", options);\n'),
      "lib.zig": joined.replace("c_api", "config"),
      "app.ts": script("bun:ffi", [one, two]),
    },
    missing,
  ),
  {
    ...project("two modules of one build are one library", {
      "build.zig": twoModules,
      "lib.zig": joined,
      "api.zig": fn("two"),
      "app.ts": script("bun:ffi", [one, two]),
    }),
    roots: ["api.zig", "lib.zig"],
  },
  {
    ...project(
      "two modules of one build are one library: each declaration is compared with its own",
      {
        "build.zig": twoModules,
        "lib.zig": joined,
        "api.zig": fn("two"),
        "app.ts": script("bun:ffi", [
          { ...one, params: ["f32"] },
          { ...two, params: ["f32"] },
        ]),
      },
      ["error abi/param-type one.a", "error abi/param-type two.a"],
    ),
    roots: ["api.zig", "lib.zig"],
  },
  {
    ...project(
      "two libraries of one build that take nothing from it",
      {
        "build.zig": twoModules,
        "lib.zig": fn("one"),
        "api.zig": fn("two"),
        "app.ts": script("bun:ffi", [one, two]),
      },
      missing,
    ),
    roots: ["api.zig", "lib.zig"],
  },
  project("what Zig itself takes from elsewhere may be exported from there", {
    "lib.zig": `const c = struct {\n    extern "c" fn two(a: i32) i32;\n};\nextern var shared: i32;\n${fn("one")}`,
    "app.ts": script("bun:ffi", [one, two, { symbol: "shared", params: [] }]),
  }),
  project("C sources of the build may export what is missing", {
    "build.zig": withC,
    "lib.zig": fn("one"),
    "app.ts": script("bun:ffi", [one, two]),
  }),
  project(
    "C sources in a comment",
    {
      "build.zig": withC.replace("lib.", "// lib."),
      "lib.zig": fn("one"),
      "app.ts": script("bun:ffi", [one, two]),
    },
    missing,
  ),
  project(
    "a build.zig of a folder above counts, the nearest one only",
    {
      "build.zig": withC,
      "native/build.zig": build(""),
      "native/lib.zig": fn("one"),
      "app.ts": script("bun:ffi", [one, two]),
    },
    missing,
  ),
].map((each) => ("native/lib.zig" in each.files ? { ...each, roots: ["native/lib.zig"] } : each));
