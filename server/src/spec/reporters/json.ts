import { summarize } from "../summary.ts";
import type { Reporter } from "./reporter.ts";

/** One JSON document: the sums and `SpecFileResult` for each file, with paths as they are shown to people. */
export const jsonReporter: Reporter = {
  end: (files, { show, durationMs }) =>
    `${JSON.stringify({ version: 1, summary: summarize(files), durationMs, files: files.map((file) => ({ ...file, file: show(file.file) })) }, null, 2)}\n`,
};
