import type { CodeAction, Diagnostic } from "vscode-languageserver";
import type { Range } from "../syntax/outline.ts";
import type { ActionContext, ActionProvider } from "./actions/actionContext.ts";
import { declarationFixes } from "./actions/declarationFixes.ts";
import { replaceErrorUnion } from "./actions/errorReturn.ts";
import { exportFunction } from "./actions/exportFunction.ts";
import { generateAtBindings, generateAtExport } from "./actions/generateActions.ts";
import { correctHint, writeHintsOut } from "./actions/hintActions.ts";
import { addFallback, createSpec } from "./actions/newFiles.ts";
import { passByPointer } from "./actions/pointerForm.ts";
import { reorderFields } from "./actions/reorderFields.ts";
import { splitSliceParameter } from "./actions/sliceParameter.ts";
import { giveEnumTag, makeExtern } from "./actions/typeActions.ts";
import { librariesOfBindings, type Snapshot } from "./snapshot.ts";

export interface CodeActionRequest {
  readonly path: string;
  readonly range: Range;
  /** Diagnostics that the client shows there. */
  readonly diagnostics: readonly Diagnostic[];
  /** Kinds that the client wants, with all that are below them; undefined: all. */
  readonly only: readonly string[] | undefined;
  readonly canCreateFiles: boolean;
}

const providers: readonly ActionProvider[] = [
  makeExtern,
  giveEnumTag,
  splitSliceParameter,
  replaceErrorUnion,
  passByPointer,
  correctHint,
  generateAtExport,
  writeHintsOut,
  reorderFields,
  exportFunction,
  createSpec,
  addFallback,
];

/** What can be done about the selected place. */
export function codeActions(snapshot: Snapshot, request: CodeActionRequest): readonly CodeAction[] {
  const { path, only } = request;
  const found = path.endsWith(".zig")
    ? zigActions(snapshot, request)
    : [
        ...librariesOfBindings(snapshot, path).flatMap((project) => generateAtBindings(snapshot, project, request.diagnostics)),
        ...declarationFixes(snapshot, request),
      ];
  return only === undefined
    ? found
    : found.filter(({ kind }) => only.some((wanted) => kind === wanted || kind?.startsWith(`${wanted}.`) === true));
}

function zigActions(snapshot: Snapshot, { path, range, diagnostics, canCreateFiles }: CodeActionRequest): readonly CodeAction[] {
  const file = snapshot.outline(path);
  if (file === undefined) return [];
  const context: ActionContext = { snapshot, file, range, projects: snapshot.librariesOf(path), diagnostics, canCreateFiles };
  return [...declarationFixes(snapshot, { path, range, diagnostics }), ...providers.flatMap((provide) => provide(context))];
}
