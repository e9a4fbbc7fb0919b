// docs/codes.md: every code is there, and its examples do what they say.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { defaultTriples } from "../../server/src/model/target.ts";
import { analyse } from "../../server/src/workspace/library.ts";
import { checkWorkspace } from "../../server/src/workspace/checkWorkspace.ts";
import { defaultConfig } from "../../server/src/workspace/config.ts";
import { bundledParser, bundledScriptParser } from "../../server/src/workspace/package.ts";
import { root } from "../support/fixtures.ts";

const parser = await bundledParser();
const scripts = await bundledScriptParser();
const text = readFileSync(join(root, "docs/codes.md"), "utf8");
const model = readFileSync(join(root, "server/src/model/issue.ts"), "utf8");
const codes = [...model.matchAll(/^ {2}\| "([\w/-]+)"/gm)].map((match) => match[1] ?? "");
const sections = new Map(
  text
    .split(/^## /m)
    .slice(1)
    .map((section): [string, string] => [/^`([^`]+)`/.exec(section)?.[1] ?? "", section]),
);

/** Findings without an example: they need files, a compiler, or bytes. */
const withoutExample = new Set([
  "abi/stale-bindings",
  "abi/stale-library",
  "abi/layout-differs-by-target",
  "abi/unverified",
  "config/invalid",
  "config/missing-file",
  "internal/layout-disagrees",
  "zig/not-utf8",
  "zig/unknown-type",
  "ffi/too-many-params",
]);

test("every code is documented, and nothing else is", () => {
  assert.ok(codes.length > 30);
  assert.deepEqual([...sections.keys()].sort(), [...codes].sort());
});

for (const [code, section] of sections) {
  if (withoutExample.has(code)) continue;
  test(`${code}: the bad example gives it, the good one does not`, () => {
    const [, bad, good] = section.split(/^(?:Bad|Good):$/m);
    assert.ok(bad !== undefined && good !== undefined, "both examples are there");
    assert.ok(codesOf(bad).has(code), `the bad example gives ${[...codesOf(bad)].join(", ")}`);
    assert.ok(!codesOf(good).has(code));
    const serious = [...codesOf(good)].filter((each) => each !== "abi/unbound-export");
    assert.deepEqual(serious, [], "the good example has no finding at all");
  });
}

function codesOf(example: string): ReadonlySet<string> {
  const fences = new Map(
    [...example.matchAll(/^```(zig|ts)\n([^]*?)^```$/gm)].map((match): [string, string] => [match[1] ?? "", match[2] ?? ""]),
  );
  const files = new Map([
    ["/p/lib.zig", fences.get("zig") ?? ""],
    ["/p/app.ts", fences.get("ts") ?? ""],
  ]);
  const read = (path: string): { text: string; isValidUtf8: boolean } | undefined => {
    const content = files.get(path);
    return content === undefined ? undefined : { text: content, isValidUtf8: true };
  };
  const host = { read, exists: (path: string) => files.has(path) };
  const { libraries } = defaultConfig("/p", ["/p/lib.zig"]);
  const [library] = libraries;
  assert.ok(library !== undefined);
  const checked = checkWorkspace({ host, parser, scripts, libraries, files: ["/p/app.ts"], targets: defaultTriples });
  const planned = fences.has("ts") ? [] : analyse(library, { host, parser, targets: defaultTriples }).issues;
  return new Set([...checked.issues, ...planned].map((issue) => issue.code));
}
