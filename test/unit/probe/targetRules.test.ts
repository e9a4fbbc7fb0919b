import assert from "node:assert/strict";
import { test } from "node:test";
import { targetRules } from "../../../server/src/check/targetRules.ts";
import { createLayouts } from "../../../server/src/layout/layouts.ts";
import { parseTarget } from "../../../server/src/model/target.ts";
import { readText } from "../syntax/zig.ts";

function messages(source: string, ...triples: readonly string[]): readonly string[] {
  const module = readText(source);
  const layouts = triples.map((triple) => createLayouts(module, parseTarget(triple) ?? assert.fail(triple)));
  return [...targetRules(module, layouts)].map(({ code, severity, message, zig, targets }) => {
    assert.deepEqual([code, severity, targets], ["abi/layout-differs-by-target", "warning", triples]);
    return `${zig?.span.line ?? 0}: ${message}`;
  });
}

const i64 = "const S = extern struct { a: u8, b: i64 };\nexport fn f(s: *S) void { _ = s; }";

test("the alignment of a field", () => {
  assert.deepEqual(messages(i64, "x86_64-linux-gnu", "x86-linux-gnu"), [
    "1: S is laid out differently: 16 bytes, aligned to 8, with b at 8 (8 bytes), on x86_64-linux-gnu; 12 bytes, aligned to 4, with b at 4 " +
      "(8 bytes), on x86-linux-gnu. b is i64, whose alignment depends on the target: write align(8) on it where the layout must be the same.",
  ]);
});

test("the same on all targets, of one target, or used by no export: nothing", () => {
  assert.deepEqual(messages(i64, "x86_64-linux-gnu", "aarch64-macos", "x86_64-windows-gnu", "wasm32-freestanding"), []);
  assert.deepEqual(messages(i64, "x86-linux-gnu"), []);
  assert.deepEqual(messages("const S = extern struct { a: c_long };", "x86_64-linux-gnu", "x86_64-windows-gnu"), []);
});

test("the size of a field inside of another container names the field", () => {
  const source = `const In = extern struct { l: c_long };
const S = extern struct { p: ?*u8, in: [2]In, after: u8 };
export fn f() S { return undefined; }`;
  const found = messages(source, "x86_64-linux-gnu", "x86_64-windows-gnu");
  assert.equal(found.length, 2);
  assert.match(
    found[0] ?? "",
    /^2: S .* 32 bytes, aligned to 8, with in at 8 \(16 bytes\), after at 24 \(1 bytes\), on x86_64-linux-gnu; 24 bytes/,
  );
  assert.match(found[0] ?? "", /in\.l is c_long, whose size depends on the target/);
  assert.match(found[1] ?? "", /^1: In .* l is c_long, whose size/);
});

test("pointers: only where 32 and 64 bits are configured together, and said so", () => {
  const source = "const S = extern struct { p: *S, n: usize };\nexport fn f(cb: *const fn (?*S) callconv(.c) void) void { _ = cb; }";
  assert.deepEqual(messages(source, "x86_64-linux-gnu", "aarch64-macos"), []);
  const [message, ...more] = messages(source, "x86_64-linux-gnu", "aarch64-macos", "wasm32-freestanding");
  assert.deepEqual(more, []);
  assert.match(
    message ?? "",
    /16 bytes.* on x86_64-linux-gnu, aarch64-macos; 8 bytes.* on wasm32-freestanding\. Only the width of pointers differs/,
  );
});

test("enums and packed structs by their integer", () => {
  const source =
    "const E = enum(c_long) { a };\nconst P = packed struct(usize) { a: usize };\nconst H = extern struct { e: E };\n" +
    "export fn f(e: *E, p: P, h: H) void { _ = .{ e, p, h }; }";
  const found = messages(source, "x86_64-linux-gnu", "x86_64-windows-gnu", "x86-linux-gnu");
  const [e, p, h, ...more] = [...found].sort();
  assert.deepEqual(more, []);
  assert.equal(
    e,
    "1: E is laid out differently: 8 bytes, aligned to 8 on x86_64-linux-gnu; 4 bytes, aligned to 4 on x86_64-windows-gnu, x86-linux-gnu. " +
      "Its tag is c_long, whose size depends on the target: choose a type of fixed size, such as i32, i64 or f64, where the layout must be the same.",
  );
  assert.match(p ?? "", /^2: P is laid .* Only the width of pointers differs/);
  assert.match(h ?? "", /^3: H is laid .* e is c_long, whose size/);
});
