import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { dumpLayout, dumpVerifiedLayout } from "../layout/dumpLayout.ts";
import { planText } from "../plan/plan.ts";
import { readZigModule } from "../syntax/zigModule.ts";
import { dumpModel } from "../workspace/dumpModel.ts";
import { analyse } from "../workspace/library.ts";
import { CliError, createCliContext, selectLibraries, selectTarget, slashed, type CliContext, type GlobalOptions } from "./context.ts";
import { generateText } from "./generate.ts";
import { exitCodeOf, print, printIssues } from "./output.ts";
import { verifyForCli } from "./verify.ts";

const stages = ["tree", "model", "layout", "plan", "ts"] as const;
type Stage = (typeof stages)[number];

export interface DumpOptions extends GlobalOptions {
  readonly stage: string;
  readonly target?: string;
  readonly closure?: boolean;
  readonly verify?: boolean;
  readonly zig?: string;
}

/** `zig-ffi dump`: one stage of the pipeline as data. */
export async function dump(file: string, options: DumpOptions): Promise<number> {
  const stage = stages.find((known) => known === options.stage);
  if (stage === undefined) throw new CliError(`unknown stage ${options.stage}: known are ${stages.join(", ")}`);
  const target = selectTarget(options.target);
  const context = await createCliContext(options);
  const path = slashed(resolve(context.cwd, file));
  if (!existsSync(path)) throw new CliError(`${file} does not exist`);
  if (options.verify === true)
    return await dumpVerified(context, { stage, path, file, target, closure: options.closure === true }, options.zig);
  print(textOf(context, { stage, path, file, target, closure: options.closure === true }));
  return 0;
}

interface Request {
  readonly stage: Stage;
  readonly path: string;
  /** As the user wrote it. */
  readonly file: string;
  readonly target: ReturnType<typeof selectTarget>;
  readonly closure: boolean;
}

/** Layout or model as the compiler has it. Disagreements with our own rules go to stderr and make the exit code 1. */
async function dumpVerified(context: CliContext, { stage, path, target, closure }: Request, zig: string | undefined): Promise<number> {
  if (stage !== "layout" && stage !== "model") throw new CliError("--verify works with --stage layout and --stage model");
  const module = readZigModule({ root: path, read: context.host.read, parser: context.parser });
  const refined = await verifyForCli(context, { module, target, zig });
  const options = { file: path, closure, showPath: context.show };
  const dumped = stage === "layout" ? dumpVerifiedLayout(refined, options) : dumpModel(refined.module, target, options);
  print(JSON.stringify(dumped, null, 2));
  printIssues(context, refined.issues);
  return exitCodeOf(refined.issues);
}

function textOf(context: CliContext, { stage, path, file, target, closure }: Request): string {
  const { host, parser } = context;
  const options = { file: path, closure, showPath: context.show };
  switch (stage) {
    case "tree":
      return JSON.stringify(
        parser.outline(host.read(path)?.text ?? "", context.show(path)),
        (key, value: unknown) => (key === "text" || key === "lines" ? undefined : value),
        2,
      );
    case "model":
      return JSON.stringify(dumpModel(readZigModule({ root: path, read: host.read, parser }), target, options), null, 2);
    case "layout":
      return JSON.stringify(dumpLayout(readZigModule({ root: path, read: host.read, parser }), target, options), null, 2);
    case "plan":
      return planText(analyse(onlyLibrary(context, file), { host, parser, targets: context.config.targets }).plan, 2);
    case "ts":
      return generateText(context, onlyLibrary(context, file)).text;
  }
}

function onlyLibrary(context: CliContext, file: string) {
  const [library] = selectLibraries(context, [file]);
  if (library === undefined) throw new CliError(`${file} is not a library`);
  return library;
}
