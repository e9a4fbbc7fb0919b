import type { CodeLens, Command, Range } from "vscode-languageserver";
import type { Export } from "../model/decls.ts";
import { baseName } from "../model/path.ts";
import type { LibraryCommandParams, RunSpecsParams } from "../protocol/libraries.ts";
import { clientCommands, serverCommands } from "../protocol/methods.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";
import { boundFunctions, type BoundFunction } from "../workspace/generatedFile.ts";
import { handWrittenDeclarations } from "./navigation.ts";
import { linedText, locationOfSpan, rangeOfOffsets, rangeOfSpan } from "./positions.ts";
import { scriptUses, type ScriptUse } from "./scriptUses.ts";
import type { Snapshot } from "./snapshot.ts";

/** Above each export whether its bindings are current, who uses it and its specs; above a root what can be done with the library. */
export function codeLenses(snapshot: Snapshot, path: string, commands: ReadonlySet<string>): readonly CodeLens[] {
  return snapshot
    .librariesOf(path)
    .filter(({ isLoose }) => !isLoose)
    .flatMap((project) => [
      ...(project.library.root === path ? libraryLenses(snapshot, project) : []),
      ...exportLenses(snapshot, { project, path, commands }),
    ]);
}

function libraryLenses(snapshot: Snapshot, { library }: ProjectLibrary): readonly CodeLens[] {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const lens = (title: string, command: string): CodeLens => ({
    range,
    command: { title, command, arguments: [{ root: snapshot.uri(library.root) } satisfies LibraryCommandParams] },
  });
  return [
    lens(`Generate bindings of ${library.name}`, serverCommands.generate),
    lens("Build", serverCommands.build),
    lens("Check", serverCommands.check),
  ];
}

interface Lenses {
  readonly project: ProjectLibrary;
  readonly path: string;
  /** Commands that the client executes. */
  readonly commands: ReadonlySet<string>;
}

function exportLenses(snapshot: Snapshot, lenses: Lenses): readonly CodeLens[] {
  const { project, path } = lenses;
  const { module, plan } = project.analysis();
  const exported = module.exports.filter(({ span }) => span.file === path);
  if (exported.length === 0) return [];
  const current = snapshot.read(project.library.out);
  const bound = current === undefined ? undefined : boundFunctions(current);
  const uses = scriptUses(snapshot, project);
  const signatures = new Map(plan.functions.map(({ symbol, signature }) => [symbol, signature]));
  const text = snapshot.read(path);
  return exported.flatMap((item) => {
    const range = rangeOfSpan(text, item.span);
    const state =
      declaredCommand(snapshot, lenses, { item, range, isBound: bound?.has(item.symbol) === true }) ??
      bindingCommand(snapshot, project, { item, bound, signature: signatures.get(item.symbol) });
    const used = uses.get(item.symbol) ?? [];
    const found = [state, usesCommand(snapshot, lenses, { item, range, used }), specsCommand(snapshot, lenses, { item, used })];
    return found.flatMap((command) => (command === null ? [] : [{ range, command }]));
  });
}

interface Binding {
  readonly item: Export;
  readonly bound: ReadonlyMap<string, BoundFunction> | undefined;
  readonly signature: string | undefined;
}

function bindingCommand(snapshot: Snapshot, { library }: ProjectLibrary, { item, bound, signature }: Binding): Command | null {
  if (item.kind !== "fn") return null;
  if (signature === undefined) return text("no binding");
  const generate = (title: string): Command => ({
    title,
    command: serverCommands.generate,
    arguments: [{ root: snapshot.uri(library.root) } satisfies LibraryCommandParams],
  });
  if (bound === undefined) return generate("not bound: generate");
  return bound.get(item.symbol)?.signature === signature ? text("bound") : generate("bindings are stale: generate");
}

interface Declared {
  readonly item: Export;
  readonly range: Range;
  readonly isBound: boolean;
}

/** An export that scripts declare by hand needs no generated binding. */
function declaredCommand(snapshot: Snapshot, { project, commands, path }: Lenses, { item, range, isBound }: Declared): Command | null {
  const declared = isBound ? [] : handWrittenDeclarations(snapshot, project, item.symbol);
  if (declared.length === 0) return null;
  const files = [...new Set(declared.map(({ span }) => baseName(span.file)))];
  const isWrong = snapshot
    .handWritten()
    .issuesIn(item.span.file)
    .some(({ symbol, severity }) => symbol === item.symbol && severity !== "information");
  const title = `${isWrong ? "declared otherwise" : "declared"} in ${files.join(", ")}`;
  if (!commands.has(clientCommands.showReferences)) return text(title);
  const locations = declared.map(({ span }) => locationOfSpan(snapshot, span));
  return { title, command: clientCommands.showReferences, arguments: [snapshot.uri(path), range.start, locations] };
}

interface Used {
  readonly item: Export;
  readonly range: Range;
  readonly used: readonly ScriptUse[];
}

function usesCommand(snapshot: Snapshot, { commands, path }: Lenses, { range, used }: Used): Command | null {
  const files = new Set(used.map((use) => use.path));
  if (files.size === 0) return null;
  const title = `used in ${files.size} TypeScript ${files.size === 1 ? "file" : "files"}`;
  if (!commands.has(clientCommands.showReferences)) return text(title);
  const locations = used.map((use) => ({
    uri: snapshot.uri(use.path),
    range: rangeOfOffsets(linedText(snapshot.read(use.path) ?? ""), use.range),
  }));
  return { title, command: clientCommands.showReferences, arguments: [snapshot.uri(path), range.start, locations] };
}

function specsCommand(snapshot: Snapshot, { commands, project }: Lenses, { item, used }: Omit<Used, "range">): Command | null {
  const hasSpec = used.some(({ path }) => /\.spec\.[cm]?[jt]sx?$/.test(path));
  if (!hasSpec || !commands.has(clientCommands.runSpecs)) return null;
  const params: RunSpecsParams = { root: snapshot.uri(project.library.root), symbol: item.symbol };
  return { title: "run specs", command: clientCommands.runSpecs, arguments: [params] };
}

/** A lens that only tells something. */
function text(title: string): Command {
  return { title, command: "" };
}
