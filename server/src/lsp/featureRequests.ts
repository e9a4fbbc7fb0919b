import {
  DocumentDiagnosticReportKind,
  type CodeActionParams,
  type InlayHintParams,
  type ReferenceParams,
  type TextDocumentPositionParams,
} from "vscode-languageserver";
import { codeActions } from "../features/codeActions.ts";
import { codeLenses } from "../features/codeLenses.ts";
import { completion } from "../features/completion.ts";
import { documentLinks } from "../features/documentLinks.ts";
import { hover } from "../features/hover.ts";
import { inlayHints } from "../features/inlayHints.ts";
import { layoutViewAt } from "../features/layoutView.ts";
import { libraryInfo } from "../features/libraryInfo.ts";
import { definition, references } from "../features/navigation.ts";
import { planViewAt, planViewOf } from "../features/planView.ts";
import { linedText, offsetAt } from "../features/positions.ts";
import type { Place } from "../features/snapshot.ts";
import { workspaceSymbols } from "../features/workspaceSymbols.ts";
import type { LibraryInfo, LibraryParams, PlanView, ServerStatus } from "../protocol/libraries.ts";
import type { LayoutView } from "../protocol/layoutView.ts";
import { methods } from "../protocol/methods.ts";
import type { PlaceParams, Position } from "../protocol/places.ts";
import { artifactInfo } from "./artifactInfo.ts";
import { guarded, guardedRead } from "./guard.ts";
import type { Session } from "./session.ts";
import { zigOf } from "./zig.ts";

/** Everything that the client asks and that only reads. */
export function registerFeatureRequests(session: Session): void {
  const { connection, log, project } = session;
  const { snapshot } = project;
  const on = <P, R, O>(name: string, otherwise: O, handle: (params: P) => R | Promise<R>) =>
    guarded<P, R, O>(name, { log, otherwise }, async (params) => {
      await session.ready;
      return await handle(params);
    });
  const placed =
    <R>(handle: (place: Place) => R) =>
    ({ textDocument, position }: TextDocumentPositionParams): R | null => {
      const place = placeOf(session, textDocument.uri, position);
      return place === undefined ? null : handle(place);
    };
  const filed =
    <R>(handle: (path: string) => R) =>
    ({ textDocument }: { readonly textDocument: { readonly uri: string } }): R | null => {
      const path = session.pathOf(textDocument.uri);
      return path === undefined ? null : handle(path);
    };

  connection.onHover(
    on(
      "hover",
      null,
      placed((place) => hover(snapshot, place)),
    ),
  );
  connection.onDefinition(
    on(
      "definition",
      null,
      placed((place) => [...definition(snapshot, place)]),
    ),
  );
  connection.onReferences(
    on("references", null, (params: ReferenceParams) =>
      placed((place) => [...references(snapshot, place, params.context.includeDeclaration)])(params),
    ),
  );
  connection.onWorkspaceSymbol(on("workspace symbols", null, ({ query }: { query: string }) => [...workspaceSymbols(snapshot, query)]));
  connection.onCompletion(
    on(
      "completion",
      null,
      placed((place) => [...completion(snapshot, place)]),
    ),
  );
  connection.onDocumentLinks(
    on(
      "document links",
      null,
      filed((path) => [...documentLinks(snapshot, path)]),
    ),
  );
  connection.onCodeLens(
    on(
      "code lenses",
      null,
      filed((path) => (session.settings.codeLens ? [...codeLenses(snapshot, path, session.options.clientCommands)] : [])),
    ),
  );
  connection.onCodeAction(
    on("code actions", null, (params: CodeActionParams) =>
      filed((path) => {
        const file = linedText(snapshot.read(path) ?? "");
        const range = { start: offsetAt(file, params.range.start), end: offsetAt(file, params.range.end) };
        const { diagnostics, only } = params.context;
        return [...codeActions(snapshot, { path, range, diagnostics, only, canCreateFiles: canCreateFiles(session) })];
      })(params),
    ),
  );
  connection.languages.inlayHint.on(
    on("inlay hints", null, (params: InlayHintParams) =>
      filed((path) => {
        const { inlayHintsLayout: layout, inlayHintsSlices: slices } = session.settings;
        const file = linedText(snapshot.read(path) ?? "");
        const range = { start: offsetAt(file, params.range.start), end: offsetAt(file, params.range.end) };
        return [...inlayHints(snapshot, { path, range }, { layout, slices })];
      })(params),
    ),
  );
  connection.languages.diagnostics.on(
    on("diagnostics", { kind: DocumentDiagnosticReportKind.Full, items: [] }, ({ textDocument }: { textDocument: { uri: string } }) => {
      const path = session.pathOf(textDocument.uri);
      const items = path?.endsWith(".zig") === true ? [...session.publisher.pull(path)] : [];
      return { kind: DocumentDiagnosticReportKind.Full, items };
    }),
  );
  connection.onRequest(
    methods.layout,
    on("layout", null, (params: PlaceParams): LayoutView | null => {
      const place = placeOf(session, params.uri, params.position);
      return place === undefined ? null : layoutViewAt(snapshot, place);
    }),
  );
  connection.onRequest(
    methods.plan,
    on("plan", null, (params: PlaceParams | LibraryParams): PlanView | null => {
      if ("root" in params) return planViewOf(snapshot, session.pathOf(params.root));
      const place = placeOf(session, params.uri, params.position);
      return place === undefined ? null : planViewAt(snapshot, place);
    }),
  );
  connection.onRequest(
    methods.libraries,
    guardedRead("libraries", { log, otherwise: [] }, async (): Promise<readonly LibraryInfo[]> => {
      await session.ready;
      return await Promise.all(snapshot.libraries.map(async (each) => libraryInfo(snapshot, each, await artifactInfo(session, each))));
    }),
  );
  connection.onRequest(
    methods.status,
    guardedRead("status", { log, otherwise: null }, () => statusOf(session)),
  );
}

function canCreateFiles({ capabilities }: Session): boolean {
  const edit = capabilities.workspace?.workspaceEdit;
  return edit?.documentChanges === true && edit.resourceOperations?.includes("create") === true;
}

/** Undefined for files that are not on the disk's file system or cannot be read. */
function placeOf(session: Session, uri: string, position: Position): Place | undefined {
  const path = session.pathOf(uri);
  const text = path === undefined ? undefined : session.project.snapshot.read(path);
  return path === undefined || text === undefined ? undefined : { path, offset: offsetAt(linedText(text), position) };
}

async function statusOf(session: Session): Promise<ServerStatus> {
  const { version } = session.environment;
  const base = { version, libraries: session.project.snapshot.libraries.length, isIndexing: session.isIndexing };
  if (!session.isTrusted) return { ...base, zig: { kind: "untrusted" } };
  const zig = await zigOf(session);
  if (zig.kind === "found") return { ...base, zig: { kind: "found", version: zig.version, command: zig.command.join(" "), why: zig.why } };
  return { ...base, zig: { kind: "missing", fix: zig.fix, tried: zig.tried.map(({ source, detail }) => `${source}: ${detail}`) } };
}
