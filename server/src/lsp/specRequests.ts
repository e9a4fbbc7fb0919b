import { linedText, offsetAt } from "../features/positions.ts";
import { specUses } from "../features/specUses.ts";
import { zigSymbolAt } from "../features/zigSymbol.ts";
import { methods } from "../protocol/methods.ts";
import type { SpecFile, SpecsOf, SpecsOfParams } from "../protocol/specFiles.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";
import { guarded, guardedRead } from "./guard.ts";
import type { Session } from "./session.ts";

/** What a test explorer asks. */
export function registerSpecs(session: Session): void {
  const { connection, log, specs } = session;
  connection.onRequest(
    methods.specs,
    guardedRead("specs", { log, otherwise: [] }, async (): Promise<readonly SpecFile[]> => {
      await session.ready;
      return await specs.all();
    }),
  );
  connection.onRequest(
    methods.specsOf,
    guarded("specs of an export", { log, otherwise: null }, async (params: SpecsOfParams): Promise<SpecsOf | null> => {
      await session.ready;
      const wanted = exportOf(session, params);
      if (wanted === null) return null;
      const { project, symbol } = wanted;
      return { symbol, uses: specUses(session.project.snapshot, { project, symbol, specs: await specs.all(), pathOf: session.pathOf }) };
    }),
  );
}

function exportOf(session: Session, params: SpecsOfParams): { readonly project: ProjectLibrary; readonly symbol: string } | null {
  const { snapshot } = session.project;
  if ("root" in params) {
    const root = session.pathOf(params.root);
    const project = snapshot.libraries.find(({ library }) => library.root === root);
    return project === undefined ? null : { project, symbol: params.symbol };
  }
  const path = session.pathOf(params.uri);
  const text = path === undefined ? undefined : snapshot.read(path);
  if (path === undefined || text === undefined) return null;
  const found = zigSymbolAt(snapshot, { path, offset: offsetAt(linedText(text), params.position) });
  return found?.kind === "export" || found?.kind === "param" ? { project: found.project, symbol: found.item.symbol } : null;
}
