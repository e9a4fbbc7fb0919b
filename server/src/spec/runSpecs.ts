import { join } from "node:path";
import type { BenchSettings } from "../protocol/benchReport.ts";
import type { RunEvent, SpecFileResult } from "../protocol/specEvents.ts";
import type { Environment } from "../toolchain/environment.ts";
import { createRunFolder, type SpecLibrary } from "./privateCopies.ts";
import { runFile } from "./runFile.ts";

export interface SpecRun {
  /** Absolute paths. */
  readonly files: readonly string[];
  /** Built already. */
  readonly libraries: readonly SpecLibrary[];
  readonly projectDirectory: string;
  /** The Node that runs the specs: program and flags. */
  readonly node: readonly string[];
  /** The built `specChild.js` of this package. */
  readonly entry: string;
  readonly env: Environment;
  /** A regular expression over the full names of tests. */
  readonly filter: string | null;
  /** The same for each file, instead of `filter`. */
  readonly filterOf?: ((file: string) => string | null) | undefined;
  /** Each child waits for a debugger, and nothing has a time limit. */
  readonly debug?: boolean;
  readonly timeoutMs: number;
  /** Measure benchmarks, instead of running tests. */
  readonly bench?: BenchSettings | undefined;
  /** From `crashHandler`. */
  readonly crashHandler: string | null;
  /** How many files at a time. */
  readonly jobs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
}

/** Runs spec files against private copies of the libraries, which are gone afterwards. Results are in the order of the files. */
export async function runSpecs(run: SpecRun): Promise<readonly SpecFileResult[]> {
  const folder = createRunFolder(run.projectDirectory, run.libraries);
  const onExit = (): void => folder.remove();
  process.once("exit", onExit);
  // Compiled code is kept: each child loads the same files.
  const compileCache = join(run.projectDirectory, ".zig-cache", "zig-ffi", "compile-cache");
  const env = { NODE_COMPILE_CACHE: compileCache, ...run.env, ...folder.env };
  try {
    const results = new Map<string, SpecFileResult>();
    const queue = [...run.files];
    const work = async (): Promise<void> => {
      for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
        if (run.signal?.aborted === true) return;
        results.set(
          file,
          await runFile({
            ...{
              file,
              node: run.node,
              entry: run.entry,
              filter: run.filterOf === undefined ? run.filter : run.filterOf(file),
              debug: run.debug === true,
              timeoutMs: run.timeoutMs,
              bench: run.bench ?? null,
              crashHandler: run.crashHandler,
              signal: run.signal,
            },
            directory: run.projectDirectory,
            folder: folder.path,
            env,
            onEvent: (event) => run.onEvent?.(event),
          }),
        );
      }
    };
    await Promise.all(Array.from({ length: Math.max(1, Math.min(run.jobs, run.files.length)) }, work));
    return run.files.flatMap((file) => results.get(file) ?? []);
  } finally {
    process.removeListener("exit", onExit);
    folder.remove();
  }
}
