import { DocumentDiagnosticReportKind, type TextDocumentPositionParams } from "vscode-languageserver";
import { hover } from "../features/hover.ts";
import { layoutViewAt } from "../features/layoutView.ts";
import { libraryInfo } from "../features/libraryInfo.ts";
import { planViewAt, planViewOf } from "../features/planView.ts";
import { linedText, offsetAt } from "../features/positions.ts";
import type { Place } from "../features/snapshot.ts";
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

  connection.onHover(
    on(
      "hover",
      null,
      placed((place) => hover(snapshot, place)),
    ),
  );
  connection.languages.diagnostics.on(
    on("diagnostics", { kind: DocumentDiagnosticReportKind.Full, items: [] }, ({ textDocument }: { textDocument: { uri: string } }) => {
      const path = session.pathOf(textDocument.uri);
      const items = path?.endsWith(".zig") === true ? [...session.publisher.diagnose(path)] : [];
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
