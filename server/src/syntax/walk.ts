import type { Range, SyntaxProblem } from "./outline.ts";

/** What the walk over one file collects. */
export interface Walk {
  readonly text: string;
  readonly lines: readonly number[];
  readonly problems: SyntaxProblem[];
  /** Function bodies and tests: nothing in them counts. */
  readonly bodies: Range[];
  depth: number;
}
