import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCompileErrors, utf16Column, withUtf16Columns } from "../../../server/src/toolchain/compileErrors.ts";

test("notes belong to the error above; source lines, underlines and reference traces are left out", () => {
  const output = `src/lib.zig:5:12: error: use of undeclared identifier 'undefinedName'
    return undefinedName;
           ^~~~~~~~~~~~~
src/lib.zig:2:16: error: parameter of type 'lib.S' not allowed in function with calling convention 'x86_64_sysv'
export fn take(s: S) u8 { return s.a; }
               ^~~~
src/lib.zig:2:16: note: only extern structs and ABI sized packed structs are extern compatible
src/lib.zig:1:11: note: struct declared here
const S = struct { a: u8 };
          ^~~~~~~~~~~~~~~~
referenced by:
    root: /zig/lib/std/start.zig:3:22
    comptime: /zig/lib/std/start.zig:27:9
    2 reference(s) hidden; use '-freference-trace=4' to see all references
`;
  assert.deepEqual(parseCompileErrors(output), [
    { file: "src/lib.zig", line: 5, column: 12, message: "use of undeclared identifier 'undefinedName'", notes: [] },
    {
      file: "src/lib.zig",
      line: 2,
      column: 16,
      message: "parameter of type 'lib.S' not allowed in function with calling convention 'x86_64_sysv'",
      notes: [
        { file: "src/lib.zig", line: 2, column: 16, message: "only extern structs and ABI sized packed structs are extern compatible" },
        { file: "src/lib.zig", line: 1, column: 11, message: "struct declared here" },
      ],
    },
  ]);
});

test("a message of several lines keeps its own indentation", () => {
  const output = `src/lib.zig:7:12: error: first line
                         second line
                             indented third
comptime { @compileError("first line\\nsecond line\\n    indented third"); }
           ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
`;
  const [error] = parseCompileErrors(output);
  assert.equal(error?.message, "first line\nsecond line\n    indented third");
});

test("errors without a place; the build system's tree and summary are left out; repeated errors appear once", () => {
  const located = "src/a.zig:1:2: error: bad\nx\n ^\n";
  const output = `install
+- install demo
   +- compile lib demo Debug native 1 errors
${located}error: the following command failed with 1 compilation errors:
/zig/zig build-lib -ODebug -Mroot=src/a.zig
Build Summary: 0/3 steps succeeded; 1 failed
${located}error: the following build command failed with exit code 1:
error: Invalid cast (Producer: 'zig 0.17.0' Reader: 'LLVM 22.1.8')
`;
  assert.deepEqual(parseCompileErrors(output), [
    { file: "src/a.zig", line: 1, column: 2, message: "bad", notes: [] },
    { file: null, line: null, column: null, message: "Invalid cast (Producer: 'zig 0.17.0' Reader: 'LLVM 22.1.8')", notes: [] },
  ]);
});

test("Windows paths, CRLF and colours", () => {
  const output = "\u001b[1mC:\\p\\a.zig:3:4: \u001b[31merror: \u001b[0mbad\r\nsource\r\n   ^~~\r\n";
  assert.deepEqual(parseCompileErrors(output), [{ file: "C:\\p\\a.zig", line: 3, column: 4, message: "bad", notes: [] }]);
});

test("scoped log lines and plain output are no errors; a note without an error is dropped", () => {
  assert.deepEqual(parseCompileErrors("error(x86_64_encoder): no encoding found\nhello\na.zig:1:1: note: alone\n"), []);
  assert.deepEqual(parseCompileErrors(""), []);
});

test("byte columns become UTF-16 columns", () => {
  // ä: 2 bytes, 1 unit. 😀: 4 bytes, 2 units.
  assert.equal(utf16Column("äx", 3), 2);
  assert.equal(utf16Column("😀x", 5), 3);
  assert.equal(utf16Column("ab", 1), 1);
  assert.equal(utf16Column("ab", 9), 9);
  const errors = parseCompileErrors("a.zig:1:3: error: bad\nb.zig:1:3: error: bad\n");
  const converted = withUtf16Columns(errors, (file, line) => (file === "a.zig" && line === 1 ? "äx" : undefined));
  assert.deepEqual(
    converted.map((error) => error.column),
    [2, 3],
  );
});
