import { Command, CommanderError, Option } from "commander";
import { bench, type BenchCommandOptions } from "./bench.ts";
import { build } from "./build.ts";
import { check, type CheckCommandOptions } from "./check.ts";
import { checkFormats } from "./checkReport.ts";
import { EnvironmentError, packageVersion } from "../workspace/package.ts";
import type { GlobalOptions } from "./context.ts";
import type { OptimizeMode } from "../model/config.ts";
import { doctor } from "./doctor.ts";
import { dump, type DumpOptions } from "./dump.ts";
import { generate, type GenerateOptions } from "./generate.ts";
import { info } from "./info.ts";
import { init } from "./init.ts";
import { installZig } from "./installZig.ts";
import type { LspOptions } from "./lsp.ts";
import { endOnSignal } from "./endOnSignal.ts";
import { endWithReader, note } from "./output.ts";
import { specSession, type SpecSessionOptions } from "./specSession.ts";
import { reporterNames, test, type TestCommandOptions } from "./test.ts";

/** Exit codes: 0 clean, 1 errors or warnings found, 2 usage or environment failure. */
async function main(argv: readonly string[]): Promise<number> {
  const program = createProgram();
  let code = 0;
  const run = (command: Promise<number>): Promise<void> =>
    command.then((result) => {
      code = result;
    });
  addCommands(program, run);
  try {
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof EnvironmentError) && !isFileError(error)) throw error;
    note(`zig-ffi: ${error.message}`);
    return 2;
  }
}

/** A file or folder that cannot be read or written: Node's message names it. */
function isFileError(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error && "path" in error;
}

function createProgram(): Command {
  return new Command("zig-ffi")
    .description("Strict, fast TypeScript bindings for Zig libraries, checked against the ABI")
    .version(packageVersion())
    .exitOverride()
    .showHelpAfterError();
}

const optimizeModes: readonly OptimizeMode[] = ["Debug", "ReleaseSafe", "ReleaseFast", "ReleaseSmall"];

function addCommands(program: Command, run: (command: Promise<number>) => Promise<void>): void {
  const command = (signature: string, description: string): Command =>
    program
      .command(signature)
      .description(description)
      .exitOverride()
      .option("--config <file>", "configuration file (default: the nearest zig-ffi.json)")
      .option("--cwd <folder>", "work in this folder");
  const optimize = new Option("--optimize <mode>", "how to optimize").choices(optimizeModes);

  command("build [libraries...]", "build the libraries; skips those whose inputs have not changed")
    .addOption(optimize)
    .option("--target <triple>", "cross-compile for this target")
    .option("--zig <path>", "the Zig compiler to use")
    .action((libraries: string[], options: Parameters<typeof build>[1]) => run(build(libraries, options)));
  command("generate [libraries...]", "write TypeScript bindings for libraries (names of zig-ffi.json, or root .zig files)")
    .option("--check", "write nothing; exit 1 when a file is not current")
    .option("--stdout", "print instead of writing")
    .option("--watch", "generate again whenever a source changes")
    .option("--manifest", "write a Zig file, too, that carries the compiler's numbers into the library for load() to compare")
    .option("--force", "overwrite generated files that were edited by hand")
    .action((libraries: string[], options: GenerateOptions) => run(generate(libraries, options)));
  command("check", "compare Zig with hand-written declarations (bun:ffi, koffi, Deno, node:ffi) and with generated bindings")
    .option("--zig <files...>", "root files of Zig libraries (default: those of zig-ffi.json, or found here)")
    .option("--ts <files...>", "scripts with declarations (default: found here)")
    .option("--format <format>", `how to print: ${checkFormats.join(", ")}`, "text")
    .option("--target <triples...>", "targets to compare for (default: those of zig-ffi.json, or five 64-bit ones)")
    .option("--baseline <file>", "leave out the findings of this file")
    .option("--update-baseline", "write the findings to the baseline file instead")
    .option("--fix", "correct what can be corrected")
    .option("--verify", "ask the Zig compiler for every layout, on each target")
    .action((options: CheckCommandOptions) => run(check(options)));
  command("dump <file>", "print one stage of the pipeline as data")
    .requiredOption("--stage <stage>", "tree, model, layout, plan or ts")
    .option("--target <triple>", "target triple (default: this machine)")
    .option("--closure", "types of imported files too")
    .option("--verify", "ask the Zig compiler (stages layout and model)")
    .option("--zig <path>", "the Zig compiler to ask")
    .action((file: string, options: DumpOptions) => run(dump(file, options)));
  command("test [files...]", "build the libraries and run spec files against them")
    .option("-t, --test-name-pattern <regexp>", "only tests whose full name matches")
    .addOption(new Option("--reporter <name>", "how to report to standard output").choices([...reporterNames]).default("spec"))
    .option("--timeout <ms>", "limit for each test that sets none", "5000")
    .option("--jobs <n>", "spec files at a time (default: one for each core)")
    .option("--watch", "run again what a change of a Zig or script file concerns")
    .option("--coverage [file]", "tell which lines of scripts ran; with a file, also as lcov")
    .option("--shard <i/n>", "only the i-th of n parts of the files")
    .addOption(optimize)
    .option("--zig <path>", "the Zig compiler to use")
    .action((files: string[], options: TestCommandOptions) => run(test(files, options)));
  command("bench [files...]", "build the libraries and measure the benchmarks of spec files")
    .option("-t, --test-name-pattern <regexp>", "only benchmarks whose full name matches")
    .option("--json <file>", "write the numbers, for --compare of a later run")
    .option("--html <file>", "write a page of plots")
    .option("--compare <files...>", "numbers of earlier runs, to compare with")
    .option("--label <name>", "name of this run (default: date and time)")
    .option("--time <ms>", "how long to measure each function", "500")
    .addOption(new Option("--optimize <mode>", "how to optimize").choices(optimizeModes).default("ReleaseFast"))
    .option("--zig <path>", "the Zig compiler to use")
    .action((files: string[], options: BenchCommandOptions) => run(bench(files, options)));
  program
    .command("spec-session", { hidden: true })
    .exitOverride()
    .option("--config <file>")
    .option("--cwd <folder>")
    .option("--zig <path>")
    .action((options: SpecSessionOptions) => run(specSession(options)));
  command("info <library>", "exports, architecture, size and dependencies of a built library, and what differs from the source")
    .option("--json", "as JSON")
    .option("--zig <file>", "compare with this root source file")
    .action((library: string, options: Parameters<typeof info>[1]) => run(info(library, options)));
  program
    .command("lsp")
    .description("run the language server; editors start it")
    .exitOverride()
    .option("--stdio", "speak over standard input and output")
    .option("--node-ipc", "speak over Node's channel to the parent process")
    .addOption(new Option("--clientProcessId <id>").hideHelp())
    .action((options: LspOptions) => run(import("./lsp.ts").then(({ lsp }) => lsp(options))));
  command("doctor", "check Node, Zig and koffi, each with the fix").action((options: GlobalOptions) => run(doctor(options)));
  command("init", "write a zig-ffi.json for the libraries found here").action((options: GlobalOptions) => run(init(options)));
  program
    .command("install-zig [version]")
    .description("download a Zig compiler for this user")
    .exitOverride()
    .action((version?: string) => run(installZig(version)));
}

endWithReader();
endOnSignal();
process.exitCode = await main(process.argv.slice(2));
