import { configFileName } from "../workspace/config.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";
import { ErrorCodes, ResponseError, type CancellationToken, type Diagnostic, type ExecuteCommandParams } from "vscode-languageserver";
import type { BuildResult, CheckResult, GenerateResult, VerifyResult } from "../protocol/libraries.ts";
import { methods, serverCommands } from "../protocol/methods.ts";
import { buildOne } from "./buildCommand.ts";
import { chosenLibraries, commandParams, generateLibrary } from "./commands.ts";
import { describe, quietly } from "./guard.ts";
import { startProgress } from "./progress.ts";
import type { Session } from "./session.ts";
import { isOnDisk } from "./uris.ts";
import { verifyCommand } from "./verify.ts";
import { zigOf } from "./zig.ts";

type CommandAnswer = readonly GenerateResult[] | readonly BuildResult[] | readonly VerifyResult[] | CheckResult;

/** Runs a server command. What goes wrong is the answer's message: people asked for it. */
export async function executeCommand(
  session: Session,
  params: ExecuteCommandParams,
  token: CancellationToken,
): Promise<CommandAnswer | ResponseError> {
  try {
    await session.ready;
    switch (params.command) {
      case serverCommands.generate:
        return await generateCommand(session, params, token);
      case serverCommands.build:
        return await buildCommand(session, params, token);
      case serverCommands.verify:
        return await verifyCommand(session, params, token);
      case serverCommands.check:
        return await session.publisher.sweep();
      default:
        return new ResponseError(ErrorCodes.InvalidParams, `zig-ffi has no command ${params.command}`);
    }
  } catch (error) {
    session.log(`${params.command} failed: ${describe(error)}`);
    return new ResponseError(ErrorCodes.InternalError, error instanceof Error ? error.message : String(error));
  }
}

async function generateCommand(
  session: Session,
  { arguments: args }: ExecuteCommandParams,
  token: CancellationToken,
): Promise<readonly GenerateResult[]> {
  const { snapshot } = session.project;
  const params = commandParams(args);
  const chosen = chosenLibraries(snapshot, params, session.pathOf);
  const results: GenerateResult[] = [];
  const context = { connection: session.connection, snapshot, openText: session.open.text };
  for (const project of chosen) {
    if (token.isCancellationRequested) break;
    results.push(await generateLibrary(context, project, params.force === true));
  }
  afterChange(session);
  return results;
}

async function buildCommand(
  session: Session,
  { arguments: args }: ExecuteCommandParams,
  request: CancellationToken,
): Promise<readonly BuildResult[]> {
  if (!session.isTrusted) throw new Error("This workspace is not trusted, so nothing in it is built. Trust it first.");
  const params = commandParams(args);
  const chosen = chosenLibraries(session.project.snapshot, params, session.pathOf);
  const results = chosen.flatMap((each) => buildProblem(session, each) ?? []);
  const buildable = chosen.filter((each) => buildProblem(session, each) === undefined);
  if (buildable.length === 0) return results;
  const zig = await zigOf(session);
  if (zig.kind === "missing") throw new Error(`No Zig compiler was found. ${zig.fix}`);
  const progress = await startProgress(session, "Building", request);
  const errors = new Map<string, Diagnostic[]>();
  try {
    for (const [i, project] of buildable.entries()) {
      progress.report(project.library.name, Math.round((100 * i) / buildable.length));
      const outcome = await buildOne(project, {
        zig,
        env: session.environment.env,
        optimize: params.optimize,
        token: progress.token,
        onOutput: (text) => session.connection.console.info(text.trimEnd()),
        uri: session.project.snapshot.uri,
      });
      results.push(outcome.answer);
      for (const [path, found] of outcome.errors) errors.set(path, [...(errors.get(path) ?? []), ...found]);
      if (progress.token.isCancellationRequested) break;
    }
  } finally {
    progress.done();
  }
  session.publisher.setBuildErrors(errors);
  afterChange(session);
  return results;
}

/** Why a library cannot be built, before anything is tried. */
function buildProblem({ project }: Session, { library, config }: ProjectLibrary): BuildResult | undefined {
  const { name, root } = library;
  const problem = (message: string): BuildResult => ({ library: name, kind: "problem", message });
  if (!isOnDisk(root)) return problem(`${name} is not on this machine's disk`);
  const other = project.snapshot.libraries.find(
    (each) => each.library.name === name && each.library.root !== root && each.config.directory === config.directory,
  );
  if (other === undefined) return undefined;
  return problem(
    `Two libraries are called ${name}, and would be built to the same file: ${root} and ${other.library.root}. Give one another "name" in ${configFileName}.`,
  );
}

function afterChange(session: Session): void {
  session.publisher.schedule(0);
  quietly("notification", session.log, () => session.connection.sendNotification(methods.librariesChanged));
}
