import type { DeclarationFile } from "../../model/declarations.ts";
import type { ReadSource } from "../../model/span.ts";
import { bunFfiModule, bunFfiZModule } from "./bunFfi.ts";
import { bunStructs } from "./bunStructs.ts";
import { runUncalled } from "./calls.ts";
import { looksLikeDefinitions } from "./definitions.ts";
import { denoGlobal, plugModule } from "./denoFfi.ts";
import { koffiModule, type Koffi } from "./koffiModule.ts";
import { lowerSession } from "./lowerSession.ts";
import type { Machine } from "./machine.ts";
import { mentionsDeclarations } from "./mentions.ts";
import { loadModule, type Loaded } from "./modules.ts";
import { newMachine } from "./newMachine.ts";
import { nodeFfiModule } from "./nodeFfi.ts";
import type { ScriptParser } from "./scriptGrammar.ts";
import { note, type Session } from "./session.ts";
import { placeOf, shortSource, undefinedValue, type Call, type Value } from "./values.ts";

export interface ReadRequest {
  /** Absolute, with `/`. */
  readonly file: string;
  readonly read: ReadSource;
  readonly parser: ScriptParser;
  /** Reads it even where its own text names nothing of native libraries: it may import what does. */
  readonly isCertain?: boolean;
}

/**
 * What a TypeScript or JavaScript file declares by hand about native libraries, with what it imports from files beside it. Nothing is run
 * and nothing is guessed: what cannot be read is in `notUnderstood`. A file that cannot be read declares nothing. Declarations may stand in
 * other files than `file`: their spans say so.
 */
export function readDeclarations({ file, read, parser, isCertain = false }: ReadRequest): DeclarationFile {
  const text = read(file)?.text;
  if (text === undefined || !(isCertain || mentionsDeclarations(text))) return { file, tables: [], mirrors: [], notUnderstood: [] };
  const session: Session = { rootPath: file, tables: [], notes: [], callbacks: new Map(), isOpener: false };
  const koffi = koffiModule(session);
  const structs = bunStructs();
  const modules = new Map<string, Value>([
    ["bun:ffi", bunFfiModule(session)],
    ["@chainsafe/bun-ffi-z", bunFfiZModule(session)],
    ["node:ffi", nodeFfiModule(session)],
    ["koffi", koffi.module],
    ["koffi/indirect", koffi.module],
    ["bun-ffi-structs", structs.module],
  ]);
  const plug = plugModule(session);
  const { machine, loader } = newMachine({
    rootPath: file,
    read,
    parser,
    module: (source) => modules.get(source) ?? (isPlug(source) ? plug : undefined),
    globals: [["Deno", denoGlobal(session)]],
    onUnknownCall: (call) => {
      onUnknownCall(session, koffi, call);
    },
  });
  const root = loadModule(machine, loader, file);
  if (root !== undefined) readImportedTypes(machine, session, root);
  runUncalled(machine);
  const problem = root?.module.file.problem ?? null;
  if (root !== undefined && problem !== null)
    note(session.notes, placeOf(root.module.file, problem), "this does not parse: what stands here is not read");
  return lowerSession({ session, koffi, structs, machine });
}

function isPlug(source: string): boolean {
  return /denosaurs\/plug|deno\.land\/x\/plug/.test(source);
}

/** koffi knows types by name in the whole program: imports of which nothing else is used count too. */
function readImportedTypes(machine: Machine, session: Session, root: Loaded): void {
  if (!session.tables.some((table) => table.dialect === "koffi")) return;
  const { module } = root;
  for (const source of module.imports)
    machine.importFrom(source, { scope: module.scope, file: module.file, self: undefinedValue, frame: null, module });
}

/** Something unknown gets what looks like declarations. */
function onUnknownCall(session: Session, koffi: Koffi, call: Call): void {
  if (koffi.onUnknownCall(call)) return;
  const table = call.args.find((arg) => looksLikeDefinitions(arg.value) && arg.at.file.path === session.rootPath);
  if (table === undefined) return;
  note(
    session.notes,
    call.at,
    `this looks like a table of declarations, but what \`${shortSource(call.callee)}\` does with it is not known`,
  );
}
