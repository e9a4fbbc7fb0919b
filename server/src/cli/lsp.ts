import { CliError } from "./context.ts";

export interface LspOptions {
  readonly stdio?: boolean;
  readonly nodeIpc?: boolean;
}

/** `zig-ffi lsp --stdio`: the language server; ends when the editor says so. */
export async function lsp(options: LspOptions): Promise<number> {
  if (options.stdio !== true && options.nodeIpc !== true) throw new CliError("lsp needs a channel: --stdio or --node-ipc");
  // Loaded only here: no other command needs the protocol's packages.
  const { runServer } = await import("../lsp/main.ts");
  await runServer();
  return await new Promise<number>(() => undefined);
}
