import type { SpecFileResult } from "../protocol/specEvents.ts";

export interface SpecSummary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly todo: number;
  /** Failures outside of tests. */
  readonly fileFailures: number;
}

export function summarize(files: readonly SpecFileResult[]): SpecSummary {
  const count = (kind: string): number => files.flatMap(({ tests }) => tests).filter(({ outcome }) => outcome.kind === kind).length;
  return {
    passed: count("passed"),
    failed: count("failed"),
    skipped: count("skipped"),
    todo: count("todo"),
    fileFailures: files.reduce((sum, { failures }) => sum + failures.length, 0),
  };
}
