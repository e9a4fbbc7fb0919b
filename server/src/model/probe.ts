import type { CompilerAnswer } from "./compilerAnswer.ts";
import type { FfiModule } from "./decls.ts";
import type { Target } from "./target.ts";

/** Asks the Zig compiler what a module's types look like on one target. Nothing of the module is executed. Never rejects. */
export type Probe = (module: FfiModule, target: Target, signal?: AbortSignal) => Promise<ProbeResult>;

export type ProbeResult =
  /** `isCached`: an earlier answer to the same question; the compiler did not run. */
  | {
      readonly kind: "answered";
      readonly answer: CompilerAnswer;
      readonly isCached: boolean;
      /** Set where the compiler was asked without the packages that the module imports: why. Types from there have no answer. */
      readonly missingPackages?: string;
    }
  /** The compiler cannot read the source: only a build's own messages help. */
  | { readonly kind: "refused"; readonly errors: readonly ProbeError[] }
  | ProbeProblem
  | { readonly kind: "cancelled" };

/** Something other than the source is in the way. */
export interface ProbeProblem {
  readonly kind: "environment";
  /** `died`: the compiler was ended from outside; `garbage`: what it printed is no answer. */
  readonly reason: "not-started" | "died" | "garbage" | "timed-out" | "disk" | "unreadable-source";
  readonly message: string;
  readonly fix: string;
}

/** An error of the compiler. Null together where it names no place; lines are 1-based, `file` is absolute. */
export interface ProbeError {
  readonly file: string | null;
  readonly line: number | null;
  readonly message: string;
}
