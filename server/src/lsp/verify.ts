import type { CancellationToken, ExecuteCommandParams } from "vscode-languageserver";
import { parseTarget } from "../model/target.ts";
import type { VerifyResult } from "../protocol/libraries.ts";
import { createProbe } from "../toolchain/probe/createProbe.ts";
import { verifyModule, type Verification as Answer } from "../toolchain/probe/verifyModule.ts";
import type { Zig } from "../toolchain/findZig.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";
import { chosenLibraries, commandParams } from "./commands.ts";
import { librariesChanged } from "./librariesChanged.ts";
import { startProgress } from "./progress.ts";
import type { Session } from "./session.ts";
import { zigOf } from "./zig.ts";

/** The compiler's word on the layouts of libraries, on all of their targets. Throws, for people, where it must not or cannot be asked. */
export async function verifyCommand(
  session: Session,
  { arguments: args }: ExecuteCommandParams,
  request: CancellationToken,
): Promise<readonly VerifyResult[]> {
  if (!session.isTrusted) throw new Error("This workspace is not trusted, so the compiler is not run on it. Trust it first.");
  const chosen = chosenLibraries(session.project.snapshot, commandParams(args), session.pathOf);
  const zig = await zigOf(session);
  if (zig.kind === "missing") throw new Error(`No Zig compiler was found. ${zig.fix}`);
  const progress = await startProgress(session, "Verifying layouts", request);
  const abort = new AbortController();
  progress.token.onCancellationRequested(() => abort.abort());
  const results: VerifyResult[] = [];
  try {
    for (const [i, project] of chosen.entries()) {
      progress.report(project.library.name, Math.round((100 * i) / chosen.length));
      results.push(await verifyLibrary(session, project, { zig, triples: project.config.targets, signal: abort.signal }));
      if (abort.signal.aborted) break;
    }
  } finally {
    progress.done();
  }
  librariesChanged(session);
  return results;
}

/** After a save: this machine's layouts, in the background. A later save ends the run of an earlier one. */
export async function verifyOnSave(session: Session, path: string | undefined): Promise<void> {
  await session.ready;
  if (!session.isTrusted || !session.settings.verifyOnSave || path?.endsWith(".zig") !== true) return;
  const { snapshot } = session.project;
  const projects = snapshot.librariesOf(path).filter(({ isLoose, analysis }) => !isLoose && analysis().module.containers.size > 0);
  if (projects.length === 0) return;
  const zig = await zigOf(session);
  if (zig.kind === "missing") return;
  for (const project of projects) {
    const { root } = project.library;
    session.verifying.get(root)?.abort();
    const abort = new AbortController();
    session.verifying.set(root, abort);
    const own = project.config.targets.filter((triple) => triple === snapshot.target.triple);
    const triples = own.length > 0 ? own : project.config.targets.slice(0, 1);
    await verifyLibrary(session, project, { zig, triples, signal: abort.signal });
    if (abort.signal.aborted) return;
    session.verifying.delete(root);
  }
  librariesChanged(session);
}

interface Request {
  readonly zig: Zig;
  readonly triples: readonly string[];
  readonly signal: AbortSignal;
}

async function verifyLibrary(session: Session, project: ProjectLibrary, { zig, triples, signal }: Request): Promise<VerifyResult> {
  const { read } = session.project.snapshot;
  const { module } = project.analysis();
  // The compiler is asked about the buffers as they are at this moment.
  const texts = new Map(module.files.flatMap((path) => [[path, read(path) ?? ""] as const]));
  const probe = createProbe({
    zig,
    read: (path) => {
      const text = texts.get(path) ?? read(path);
      return text === undefined ? undefined : { text, isValidUtf8: true };
    },
    env: session.environment.env,
  });
  const targets = triples.map(parseTarget).filter((target) => target !== undefined);
  const answer = await verifyModule({ module, targets, probe, signal });
  if (answer.kind === "verified") {
    const refined = new Map(answer.refined.map((each) => [each.layouts.target.triple, each]));
    project.setVerification({ zig: zig.version, texts, module, refined, issues: answer.issues });
    session.project.scriptsChanged();
  }
  return resultOf(project.library.name, zig.version, answer);
}

function resultOf(library: string, zig: string, answer: Answer): VerifyResult {
  const none = { library, targets: [], disagreements: 0 };
  if (answer.kind === "cancelled") return { ...none, kind: "cancelled", message: "the verification was cancelled" };
  if (answer.kind === "environment") return { ...none, kind: "problem", message: `${answer.message} ${answer.fix}` };
  const targets = answer.refined.map(({ layouts }) => layouts.target.triple);
  const unverified = answer.issues.find(({ code, severity }) => code === "abi/unverified" && severity !== "information");
  if (unverified !== undefined) return { ...none, kind: "problem", targets, message: `${library}: ${unverified.message}` };
  const disagreements = answer.issues.filter(({ code }) => code !== "abi/unverified").length;
  const words = disagreements === 0 ? "no disagreement" : `${disagreements} disagreements, where the compiler's numbers are used`;
  return {
    library,
    kind: "verified",
    targets,
    disagreements,
    message: `${library}: verified by Zig ${zig} for ${targets.join(", ")}: ${words}`,
  };
}
