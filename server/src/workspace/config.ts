import { Ajv, type ErrorObject } from "ajv";
import { findNodeAtLocation, parse, parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import type { BuildConfig, Config, LibraryConfig } from "../model/config.ts";
import { defaultTriples, knownTriples, parseTarget } from "../model/target.ts";
import { directoryOf, joinPath, relativePath, stemOf } from "../model/path.ts";
import { libraryNames } from "../plan/names.ts";
import { schema } from "./configSchema.ts";

export const configFileName = "zig-ffi.json";

/** Something is wrong with the configuration: the message names file, line, what was found and what is expected. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly ConfigProblem[];

  constructor(file: string, problems: readonly ConfigProblem[]) {
    super(problems.map(({ line, message }) => `${file}:${line}: ${message}`).join("\n"));
    this.problems = problems;
  }
}

export interface ConfigProblem {
  /** 1-based. */
  readonly line: number;
  /** What is wrong: 0-based UTF-16 offsets. Of what covers more than a word the name, or the first character. */
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

interface ConfigJson {
  readonly libraries?: readonly LibraryJson[];
  readonly targets?: readonly string[];
}

interface LibraryJson {
  readonly name?: string;
  readonly root: string;
  readonly out?: string;
  readonly backend?: "koffi" | "native";
  readonly build?: Partial<BuildConfig>;
  readonly specs?: readonly string[];
  readonly bindings?: readonly string[];
}

const validate = new Ajv({ allErrors: true, strict: false }).compile<ConfigJson>(schema);

/** Reads `zig-ffi.json` text. Paths in it are relative to its directory. Throws `ConfigError`. */
export function parseConfig(file: string, text: string): Config {
  const errors: ParseError[] = [];
  const json: unknown = parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first !== undefined) throw new ConfigError(file, [problemAt(text, first, `not valid JSON: ${printParseErrorCode(first.error)}`)]);
  if (!validate(json))
    throw new ConfigError(
      file,
      (validate.errors ?? []).map((error) => describe(text, error)),
    );
  const directory = directoryOf(file);
  const targets = json.targets ?? defaultTriples;
  const bad = targets.find((triple) => parseTarget(triple) === undefined);
  if (bad !== undefined)
    throw new ConfigError(file, [
      problemOf(text, ["targets", targets.indexOf(bad)], `unknown target ${bad}: known are ${knownTriples.join(", ")}`),
    ]);
  const libraries = (json.libraries ?? []).map((library) => libraryConfig(directory, library));
  const clash = firstClash(directory, libraries);
  if (clash !== undefined) {
    const { at, key, message } = clash;
    const marked = json.libraries?.[at]?.[key] === undefined ? "root" : key;
    throw new ConfigError(file, [problemOf(text, ["libraries", at, marked], message)]);
  }
  return { directory, file, libraries, targets: targets.map((triple) => parseTarget(triple)?.triple ?? triple) };
}

interface Clash {
  /** Index of the later library. */
  readonly at: number;
  /** What has to change. */
  readonly key: "name" | "out";
  readonly message: string;
}

/** What two libraries may not share. */
function firstClash(directory: string, libraries: readonly LibraryConfig[]): Clash | undefined {
  for (const [at, { name, out }] of libraries.entries())
    for (const other of libraries.slice(0, at)) {
      const names = nameClash(other.name, name);
      if (names !== undefined) return { at, key: "name", message: `${names}: give one another "name"` };
      if (other.out === out)
        return {
          at,
          key: "out",
          message: `${other.name} and ${name} would both write ${relativePath(directory, out)}: give one another "out"`,
        };
    }
  return undefined;
}

/** What two libraries of these names would share: artifact and environment variable, or only the variable. */
export function nameClash(one: string, other: string): string | undefined {
  if (one === other) return `two libraries are called ${one}`;
  const { environment } = libraryNames(one);
  return libraryNames(other).environment === environment ? `${one} and ${other} would share the variable ${environment}` : undefined;
}

/** The configuration of a project without a file: the given root files, by convention. */
export function defaultConfig(directory: string, roots: readonly string[]): Config {
  return { directory, file: null, libraries: roots.map((root) => libraryConfig(directory, { root })), targets: defaultTriples };
}

function libraryConfig(directory: string, json: LibraryJson): LibraryConfig {
  const root = joinPath(directory, json.root);
  return {
    name: json.name ?? stemOf(root),
    root,
    out: json.out === undefined ? `${root.replace(/\.zig$/, "")}.ffi.ts` : joinPath(directory, json.out),
    backend: json.backend ?? "koffi",
    build: {
      command: json.build?.command ?? null,
      artifact: Object.fromEntries(
        Object.entries(json.build?.artifact ?? {}).map(([platform, path]) => [platform, joinPath(directory, path)]),
      ),
      optimize: json.build?.optimize ?? null,
    },
    specs: json.specs ?? ["**/*.spec.ts"],
    bindings: (json.bindings ?? []).map((path) => joinPath(directory, path)),
  };
}

function describe(text: string, error: ErrorObject): ConfigProblem {
  const path = error.instancePath
    .split("/")
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  const extra =
    error.keyword === "additionalProperties"
      ? ` (${JSON.stringify(error.params.additionalProperty)})`
      : error.keyword === "enum"
        ? ` (${JSON.stringify(error.params.allowedValues)})`
        : "";
  const place = path.length === 0 ? "the file" : path.join(".");
  const message = `${place} ${error.message ?? "is wrong"}${extra}`;
  const unknown: unknown = error.params["additionalProperty"];
  if (typeof unknown !== "string") return problemOf(text, path, message);
  const key = keyOf(valueAt(text, [...path, unknown]));
  return key === undefined ? problemOf(text, path, message) : problemAt(text, key, message);
}

function problemOf(text: string, path: readonly (string | number)[], message: string): ConfigProblem {
  const value = valueAt(text, path);
  const isLong = value?.type === "object" || value?.type === "array";
  const marked = isLong ? keyOf(value) : value;
  return problemAt(text, marked ?? { offset: value?.offset ?? 0, length: 1 }, message);
}

function valueAt(text: string, path: readonly (string | number)[]): Node | undefined {
  const tree = parseTree(text, [], { allowTrailingComma: true });
  return tree === undefined ? undefined : findNodeAtLocation(tree, [...path]);
}

function keyOf(value: Node | undefined): Node | undefined {
  return value?.parent?.type === "property" ? value.parent.children?.[0] : undefined;
}

function problemAt(text: string, { offset, length }: Pick<Node, "offset" | "length">, message: string): ConfigProblem {
  const line = text.slice(0, offset).split("\n").length;
  return { line, start: offset, end: Math.min(text.length, offset + length), message };
}
