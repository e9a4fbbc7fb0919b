import { methods } from "../protocol/methods.ts";
import { quietly } from "./guard.ts";
import type { Session } from "./session.ts";

/** Whatever the client shows of libraries may be out of date. */
export function librariesChanged({ connection, capabilities, publisher, specs, settings, log }: Session): void {
  specs.refresh();
  quietly("notification", log, () => connection.sendNotification(methods.librariesChanged));
  publisher.schedule(settings.diagnosticsDelay);
  const { workspace } = capabilities;
  quietly("refresh", log, async () => {
    if (workspace?.diagnostics?.refreshSupport === true) await connection.languages.diagnostics.refresh();
    if (workspace?.codeLens?.refreshSupport === true) await connection.sendRequest("workspace/codeLens/refresh");
    if (workspace?.inlayHint?.refreshSupport === true) await connection.languages.inlayHint.refresh();
  });
}
