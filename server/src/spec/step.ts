import type { ChildEvent } from "../protocol/specEvents.ts";

/** The step a child was in. */
export type Step =
  | { readonly kind: "import" }
  | { readonly kind: "between" }
  | { readonly kind: "test"; readonly id: string; readonly startedAt: number; readonly timeoutMs: number; readonly hook: string | null }
  | { readonly kind: "hook"; readonly hook: string; readonly tests: readonly string[]; readonly timeoutMs: number }
  | { readonly kind: "finished" };

/** The step after an event of the child. */
export function nextStep(step: Step, event: ChildEvent): Step {
  switch (event.kind) {
    case "test-started":
      return { kind: "test", id: event.id, startedAt: performance.now(), timeoutMs: event.timeoutMs, hook: event.hook ?? null };
    case "step-started":
      return step.kind === "test" ? { ...step, timeoutMs: event.timeoutMs, hook: event.hook ?? null } : step;
    case "hook-started":
      return { kind: "hook", hook: event.hook, tests: event.tests, timeoutMs: event.timeoutMs };
    case "collected":
    case "test-ended":
    case "hook-ended":
      return { kind: "between" };
    case "finished":
      return { kind: "finished" };
    case "file-failed":
    case "measured":
    case "guarded":
      return step;
  }
}

/** When something happened, in words. */
export function describeStep(step: Step): string {
  switch (step.kind) {
    case "import":
      return "while the file was imported";
    case "between":
      return "between tests";
    case "test":
      return step.hook === null ? "during this test" : `in ${step.hook}`;
    case "hook":
      return `in ${step.hook}`;
    case "finished":
      return "after the last test";
  }
}
