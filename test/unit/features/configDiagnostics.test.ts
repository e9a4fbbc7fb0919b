import assert from "node:assert/strict";
import { test } from "node:test";
import { configDiagnostics } from "../../../server/src/features/configDiagnostics.ts";
import { ConfigError, parseConfig, type ConfigProblem } from "../../../server/src/workspace/config.ts";
import { scene } from "./scene.ts";

interface Case {
  readonly name: string;
  readonly text: string;
  /** The marked text and the message. */
  readonly expected: readonly (readonly [string, string])[];
}

const cases: readonly Case[] = [
  {
    name: "an unknown key",
    text: '{\n  "librarys": [\n    { "root": "a.zig" }\n  ]\n}\n',
    expected: [['"librarys"', 'the file must NOT have additional properties ("librarys")']],
  },
  {
    name: "unknown keys, nested, on one line",
    text: '{ "libraries": [{ "root": "a.zig", "build": { "mode": { "a": 1 } }, "ouut": "b.ts" }] }',
    expected: [
      ['"ouut"', 'libraries.0 must NOT have additional properties ("ouut")'],
      ['"mode"', 'libraries.0.build must NOT have additional properties ("mode")'],
    ],
  },
  { name: "a value of another kind", text: '{ "libraries": [{ "root": 3 }] }', expected: [["3", "libraries.0.root must be string"]] },
  {
    name: "a group of another kind",
    text: '{\n  "libraries": {\n    "root": "a.zig"\n  }\n}\n',
    expected: [['"libraries"', "libraries must be array"]],
  },
  { name: "a key that is missing", text: '{ "libraries": [{ }] }', expected: [["{", "libraries.0 must have required property 'root'"]] },
  { name: "another value than an object", text: "[\n]\n", expected: [["[", "the file must be object"]] },
  { name: "broken JSON", text: '{ "libraries": [}', expected: [["}", "not valid JSON: ValueExpected"]] },
  { name: "nothing", text: "", expected: [["", "not valid JSON: ValueExpected"]] },
  {
    name: "one name twice",
    text: '{ "libraries": [{ "root": "a.zig" }, { "root": "b.zig", "name": "a" }] }',
    expected: [['"a"', 'two libraries are called a: give one another "name"']],
  },
  {
    name: "one environment variable twice",
    text: '{ "libraries": [{ "root": "my-lib.zig" }, { "root": "my_lib.zig" }] }',
    expected: [['"my_lib.zig"', 'my-lib and my_lib would share the variable ZIG_FFI_LIBRARY_MY_LIB: give one another "name"']],
  },
  {
    name: "one bindings file twice",
    text: '{ "libraries": [{ "root": "a.zig" }, { "root": "b.zig", "out": "./a.ffi.ts" }] }',
    expected: [['"./a.ffi.ts"', 'a and b would both write a.ffi.ts: give one another "out"']],
  },
];

for (const { name, text, expected } of cases)
  test(`what is wrong is marked: ${name}`, () => {
    const problems = problemsOf(text);
    const found = configDiagnostics(scene({}).snapshot, { text, problems, config: undefined });
    assert.deepEqual(
      found.map(({ message }, i) => [text.slice(problems[i]?.start, problems[i]?.end), message]),
      expected,
    );
    for (const { range, code } of found) {
      assert.equal(range.start.line, range.end.line);
      assert.equal(code, "config/invalid");
    }
  });

test("an unknown target is marked", () => {
  const text = '{ "targets": ["x86_64-linux", "z80"] }';
  const [problem] = problemsOf(text);
  assert.equal(text.slice(problem?.start, problem?.end), '"z80"');
});

function problemsOf(text: string): readonly ConfigProblem[] {
  try {
    parseConfig("/p/zig-ffi.json", text);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}
