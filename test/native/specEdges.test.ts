// What stands around tests: files that cannot be imported or declare nothing, hooks that crash, nothing to run.
import assert from "node:assert/strict";
import { basename } from "node:path";
import { test } from "node:test";
import { zigFfi } from "../support/cli.ts";
import { generatedProject } from "../support/specProject.ts";
import { outcomes, runSpecs } from "../support/specRun.ts";

const library = {
  "zig-ffi.json": '{ "libraries": [{ "name": "lib", "root": "lib.zig", "out": "lib.ts" }] }',
  "lib.zig": 'export fn panic_now() void {\n    @panic("here");\n}\n',
};
const first = 'import { it } from "zig-ffi/spec";\n';

/** `file: message`, and the innermost place, of the failures outside of tests. */
const imports: readonly (readonly [name: string, text: string, message: RegExp, place: string | null])[] = [
  ["a-syntax", `${first}it("a", () => undefined);\nconst x = ;\n`, /SyntaxError.*: Expression expected$/, "a-syntax.spec.ts:3:11"],
  ["b-enum", `${first}enum A { B }\n`, /enum is not supported/, "b-enum.spec.ts:2:1"],
  ["c-name", `${first}import {\n  nope,\n} from "./helper.ts";\n`, /does not provide an export named 'nope'$/, "c-name.spec.ts:3:3"],
  ["d-helper", `${first}import "./broken.ts";\n`, /Expression expected$/, "broken.ts:2:10"],
  ["e-twice", `${first}import "./twice.ts";\n`, /'a' has already been declared$/, "twice.ts:2:7"],
  ["f-dynamic", `${first}console.log("runs");\nawait import("./twice.ts");\n`, /^SyntaxError: .*'a' has already been declared$/, null],
  ["f-waits", `${first}await new Promise(() => undefined);\n`, /^the import does not end: /, null],
  ["g-empty", "export {};\n", /^the file declares no tests: import \{ it \}/, null],
  ["h-unused", first, /^the file declares no tests: call it/, null],
];

test("files that cannot be imported, or declare nothing, say why and where", (t) => {
  const specs = Object.fromEntries(imports.map(([name, text]) => [`${name}.spec.ts`, text]));
  const helpers = {
    "helper.ts": "export const a = 1;\n",
    "broken.ts": "const a = 1;\nconst b =;\n",
    "twice.ts": "const a = 1;\nconst a = 2;\n",
  };
  const { code, files } = runSpecs(generatedProject(t, { ...library, ...helpers, ...specs }));
  assert.equal(code, 1);
  for (const [i, [name, , message, place]] of imports.entries()) {
    const [failure, ...more] = files[i]?.failures ?? [];
    assert.match(failure?.message ?? "", message, name);
    assert.equal(more.length, 0, name);
    const [frame] = /[\w.-]+:\d+:\d+/.exec(failure?.stack ?? "") ?? [null];
    if (place !== null) assert.equal(frame, place, name);
    if (name === "f-dynamic") assert.equal(files[i]?.stdout.split("runs").length, 2, "it runs once");
  }
});

const hooks = `import { afterEach, beforeEach, describe, it } from "zig-ffi/spec";
import { load } from "./lib.ts";
const lib = load();
describe("crashes before", () => { beforeEach(() => lib.panic_now()); it("a", () => undefined); });
describe("crashes after", () => { afterEach(() => lib.panic_now()); it("a", () => undefined); });
describe("hangs before", () => { beforeEach(() => new Promise(() => setTimeout(() => undefined, 60_000)), 50); it("a", () => undefined); });
describe("loops", () => { it("a", () => { for (;;); }, 300); });
describe("crashes", () => { beforeEach(() => undefined); it("a", () => lib.panic_now()); });
`;

test("a crash in a hook names the hook; what does not end may be a loop of JavaScript", (t) => {
  const { files } = runSpecs(generatedProject(t, { ...library, "a.spec.ts": hooks }));
  assert.deepEqual(outcomes(files[0]), [
    'crashes before > a: failed the process was ended by SIGABRT in the beforeEach hook of "crashes before"',
    'crashes after > a: failed the process was ended by SIGABRT in the afterEach hook of "crashes after"',
    'hangs before > a: failed the beforeEach hook of "hangs before" took longer than 50 ms',
    "loops > a: failed native code, or a loop, did not come to its end within 300 ms and was killed during this test",
    "crashes > a: failed the process was ended by SIGABRT during this test",
  ]);
});

test("nothing to run is said", (t) => {
  const project = generatedProject(t, { ...library, "a.spec.ts": `${first}it("a", () => undefined);\n` });
  const run = (...args: string[]) => zigFfi(["test", ...args], { cwd: project });
  const unmatched = run("-t", "nomatch");
  assert.deepEqual([unmatched.code, unmatched.stderr.includes("zig-ffi: no test matches nomatch")], [1, true]);
  // The match may fall to another part.
  assert.equal(run("-t", "nomatch", "--shard", "1/2").code, 0);
  const empty = run("--shard", "2/2");
  assert.deepEqual([empty.code, empty.stderr.includes("no spec file falls to --shard 2/2")], [0, true]);
  assert.equal(run("-t", "^a$").code, 0);
  assert.deepEqual(
    runSpecs(project).files.map(({ file }) => basename(file)),
    ["a.spec.ts"],
  );
});
