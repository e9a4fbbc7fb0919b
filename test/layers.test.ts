// Which folder may import which, as ARCHITECTURE.md has it. A folder may always import itself; nothing else is allowed.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..");
const core = ["model", "syntax", "layout", "plan", "check", "emit"];
const allowed: Readonly<Record<string, readonly string[]>> = {
  protocol: [],
  model: [],
  syntax: ["model"],
  layout: ["model"],
  plan: ["model", "layout"],
  check: ["model", "layout"],
  emit: ["model", "layout", "plan"],
  workspace: core,
  toolchain: ["model", "layout"],
  runtime: ["protocol", "model"],
  spec: ["protocol", "model", "syntax", "toolchain"],
  features: [...core, "workspace", "protocol"],
  lsp: [...core, "workspace", "protocol", "features", "spec", "toolchain"],
  cli: [...core, "workspace", "protocol", "spec", "toolchain", "lsp"],
  extension: ["protocol"],
};
const maxLines = 500;

const sources = ["server/src", "extension/src"]
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file.replaceAll("\\", "/")}`),
  )
  .filter((file) => file.endsWith(".ts"));

function layerOf(file: string): string {
  return file.startsWith("extension") ? "extension" : (file.split("/")[2] ?? "");
}

function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(/^(?:import|export)\b[^;]*?from "([^"]+)"|^import "([^"]+)"|(?<!@)\bimport\("([^"]+)"\)/gm)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? "",
  );
}

test("there are sources to look at", () => {
  assert.ok(sources.length > 30, `only ${sources.length} files found`);
});

for (const file of sources) {
  test(`layers: ${file}`, () => {
    const layer = layerOf(file);
    const targets = allowed[layer];
    assert.ok(targets !== undefined, `no rule for the layer ${layer}`);
    // The helpers that generated files carry run in the user's process, not in the core.
    const isSnippet = file.includes("/emit/snippets/");
    for (const specifier of importsOf(file)) {
      if (specifier.startsWith("node:")) assert.ok(!core.includes(layer) || isSnippet, `${layer} does no I/O but imports ${specifier}`);
      if (specifier === "vscode") assert.equal(layer, "extension", `only extension/ may import vscode`);
      if (!specifier.startsWith(".")) continue;
      const path = relative(root, join(root, dirname(file), specifier)).replaceAll("\\", "/");
      if (!path.startsWith("server/src") && !path.startsWith("extension/src")) continue;
      const target = layerOf(path);
      assert.ok(target === layer || targets.includes(target), `${layer} may not import ${target} (${specifier})`);
    }
    const lines = readFileSync(join(root, file), "utf8").split("\n").length;
    assert.ok(lines <= maxLines || file.endsWith("snippetTable.ts"), `${lines} lines, the limit is ${maxLines}`);
  });
}

test("imports form no cycle", () => {
  const graph = new Map(
    sources.map((file) => [
      file,
      importsOf(file)
        .filter((specifier) => specifier.startsWith("."))
        .map((specifier) => relative(root, join(root, dirname(file), specifier)).replaceAll("\\", "/")),
    ]),
  );
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    assert.ok(!path.includes(file), [...path, file].join(" -> "));
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of sources) visit(file, []);
});
