// Hand-written declarations of every dialect, shape and mistake, each with its twin without one: all found, nothing else found, and corrections
// that make no new mistakes.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Issue } from "../../server/src/model/issue.ts";
import { defaultTriples } from "../../server/src/model/target.ts";
import { checkWorkspace, type CheckResult } from "../../server/src/workspace/checkWorkspace.ts";
import { defaultConfig } from "../../server/src/workspace/config.ts";
import { fixedFiles } from "../../server/src/workspace/fixedFiles.ts";
import { bundledParser, bundledScriptParser } from "../../server/src/workspace/package.ts";
import { builds } from "./builds.ts";
import { fixedProjects, type FixedProject } from "./fixed.ts";
import { corpus as written, type CorpusProject } from "./projects.ts";
import { seen } from "./seen.ts";
import { newProblems, type Project } from "./typeCheck.ts";

const parser = await bundledParser();
const scripts = await bundledScriptParser();
const corpus = [...written, ...seen, ...builds];
const corrected: Project[] = [];

test("the corpus is large enough, and every project has a name of its own", () => {
  assert.ok(corpus.length >= 60, String(corpus.length));
  const names = [...corpus, ...fixedProjects].map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
});

for (const project of corpus) {
  test(project.name, () => {
    const result = check(project.files, project.roots);
    assert.deepEqual(findingsOf(result.issues), project.findings, result.issues.map(({ message }) => message).join("\n"));
    assert.equal(result.notUnderstood.length, project.notUnderstood ?? 0, JSON.stringify(result.notUnderstood));
    if (project.findings.length > 0) testCorrected(project, result);
  });
}

for (const project of fixedProjects) {
  test(`corrected: ${project.name}`, () => {
    testExact(project);
  });
}

test("corrections name nothing that is not there, and TypeScript has nothing new to say", () => {
  assert.ok(corrected.length >= 60, String(corrected.length));
  assert.deepEqual(newProblems(corrected), []);
});

function testCorrected(project: CorpusProject, result: CheckResult): void {
  const { files, after } = correct(project, result);
  if (!project.isFixable) return;
  const errors = after.issues.filter(({ severity }) => severity === "error").map(({ message }) => message);
  assert.deepEqual(errors, [], JSON.stringify(files, null, 1));
}

function testExact({ name, zig, files, fixed, left = [] }: FixedProject): void {
  const before = { ...files, "lib.zig": zig };
  const result = check(before);
  const corrections = correct({ name, files: before }, result);
  for (const [file, text] of Object.entries(before)) assert.equal(corrections.files[file], fixed[file] ?? text);
  const wrong = corrections.after.issues.filter(({ severity }) => severity !== "information");
  const named = wrong.map(({ code, symbol, parameter }) => `${code} ${symbol ?? "-"}${parameter === undefined ? "" : `.${parameter}`}`);
  assert.deepEqual(named.sort(), left);
}

/** Makes the corrections of `check --fix`: once, since none of them may need another one. */
function correct(
  { name, files: before, roots }: Pick<CorpusProject, "name" | "files" | "roots">,
  result: CheckResult,
): { files: CorpusProject["files"]; after: CheckResult } {
  const changed = fixedFiles(result, result.issues, (file) => before[nameOf(file)]);
  const files = { ...before, ...Object.fromEntries(changed.map(({ file, text }) => [nameOf(file), text])) };
  const after = check(files, roots);
  assert.ok(after.notUnderstood.length <= result.notUnderstood.length, JSON.stringify([after.notUnderstood, files], null, 1));
  if (changed.length > 0) corrected.push({ name, before: scriptsOf(before), after: scriptsOf(files) });
  return { files, after };
}

function scriptsOf(files: CorpusProject["files"]): CorpusProject["files"] {
  return Object.fromEntries(Object.entries(files).filter(([name]) => name.endsWith(".ts")));
}

function nameOf(path: string): string {
  return path.replace("/p/", "");
}

function check(files: Readonly<Record<string, string>>, roots: readonly string[] = ["lib.zig"]): CheckResult {
  const read = (path: string): { text: string; isValidUtf8: boolean } | undefined => {
    const text = files[nameOf(path)];
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
    files: Object.keys(scriptsOf(files)).map((name) => `/p/${name}`),
    targets: defaultTriples,
  });
}

function findingsOf(issues: readonly Issue[]): readonly string[] {
  return issues
    .filter(({ code }) => code !== "abi/unbound-export")
    .map(({ severity, code, symbol, parameter }) => `${severity} ${code} ${symbol ?? "-"}${parameter === undefined ? "" : `.${parameter}`}`)
    .sort();
}
