// Hand-written declarations of every dialect, shape and mistake, each with its twin without one: all found, nothing else found.
import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultTriples } from "../../server/src/model/target.ts";
import { checkWorkspace, type CheckResult } from "../../server/src/workspace/checkWorkspace.ts";
import { defaultConfig } from "../../server/src/workspace/config.ts";
import { bundledParser, bundledScriptParser } from "../../server/src/workspace/package.ts";
import { builds } from "./builds.ts";
import { corpus as written, type CorpusProject } from "./projects.ts";
import { seen } from "./seen.ts";

const parser = await bundledParser();
const scripts = await bundledScriptParser();
const corpus = [...written, ...seen, ...builds];

test("the corpus is large enough, and every project has a name of its own", () => {
  assert.ok(corpus.length >= 60, String(corpus.length));
  assert.equal(new Set(corpus.map(({ name }) => name)).size, corpus.length);
});

for (const project of corpus) {
  test(project.name, () => {
    const result = check(project.files, project.roots);
    assert.deepEqual(findingsOf(result), project.findings, result.issues.map(({ message }) => message).join("\n"));
    assert.equal(result.notUnderstood.length, project.notUnderstood ?? 0, JSON.stringify(result.notUnderstood));
    if (project.findings.length > 0 && project.isFixable) testFixed(project, result);
  });
}

function testFixed(project: CorpusProject, result: CheckResult): void {
  const files = { ...project.files };
  const edits = result.issues.filter(({ code }) => code !== "abi/unbound-export").flatMap((issue) => result.fix(issue)?.edits ?? []);
  const unique = [...new Map(edits.map((edit) => [`${edit.span.file}:${String(edit.span.start)}`, edit])).values()];
  for (const { span, text } of unique.toSorted((a, b) => b.span.start - a.span.start)) {
    const name = span.file.replace("/p/", "");
    const source = files[name] ?? "";
    files[name] = source.slice(0, span.start) + text + source.slice(span.end);
  }
  const after = check(files, project.roots).issues.filter(({ severity }) => severity === "error");
  assert.deepEqual(
    after.map(({ message }) => message),
    [],
    JSON.stringify(files, null, 1),
  );
}

function check(files: Readonly<Record<string, string>>, roots: readonly string[] = ["lib.zig"]): CheckResult {
  const read = (path: string): { text: string; isValidUtf8: boolean } | undefined => {
    const text = files[path.replace("/p/", "")];
    return text === undefined ? undefined : { text, isValidUtf8: true };
  };
  return checkWorkspace({
    host: { read, exists: (path) => read(path) !== undefined },
    parser,
    scripts,
    libraries: defaultConfig(
      "/p",
      roots.map((root) => `/p/${root}`),
    ).libraries,
    files: Object.keys(files)
      .filter((name) => name.endsWith(".ts"))
      .map((name) => `/p/${name}`),
    targets: defaultTriples,
  });
}

function findingsOf({ issues }: CheckResult): readonly string[] {
  return issues
    .filter(({ code }) => code !== "abi/unbound-export")
    .map(({ severity, code, symbol, parameter }) => `${severity} ${code} ${symbol ?? "-"}${parameter === undefined ? "" : `.${parameter}`}`)
    .sort();
}
