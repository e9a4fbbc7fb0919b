import * as vscode from "vscode";
import type { LibraryCommandParams, RunSpecsParams } from "../../server/src/protocol/libraries.ts";
import { clientCommands } from "../../server/src/protocol/methods.ts";
import type { PlaceParams } from "../../server/src/protocol/places.ts";
import { commandIds } from "./commandIds.ts";
import { buildLibrary } from "./commands/build.ts";
import { checkBindings } from "./commands/check.ts";
import type { CommandContext } from "./commands/commandContext.ts";
import { createSpec } from "./commands/createSpec.ts";
import { runDoctor } from "./commands/doctor.ts";
import { createExample, runExample } from "./commands/example.ts";
import { generateAll, generateForEditor, generatePicked } from "./commands/generate.ts";
import { initializeWorkspace } from "./commands/initialize.ts";
import { installZig } from "./commands/installZig.ts";
import { goToZig, openBindings, showReferences } from "./commands/navigate.ts";
import { showPlan } from "./commands/plan.ts";
import { verifyLayouts } from "./commands/verify.ts";
import type { TestMessageArgument } from "./specs/specExplorer.ts";

/** What a command gives is for callers that execute it by its id, tests among them. */
export function registerCommands(context: CommandContext): vscode.Disposable {
  const { client, log, layout, specs } = context;
  const handlers: readonly (readonly [string, (...args: never[]) => unknown])[] = [
    [commandIds.generate, (of?: LibraryCommandParams) => generateForEditor(context, of)],
    [commandIds.generateAll, () => generateAll(context)],
    [commandIds.generatePick, () => generatePicked(context)],
    [commandIds.check, () => checkBindings(context)],
    [commandIds.build, (of?: LibraryCommandParams) => buildLibrary(context, of)],
    [commandIds.verify, (of?: LibraryCommandParams) => verifyLayouts(context, of)],
    [commandIds.showLayout, () => layout.show()],
    [commandIds.showPlan, () => showPlan(context)],
    [commandIds.openBindings, () => openBindings(context)],
    [commandIds.goToZig, () => goToZig(context)],
    [commandIds.createSpec, () => createSpec()],
    [commandIds.initialize, () => initializeWorkspace(context)],
    [commandIds.doctor, () => runDoctor(context)],
    [commandIds.installZig, () => installZig(context)],
    [commandIds.restartServer, () => client.restart()],
    [commandIds.showLog, () => log.show()],
    [commandIds.createExample, () => createExample()],
    [commandIds.runExample, () => runExample()],
    [commandIds.runSpecs, () => specs.runOfEditor()],
    [commandIds.openZigLine, (of?: TestMessageArgument) => specs.openZigLine(of)],
    [clientCommands.runSpecs, (of: RunSpecsParams) => specs.runOf(of)],
    [clientCommands.showReferences, showReferences],
    [clientCommands.showLayout, (place: PlaceParams) => layout.show(place)],
  ];
  return vscode.Disposable.from(
    ...handlers.map(([id, handler]) => vscode.commands.registerCommand(id, (...args: never[]) => guarded(log, () => handler(...args)))),
  );
}

/** A failure is shown once, with the way to the log. */
async function guarded(log: vscode.LogOutputChannel, run: () => unknown): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    log.error(error instanceof Error ? error : String(error));
    const showLog = vscode.l10n.t("Show Log");
    const message = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`Zig FFI: ${message}`, showLog).then((choice) => (choice === showLog ? log.show() : undefined));
    return undefined;
  }
}
