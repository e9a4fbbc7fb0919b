import type { Expression, ObjectEntry } from "./script.ts";
import { findCell } from "./scope.ts";
import { expressionPlace, type Env, type Place, type Slot } from "./values.ts";

/**
 * For an expression that depends on what was handed to the function around it: where that is written, or null where no single place says
 * what the expression gives. Undefined for all others: they say it themselves.
 */
export function writtenPlace(expression: Expression, env: Env): Place | null | undefined {
  switch (expression.kind) {
    case "wrapped":
      return writtenPlace(expression.inner, env);
    case "name":
      return findCell(env.scope, expression.name)?.passed;
    // Their parts are asked one by one.
    case "text":
    case "constant":
    case "array":
    case "object":
    case "function":
    case "class":
      return undefined;
    default:
      return isPassedOn(expression, env) ? null : undefined;
  }
}

/** The same for an entry's value. A shorthand names its value, and cannot say another one. */
export function entryWritten(entry: ObjectEntry & { readonly kind: "value" }, env: Env): Slot["written"] {
  const written = writtenPlace(entry.value, env);
  return written === undefined && entry.value.start === entry.key.start ? null : written;
}

export function slotPlace({ at, written }: Slot): Place | null {
  return written === undefined ? at : written;
}

/** By its words: a property that is called like a parameter counts too, which only costs a correction. */
function isPassedOn(expression: Expression, env: Env): boolean {
  const { file, start, end } = expressionPlace(env.file, expression);
  const words = file.text.slice(start, end).match(/[A-Za-z_$][\w$]*/g) ?? [];
  return words.some((word) => findCell(env.scope, word)?.passed !== undefined);
}
