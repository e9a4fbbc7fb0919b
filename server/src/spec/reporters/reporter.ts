import type { SpecFileResult } from "../../protocol/specEvents.ts";

export interface ReportContext {
  /** A path as people see it. */
  readonly show: (path: string) => string;
  /** Wraps text in a terminal colour where wanted. */
  readonly colour: (code: number, text: string) => string;
  readonly durationMs: number;
}

/** Text for stdout: for each file as it ends, and after all. */
export interface Reporter {
  readonly file?: (result: SpecFileResult, context: ReportContext) => string;
  readonly end: (files: readonly SpecFileResult[], context: ReportContext) => string;
}
