import assert from "node:assert/strict";
import { test } from "node:test";
import { hover } from "../../../server/src/features/hover.ts";
import { generated, scene } from "./scene.ts";

function hovered(files: Readonly<Record<string, string>>): string | null {
  const { snapshot, place } = scene(files);
  return textOf(hover(snapshot, place));
}

function textOf(found: ReturnType<typeof hover>): string | null {
  return found === null ? null : (found.contents as { readonly value: string }).value;
}

test("an export: its TypeScript and C signatures, and what becomes of each parameter", () => {
  assert.equal(
    hovered({
      "a.zig": `const V = extern struct { x: f32 };
export fn $0put(v: *const V, key: [*]const u8, key_len: usize, value_out: *u32) bool {}`,
    }),
    `\`\`\`typescript
put(v: V, key: string | Uint8Array): { result: boolean; value_out: number }
\`\`\`

\`\`\`c
bool put(const V *v, const uint8_t *key, size_t key_len, uint32_t *value_out);
\`\`\`

- \`v\`: \`V\`, written to scratch memory for the call
- \`key\`: \`string\` (as UTF-8) or \`Uint8Array\`, with its length — a typed array of key_len items (by convention)
- \`key_len\`: not passed: the length of \`key\` — the length of key (by convention)
- \`value_out\`: not passed, but given back: \`number\`, checked to be a whole u32 — becomes a result: the name value_out says that the callee fills it in (by convention)`,
  );
});

test("a parameter: only its own line", () => {
  assert.equal(
    hovered({ "a.zig": "export fn f(a: i32, $0name: [*:0]const u8) void {}" }),
    "- `name`: `string`, as UTF-8 with a 0 at its end",
  );
});

test("an export without a binding says why", () => {
  assert.equal(
    hovered({ "a.zig": "export fn $0f(x: f16) void {}" }),
    "No TypeScript binding: x: koffi has no f16: pass it by pointer\n\n```c\nvoid f(_Float16 x);\n```",
  );
});

test("callbacks, pointers to pointers and arrays in C", () => {
  const text = hovered({
    "a.zig": "export fn $0f(cb: *const fn (i32, ?*anyopaque) callconv(.c) void, p: *?*anyopaque, a: *const [4]u8) void {}",
  });
  assert.match(text ?? "", /void f\(void \(\*cb\)\(int32_t, void \*\), void \*\*p, const uint8_t \(\*a\)\[4\]\);/);
});

test("an extern struct: sizes, fields, bytes, padding, and targets that differ", () => {
  assert.equal(
    hovered({ "a.zig": "pub const $0S = extern struct { a: u8, b: c_long, c: u16 };\nexport fn f(s: *const S) void {}" }),
    `\`extern struct S\`: 24 bytes, align 8 on x86_64-linux-gnu and 3 more targets

| offset | size | field | type |
| ---: | ---: | --- | --- |
| 0 | 1 | a | \`u8\` |
| 8 | 8 | b | \`c_long\` |
| 16 | 2 | c | \`u16\` |

\`\`\`text
   0  a . . . . . . .
   8  b b b b b b b b
  16  c c . . . . . .
      a a, b b, c c
\`\`\`

13 bytes of padding; reordering the fields saves 8

On x86_64-windows-gnu: 12 bytes, align 4: \`b\` at 4 with 4 bytes instead of 8 with 8, \`c\` at 8 with 2 bytes instead of 16 with 2`,
  );
});

test("a field", () => {
  assert.equal(
    hovered({ "a.zig": "pub const S = extern struct { $0a: u8, b: u32 };" }),
    "`a: u8`: offset 0, 1 byte, align 1, then 3 bytes of padding, on x86_64-linux-gnu and 4 more targets",
  );
  assert.equal(
    hovered({ "a.zig": "pub const S = packed struct(u8) { a: u3, $0b: u5 };" }),
    "`b: u5`: bit 3, 5 bits, on x86_64-linux-gnu and 4 more targets",
  );
});

test("a type's name in a signature is the type", () => {
  const text = hovered({
    "a.zig": 'const b = @import("b.zig");\nexport fn f(s: *const b.$0S) void {}',
    "b.zig": "pub const S = extern struct { a: u8 };",
  });
  assert.match(text ?? "", /^`extern struct S`: 1 byte, align 1/);
});

test("an enum's value", () => {
  assert.equal(hovered({ "a.zig": "pub const E = enum(c_int) { a = 4, $0b };" }), "`E.b` = 5");
});

test("nothing inside function bodies and on words that mean nothing", () => {
  assert.equal(hovered({ "a.zig": "export fn f(a: i32) i32 {\n    return $0a;\n}" }), null);
  assert.equal(hovered({ "a.zig": "export $0fn f(a: i32) i32 {}" }), null);
});

test("a method of generated bindings, and a call in a script that imports them: the Zig side", () => {
  const made = scene({ "a.zig": "/// Sums.\n/// @raw\nexport fn add(a: i32, b: i32) i32 {}" });
  generated(made);
  const declared = { path: "/p/a.ffi.ts", offset: made.text("a.ffi.ts").indexOf("add(a: number") + 1 };
  const expected = "```zig\nexport fn add(a: i32, b: i32) i32\n```\n\nSums.";
  assert.equal(textOf(hover(made.snapshot, declared)), expected);
  const script = 'import { load } from "./a.ffi.ts";\nconst lib = load();\nlib.add(1, 2);\nconst add = 3;\n// lib.add\n';
  made.set("use.ts", script);
  const at = (text: string): string | null =>
    textOf(hover(made.snapshot, { path: "/p/use.ts", offset: script.indexOf(text) + text.length }));
  assert.equal(at("lib.ad"), expected);
  assert.equal(at("const ad"), null);
  assert.equal(at("// lib.ad"), null);
  made.set("other.ts", "lib.add(1, 2);\n");
  assert.equal(textOf(hover(made.snapshot, { path: "/p/other.ts", offset: 5 })), null);
});
