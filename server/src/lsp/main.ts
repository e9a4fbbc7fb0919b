import { existsSync } from "node:fs";
import { join } from "node:path";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { hostTriple, parseTarget } from "../model/target.ts";
import { bundledParser, bundledScriptParser, packageRoot, packageVersion } from "../workspace/package.ts";
import { startServer } from "./server.ts";
import { uriOfPath } from "./uris.ts";

/** Serves over the channel that the process arguments name (`--stdio`, `--node-ipc`) until the client ends it. */
export async function runServer(): Promise<void> {
  const connection = createConnection(ProposedFeatures.all);
  // A fault in what nobody waits for must not end the session of somebody who types.
  process.on("unhandledRejection", (reason) => connection.console.error(`unhandled: ${String(reason)}`));
  const codes = join(packageRoot(), "docs", "codes.md");
  startServer(connection, {
    parser: await bundledParser(),
    scripts: bundledScriptParser,
    version: packageVersion(),
    // Only a choice of what is shown first: machines without rules of their own see that of the most common one.
    target: machineTarget(),
    env: process.env,
    platform: process.platform,
    docs: existsSync(codes) ? uriOfPath(codes) : undefined,
  });
}

function machineTarget() {
  const target = parseTarget(hostTriple(process.platform, process.arch) ?? "x86_64-linux-gnu");
  if (target === undefined) throw new Error("the default target is unknown");
  return target;
}
