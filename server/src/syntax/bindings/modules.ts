import { directoryOf, joinPath } from "../../model/path.ts";
import type { ReadSource } from "../../model/span.ts";
import type { Machine } from "./machine.ts";
import type { ScriptParser } from "./scriptGrammar.ts";
import { cellValue, declare, newScope } from "./scope.ts";
import {
  builtinFunction,
  builtinObject,
  emptyObject,
  literal,
  setEntry,
  textValue,
  undefinedValue,
  unknownValue,
  type Builtin,
  type Env,
  type ModuleState,
  type ObjectValue,
  type Place,
  type Value,
} from "./values.ts";

export interface Loader {
  readonly read: ReadSource;
  readonly parser: ScriptParser;
  /** Modules that are not files: `bun:ffi`, `node:path`. */
  builtin(source: string): Value | undefined;
  readonly loaded: Map<string, Loaded>;
}

export interface Loaded {
  readonly module: ModuleState;
  /** What importing it gives. */
  readonly value: Value;
}

const maxFiles = 200;

export function importModule(machine: Machine, loader: Loader, source: string, env: Env): Value {
  const builtin = loader.builtin(source);
  if (builtin !== undefined) return builtin;
  if (/\.(?:so|dylib|dll|node|wasm)$/.test(source)) return builtinObject(source, { default: literal(source) });
  if (!source.startsWith(".") && !source.startsWith("/")) return unknownValue(`\`${source}\` is not a file of this project`);
  const path = resolved(loader, joinPath(directoryOf(env.file.path), source));
  if (path === undefined) return unknownValue(`\`${source}\` cannot be read`);
  return loadModule(machine, loader, path)?.value ?? unknownValue(`too many files are imported`);
}

const suffixes = [
  "",
  ".ts",
  ".tsx",
  ".mts",
  ".cts",
  ".js",
  ".mjs",
  ".cjs",
  ".jsx",
  "/index.ts",
  "/index.tsx",
  "/index.mts",
  "/index.js",
  "/index.mjs",
  "/index.cjs",
];
const compiled: Readonly<Record<string, readonly string[]>> = { js: ["ts", "tsx"], jsx: ["tsx"], mjs: ["mts"], cjs: ["cts"] };

/** Imports may name what TypeScript compiles to: `./a.js` is `./a.ts`. */
function resolved(loader: Loader, path: string): string | undefined {
  const extension = /\.([cm]?jsx?)$/.exec(path)?.[1];
  const stem = extension === undefined ? path : path.slice(0, -extension.length);
  const sources = extension === undefined ? [] : (compiled[extension] ?? []).map((other) => stem + other);
  const isScript = (candidate: string): boolean => /\.[cm]?[jt]sx?$/.test(candidate);
  const candidates = [...suffixes.map((suffix) => path + suffix), ...sources].filter(isScript);
  return candidates.find((candidate) => loader.loaded.has(candidate) || loader.read(candidate) !== undefined);
}

/** Reads and runs a file, once; a cycle sees what is there so far. */
export function loadModule(machine: Machine, loader: Loader, path: string): Loaded | undefined {
  const known = loader.loaded.get(path);
  if (known !== undefined) return known;
  const source = loader.read(path);
  if (source === undefined || loader.loaded.size >= maxFiles) return undefined;
  const file = loader.parser.outline(source.text, path);
  const module: ModuleState = { file, scope: newScope(null, true), exports: new Map(), stars: [], imports: [] };
  const env: Env = { scope: module.scope, file, self: undefinedValue, frame: null, module };
  const common = emptyObject();
  declareCommonJs(machine, env, common);
  const loaded: Loaded = { module, value: namespaceOf(machine, env, common) };
  loader.loaded.set(path, loaded);
  const writes = machine.writes;
  const platformDepth = machine.platformDepth;
  machine.writes = null;
  machine.platformDepth = 0;
  machine.run(file.statements, env);
  machine.writes = writes;
  machine.platformDepth = platformDepth;
  return loaded;
}

function declareCommonJs(machine: Machine, env: Env, common: ReturnType<typeof emptyObject>): void {
  const at: Place = { file: env.file, start: 0, end: 0 };
  const exported = emptyObject();
  setEntry(common, "exports", { value: exported, at });
  declare(env.scope, "module", common);
  declare(env.scope, "exports", exported);
  declare(env.scope, "require", requireFunction(machine, env));
}

/** `require`, as a file sees it. */
export function requireFunction(machine: Machine, env: Env): Builtin {
  const resolve = builtinFunction("resolve", (call) => call.args[0]?.value ?? undefinedValue);
  const require = builtinFunction("require", (call) => {
    const source = textValue(call.args[0]?.value);
    return source === undefined ? unknownValue("the module's name is not known") : machine.importFrom(source, env);
  });
  return { ...require, member: (name) => (name === "resolve" ? resolve : undefined) };
}

function namespaceOf(machine: Machine, env: Env, common: ReturnType<typeof emptyObject>): Builtin {
  const { module } = env;
  const find = (name: string): Value | undefined => {
    const cell = module.exports.get(name);
    if (cell !== undefined) return cellValue(cell);
    const assigned = common.entries.get("exports")?.value;
    if (assigned?.kind === "object") {
      const entry = assigned.entries.get(name);
      if (entry !== undefined) return entry.value;
    }
    for (const star of module.stars) {
      const other = machine.importFrom(star, env);
      const value = other.kind === "builtin" && name !== "default" ? other.member?.(name, { file: env.file, start: 0, end: 0 }) : undefined;
      if (value !== undefined) return value;
    }
    // `import x from` a CommonJS module: all of its exports.
    return name === "default" && assigned !== undefined && !isEmpty(assigned) ? assigned : undefined;
  };
  const call: Builtin["call"] = (request) => {
    const assigned = common.entries.get("exports")?.value;
    return assigned === undefined ? unknownValue("the module is no function") : request.apply(assigned, request.args);
  };
  const listed = (): ObjectValue => {
    const object = emptyObject();
    const assigned = common.entries.get("exports")?.value;
    if (assigned?.kind === "object") for (const [name, entry] of assigned.entries) object.entries.set(name, entry);
    const at: Place = { file: module.file, start: 0, end: 0 };
    for (const [name, cell] of module.exports) setEntry(object, name, { value: cellValue(cell), at });
    for (const star of module.stars) object.holes.push({ at, reason: `what \`${star}\` exports is not listed` });
    return object;
  };
  return { kind: "builtin", name: module.file.path, member: find, call, listed };
}

function isEmpty(value: Value): boolean {
  return value.kind === "object" && value.entries.size === 0;
}
