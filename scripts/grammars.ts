// Copies the wasm files that parse Zig, TypeScript and JavaScript from the pinned packages into grammars/, after checking each against grammars/sources.json.
// `npm run grammars` copies; with --check it only says whether grammars/ is what sources.json says.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const folder = join(root, "grammars");

interface Source {
  readonly package: string;
  readonly version: string;
  /** Inside the package, and the name in grammars/. */
  readonly file: string;
  readonly sha256: string;
  readonly licence: string;
  /** Of the package's repository. */
  readonly commit: string;
}

const isCheck = process.argv.includes("--check");
const sources = sourcesIn(join(folder, "sources.json"));
const problems = sources.flatMap((source) => (isCheck ? problemsOf(source, join(folder, source.file)) : copied(source)));
for (const problem of problems) console.error(`grammars: ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;

function sourcesIn(file: string): readonly Source[] {
  const value: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (!Array.isArray(value) || !value.every(isSource))
    throw new Error(`${file}: expected a list of {package, version, file, sha256, licence, commit}`);
  return value;
}

function isSource(value: unknown): value is Source {
  const record = new Map(Object.entries(typeof value === "object" && value !== null ? value : {}));
  return ["package", "version", "file", "sha256", "licence", "commit"].every((key) => typeof record.get(key) === "string");
}

function copied(source: Source): readonly string[] {
  const from = join(root, "node_modules", source.package, source.file);
  const problems = [...versionProblems(source), ...problemsOf(source, from)];
  if (problems.length === 0) writeFileSync(join(folder, source.file), readFileSync(from));
  return problems;
}

function versionProblems(source: Source): readonly string[] {
  const file = join(root, "node_modules", source.package, "package.json");
  if (!existsSync(file)) return [`${source.package} is not installed. Run "npm ci".`];
  const found = /"version":\s*"([^"]*)"/.exec(readFileSync(file, "utf8"))?.[1] ?? "none";
  return found === source.version
    ? []
    : [`${source.package}: expected version ${source.version}, found ${found}. Run "npm ci", or update grammars/sources.json with it.`];
}

function problemsOf(source: Source, file: string): readonly string[] {
  if (!existsSync(file)) return [`${file} is missing. Run "npm ci", then "npm run grammars".`];
  const found = createHash("sha256").update(readFileSync(file)).digest("hex");
  if (found === source.sha256) return [];
  return [
    `${file}: expected sha256 ${source.sha256}, found ${found}. Nothing was copied from it; if the update is meant, review it and update grammars/sources.json.`,
  ];
}
