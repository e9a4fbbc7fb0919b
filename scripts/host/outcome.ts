/** How a run ended: 0 passed, 1 failed, 2 the host did not come up, 130 stopped by a signal. */
export interface Outcome {
  readonly code: number;
  readonly problem?: string;
}
