import assert from "node:assert/strict";
import { test } from "node:test";
import { analyse, type Analysis } from "../../../server/src/workspace/library.ts";
import { defaultConfig } from "../../../server/src/workspace/config.ts";
import { createProjectLibrary } from "../../../server/src/workspace/projectLibrary.ts";
import { parser } from "../syntax/zig.ts";

const source = `//! Top.
const b = @import("b.zig");

/// A struct.
pub const S = extern struct {
    /// Field.
    x: i32,
    y: []const u8,
};

/// First.
export fn first(s: *const S, key: [*]const u8, key_len: usize) i32 {
    return s.x;
}

test "t" {
    _ = 1;
}

/// Second.
pub export fn second(e: E, items: []u8) void {
    _ = e;
} pub const E = enum(c_int) { /// One.
one, two };

export fn third() void {}
`;

interface Library {
  change(text: string): { readonly now: Analysis; readonly whole: Analysis };
  readonly first: Analysis;
}

function libraryOf(text: string): Library {
  const texts = new Map([
    ["/p/a.zig", text],
    ["/p/b.zig", "pub const c = 1;\n"],
  ]);
  const read = (path: string): { text: string; isValidUtf8: boolean } | undefined => {
    const found = texts.get(path);
    return found === undefined ? undefined : { text: found, isValidUtf8: true };
  };
  const host = { read, exists: (path: string) => texts.has(path) };
  const config = defaultConfig("/p", ["/p/a.zig"]);
  const [library] = config.libraries;
  if (library === undefined) throw new Error("no library");
  const made = createProjectLibrary({ config, library, isLoose: false, host, parser, cache: new Map(), version: "0", artifacts: {} });
  return {
    first: made.analysis(),
    change(changed) {
      texts.set("/p/a.zig", changed);
      made.touch("/p/a.zig");
      return { now: made.analysis(), whole: analyse(library, { host, parser, targets: config.targets }) };
    },
  };
}

const inBodies: Readonly<Record<string, readonly [string, string]>> = {
  "a line in a body": ["    return s.x;\n", "    const a = 1;\n    return s.x + a;\n"],
  "a body that shrinks": ["    return s.x;\n", ""],
  "inside a test": ["_ = 1", "_ = 12345"],
  "a comment between": ['test "t"', '// more\n// and more\ntest "t"'],
  "a body on the line of another declaration": ["    _ = e;\n} pub", "    _ = e; } pub"],
  "a longer top comment": ["//! Top.\n", "//! Top.\n//! More.\n"],
};

for (const [name, [from, to]] of Object.entries(inBodies)) {
  test(`what is known moves along: ${name}`, () => {
    const library = libraryOf(source);
    const { now, whole } = library.change(source.replace(from, to));
    assert.equal(now.plan, library.first.plan);
    const { moved, ...known } = now;
    assert.equal(moved?.from.deref(), library.first.module);
    assert.deepEqual(
      { ...known, module: { ...known.module, containers: [...known.module.containers] } },
      { ...whole, module: { ...whole.module, containers: [...whole.module.containers] } },
    );
  });
}

const inDeclarations: Readonly<Record<string, readonly [string, string]>> = {
  "a parameter's type": ["items: []u8", "items: [*]u8"],
  "a doc comment": ["/// First.", "/// The first."],
  "a field": ["x: i32", "x: i64"],
  "a new function": ["export fn third", "export fn fourth() void {}\nexport fn third"],
  "an import": ['@import("b.zig")', '@import("gone.zig")'],
};

for (const [name, [from, to]] of Object.entries(inDeclarations)) {
  test(`what changed is read again: ${name}`, () => {
    const library = libraryOf(source);
    const { now, whole } = library.change(source.replace(from, to));
    assert.notEqual(now.plan, library.first.plan);
    assert.deepEqual(
      { ...now, module: { ...now.module, containers: [...now.module.containers] } },
      { ...whole, module: { ...whole.module, containers: [...whole.module.containers] } },
    );
  });
}

test("an error is told while it is there, and everything else stays known", () => {
  const library = libraryOf(source);
  const broken = library.change(source.replace("s: *const S, key", "s: *const S key")).now;
  assert.deepEqual(
    broken.issues.filter(({ code }) => code === "zig/syntax").map(({ zig }) => `${zig?.span.line}:${zig?.span.column}`),
    ["12:27"],
  );
  assert.deepEqual(
    broken.module.exports.map(({ symbol, unknown }) => `${symbol} ${unknown}`),
    ["first its declaration has a syntax error", "second null", "third null"],
  );
  const { now, whole } = library.change(source);
  assert.deepEqual(now.module.exports, whole.module.exports);
  assert.deepEqual(now.issues, whole.issues);
});
