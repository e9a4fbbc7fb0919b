// package.json is also the extension's manifest.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { commandIds } from "../../extension/src/commandIds.ts";
import { defaultSettings } from "../../server/src/protocol/settings.ts";

const root = join(import.meta.dirname, "..", "..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");
const manifest = JSON.parse(read("package.json")) as {
  readonly icon: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly media: { readonly markdown: string }; readonly completionEvents: readonly string[] }[];
    }[];
  };
};
const texts = JSON.parse(read("package.nls.json")) as Readonly<Record<string, string>>;

test("every command is declared, and no other", () => {
  assert.deepEqual(manifest.contributes.commands.map(({ command }) => command).sort(), Object.values(commandIds).sort());
});
test("settings have the server's defaults", () => {
  for (const [name, value] of Object.entries(defaultSettings))
    assert.deepEqual(manifest.contributes.configuration.properties[`zigFfi.${name}`]?.default, value, name);
});
test("every text has a translation key, and every key a use", () => {
  const used = new Set([...read("package.json").matchAll(/"%([\w.]+)%"/g)].map((match) => match[1] ?? ""));
  assert.deepEqual([...used].sort(), Object.keys(texts).sort());
});
test("files that the manifest names exist", () => {
  const files = [manifest.icon, ...manifest.contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.markdown))];
  assert.deepEqual(
    files.filter((file) => !existsSync(join(root, file))),
    [],
  );
});
test("walkthrough steps end with commands that exist", () => {
  const ids = new Set<string>(Object.values(commandIds));
  const events = manifest.contributes.walkthroughs.flatMap(({ steps }) => steps.flatMap(({ completionEvents }) => completionEvents));
  assert.deepEqual(
    events.filter((event) => !ids.has(event.replace("onCommand:", ""))),
    [],
  );
});
test("the bundle of texts is what the sources say", () => {
  const result = spawnSync(process.execPath, [join(root, "scripts/l10n.ts"), "--check"], { encoding: "utf8" });
  assert.equal(result.status, 0, result.stderr);
});
