import { CodeActionKind, type CodeAction, type TextDocumentEdit } from "vscode-languageserver";
import { baseName, directoryOf, stemOf } from "../../model/path.ts";
import { actionKinds } from "../../protocol/methods.ts";
import { propertyKey } from "../../plan/names.ts";
import type { ProjectLibrary } from "../../workspace/projectLibrary.ts";
import { linedText, positionAt } from "../positions.ts";
import type { Snapshot } from "../snapshot.ts";
import { exportAround } from "../zigSymbol.ts";
import { withLineEndsOf, type ActionContext } from "./actionContext.ts";
import { specCase, specFile } from "./specText.ts";

/** A spec for the function at the cursor: a new file beside the bindings, or another case at the end of the one that is there. */
export function createSpec(context: ActionContext): readonly CodeAction[] {
  const found = boundFunctionAt(context);
  if (found === null) return [];
  const { project, symbol } = found;
  const { plan } = project.analysis();
  const fn = plan.functions.find((each) => each.symbol === symbol);
  if (fn === undefined) return [];
  const { out } = project.library;
  const path = `${directoryOf(out)}/${stemOf(out).replace(/\.ffi$/, "")}.spec.ts`;
  const current = context.snapshot.read(path);
  const title = `Create a spec for ${symbol}`;
  if (current?.includes(`describe(${JSON.stringify(symbol)}`) === true) return [];
  if (current !== undefined)
    return [appended(context.snapshot, { title, kind: actionKinds.createSpec, path, current, text: `\n${specCase(plan, fn)}` })];
  if (!context.canCreateFiles) return [];
  return [created(context.snapshot, { title, kind: actionKinds.createSpec, path, text: specFile(plan, fn, `./${baseName(out)}`) })];
}

/** The library in TypeScript, to be filled in: what `loadOr` uses where the native library cannot be loaded. */
export function addFallback(context: ActionContext): readonly CodeAction[] {
  const found = boundFunctionAt(context);
  if (found === null || !context.canCreateFiles) return [];
  const { library, analysis } = found.project;
  const path = `${directoryOf(library.out)}/${stemOf(library.out).replace(/\.ffi$/, "")}.fallback.ts`;
  if (context.snapshot.read(path) !== undefined) return [];
  const { names, functions } = analysis().plan;
  const members = functions.map(
    ({ symbol }) =>
      `  ${propertyKey(symbol)}() {\n    throw new Error(${JSON.stringify(`${symbol} is not written in TypeScript yet`)});\n  },\n`,
  );
  const text = `import { loadOr, type ${names.api} } from "./${baseName(library.out)}";

/** The functions of ${library.name} in TypeScript, for machines that cannot load the native library. */
const fallback: ${names.api} = {
${members.join("")}};

export const library = loadOr(fallback);
`;
  return [
    created(context.snapshot, { title: `Add a TypeScript fallback for ${library.name}`, kind: CodeActionKind.RefactorRewrite, path, text }),
  ];
}

function boundFunctionAt({ projects, file, range }: ActionContext): { readonly project: ProjectLibrary; readonly symbol: string } | null {
  for (const project of projects) {
    if (project.isLoose) continue;
    const around = exportAround(project, file, range);
    if (around !== null) return { project, symbol: around.item.symbol };
  }
  return null;
}

interface NewText {
  readonly title: string;
  readonly kind: CodeActionKind;
  readonly path: string;
  readonly text: string;
}

function created(snapshot: Snapshot, { title, kind, path, text }: NewText): CodeAction {
  const uri = snapshot.uri(path);
  const start = { line: 0, character: 0 };
  const edit: TextDocumentEdit = { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: text }] };
  return { title, kind, edit: { documentChanges: [{ kind: "create", uri }, edit] } };
}

function appended(snapshot: Snapshot, { title, kind, path, current, text }: NewText & { readonly current: string }): CodeAction {
  const end = positionAt(linedText(current), current.length);
  const newText = withLineEndsOf(current, current.endsWith("\n") ? text : `\n${text}`);
  return {
    title,
    kind,
    edit: { changes: { [snapshot.uri(path)]: [{ range: { start: end, end }, newText }] } },
  };
}
