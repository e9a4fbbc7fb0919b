import type { ReadSource } from "../../model/span.ts";
import { callValue } from "./calls.ts";
import { evaluateExpression } from "./evaluate.ts";
import { runStatements } from "./execute.ts";
import { standardGlobals, standardModule } from "./globals.ts";
import type { Machine } from "./machine.ts";
import { importModule, requireFunction, type Loader } from "./modules.ts";
import type { ScriptParser } from "./scriptGrammar.ts";
import { builtinObject, textValue, undefinedValue, unknownValue, type Call, type Value } from "./values.ts";

export interface MachineOptions {
  readonly rootPath: string;
  readonly read: ReadSource;
  readonly parser: ScriptParser;
  /** What a program gets for the name of a module that is not a file of its own. */
  module(source: string): Value | undefined;
  readonly globals: readonly (readonly [string, Value])[];
  onUnknownCall(call: Call): void;
}

export interface Started {
  readonly machine: Machine;
  readonly loader: Loader;
}

/** A machine that has not run anything yet. */
export function newMachine(options: MachineOptions): Started {
  const globals = new Map<string, Value>();
  const loader: Loader = { read: options.read, parser: options.parser, loaded: new Map(), builtin: (source) => known(source) };
  const machine: Machine = {
    evaluate: (expression, env, holder = null) => evaluateExpression(machine, expression, env, holder),
    run: (statements, env) => runStatements(machine, statements, env),
    call: (callee, request) => callValue(machine, callee, request),
    importFrom: (source, env) => importModule(machine, loader, source, env),
    onUnknownCall: (call) => {
      options.onUnknownCall(call);
    },
    globals,
    rootPath: options.rootPath,
    created: [],
    entered: new Set(),
    instances: new Map(),
    enums: [],
    steps: 0,
    nesting: 0,
    calls: 0,
    platformDepth: 0,
    writes: null,
  };
  const known = (source: string): Value | undefined => options.module(source) ?? standardModule(source, () => rootRequire());
  // `createRequire(..)`: relative names in it are rare, those of packages do not depend on the file.
  const rootRequire = (): Value => {
    const root = loader.loaded.get(options.rootPath)?.module;
    if (root === undefined) return undefinedValue;
    return requireFunction(machine, { scope: root.scope, file: root.file, self: undefinedValue, frame: null, module: root });
  };
  for (const [name, value] of [...standardGlobals(machine), ...options.globals]) globals.set(name, value);
  globals.set("globalThis", { kind: "builtin", name: "globalThis", member: (name) => globals.get(name) });
  globals.set("process", processGlobal(known));
  return { machine, loader };
}

function processGlobal(known: (source: string) => Value | undefined): Value {
  const getBuiltinModule: Value = {
    kind: "builtin",
    name: "getBuiltinModule",
    call: (call) => known(textValue(call.args[0]?.value) ?? "") ?? unknownValue("the module is not known"),
  };
  return builtinObject("process", { getBuiltinModule });
}
