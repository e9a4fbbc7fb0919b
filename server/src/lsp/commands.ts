import type { Connection } from "vscode-languageserver";
import { refusalToWrite } from "../workspace/generate.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";
import { readFileOrNull, writeFileAtomically } from "../workspace/writeFile.ts";
import type { GenerateResult, LibraryCommandParams } from "../protocol/libraries.ts";
import { linedText, positionAt } from "../features/positions.ts";
import type { Snapshot } from "../features/snapshot.ts";
import { isRecord } from "./settings.ts";
import { isOnDisk } from "./uris.ts";

/** The one argument of a server command, of which nothing is certain. */
export function commandParams(args: readonly unknown[] | undefined): LibraryCommandParams {
  const given = isRecord(args?.[0]) ? args[0] : {};
  const { root, force, optimize } = given;
  const modes = ["Debug", "ReleaseSafe", "ReleaseFast", "ReleaseSmall"] as const;
  const mode = modes.find((each) => each === optimize);
  return {
    ...(typeof root === "string" ? { root } : {}),
    ...(typeof force === "boolean" ? { force } : {}),
    ...(mode === undefined ? {} : { optimize: mode }),
  };
}

/** The libraries that a command is about. Throws, for people, where there is none. */
export function chosenLibraries(
  snapshot: Snapshot,
  { root }: LibraryCommandParams,
  pathOf: (uri: string) => string | undefined,
): readonly ProjectLibrary[] {
  const path = root === undefined ? undefined : pathOf(root);
  const chosen = root === undefined ? snapshot.libraries : snapshot.libraries.filter(({ library }) => library.root === path);
  const alone = chosen.length === 0 && path !== undefined ? snapshot.librariesOf(path).slice(0, 1) : chosen;
  if (alone.length === 0)
    throw new Error(
      root === undefined ? "There is no Zig library here: no .zig file exports a function." : `${root} is not the root of a library.`,
    );
  return alone;
}

export interface GenerateContext {
  readonly connection: Connection;
  readonly snapshot: Snapshot;
  /** Text of an open file; undefined for others. */
  readonly openText: (path: string) => string | undefined;
}

/** Writes the bindings of one library. A file with unsaved changes is edited in the editor, any other on the disk. */
export async function generateLibrary(context: GenerateContext, project: ProjectLibrary, force: boolean): Promise<GenerateResult> {
  const { library } = project;
  const { snapshot } = context;
  const result = (kind: GenerateResult["kind"], message: string): GenerateResult => ({
    library: library.name,
    out: snapshot.uri(library.out),
    kind,
    message,
  });
  if (!isOnDisk(library.root) || !isOnDisk(library.out))
    return result(
      "refused",
      `${snapshot.uri(library.root)} is not on this machine's disk: bindings are written for saved files only, not in virtual workspaces`,
    );
  if (readFileOrNull(library.root) === null) return result("refused", `${library.root} does not exist: it is the root of ${library.name}`);
  // What is there now, which the index may not have heard of yet: somebody's edit must not be overwritten.
  const onDisk = readFileOrNull(library.out);
  const current = onDisk === null ? null : (context.openText(library.out) ?? onDisk);
  const refusal = refusalToWrite(current, force);
  if (refusal === "foreign")
    return result("refused", `${library.out} was not written by zig-ffi and stays as it is: choose another "out", or move it away`);
  if (refusal === "edited") return result("refused", `${library.out} was edited by hand since it was generated`);
  const text = project.bindings();
  const { functions, types, skipped } = project.analysis().plan;
  const summary = `${functions.length} functions, ${types.length} types${skipped.length > 0 ? `, ${skipped.length} exports not bound` : ""}`;
  if (current === text) return result("unchanged", `${library.name}: ${summary} (unchanged)`);
  await write(context, library.out, text);
  return result("written", `${library.name}: ${summary}`);
}

async function write({ connection, snapshot, openText }: GenerateContext, path: string, text: string): Promise<void> {
  const open = openText(path);
  const onDisk = readFileOrNull(path);
  if (open === undefined || onDisk === null || open === onDisk) {
    writeFileAtomically(path, text);
    return;
  }
  const range = { start: { line: 0, character: 0 }, end: positionAt(linedText(open), open.length) };
  const { applied, failureReason } = await connection.workspace.applyEdit({
    changes: { [snapshot.uri(path)]: [{ range, newText: text }] },
  });
  if (!applied)
    throw new Error(
      `${path} has unsaved changes and the editor did not take the new text${failureReason === undefined ? "" : `: ${failureReason}`}`,
    );
}
