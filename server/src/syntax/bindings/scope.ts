import type { Machine } from "./machine.ts";
import { choiceOf, type Cell, type Env, type Place, type Scope, type Value } from "./values.ts";

export function newScope(parent: Scope | null, isFunction = false): Scope {
  return { parent, cells: new Map(), isFunction };
}

export function inner(env: Env): Env {
  return { ...env, scope: newScope(env.scope) };
}

export function declare(scope: Scope, name: string, value: Value, passed?: Place | null): void {
  const cell = scope.cells.get(name);
  if (cell === undefined || passed !== undefined)
    scope.cells.set(name, { value, force: null, ...(passed === undefined ? {} : { passed }) });
  else {
    cell.value = value;
    cell.force = null;
  }
}

/** `var` belongs to the function. */
export function functionScope(scope: Scope): Scope {
  let found = scope;
  while (!found.isFunction && found.parent !== null) found = found.parent;
  return found;
}

export function findCell(scope: Scope, name: string): Cell | undefined {
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    const cell = at.cells.get(name);
    if (cell !== undefined) return cell;
  }
  return undefined;
}

export function cellValue(cell: Cell): Value {
  const { force } = cell;
  if (force !== null) {
    // A cycle of imports sees the value from before.
    cell.force = null;
    cell.value = force();
  }
  return cell.value;
}

export function assign(machine: Machine, cell: Cell, value: Value): void {
  if (machine.writes?.has(cell) === false) machine.writes.set(cell, cellValue(cell));
  cell.force = null;
  cell.value = value;
}

/** Runs each arm from the same state, and joins what they leave in variables. An arm that says "out" leaves nothing. */
export function branches<T>(machine: Machine, arms: readonly (() => T)[], isOut: (result: T) => boolean): readonly T[] {
  const outer = machine.writes;
  const before = new Map<Cell, Value>();
  const after: Map<Cell, Value>[] = [];
  const results = arms.map((arm) => {
    const writes = new Map<Cell, Value>();
    machine.writes = writes;
    const result = arm();
    const state = new Map<Cell, Value>();
    for (const [cell, old] of writes) {
      state.set(cell, cell.value);
      cell.value = old;
      before.set(cell, old);
    }
    if (!isOut(result)) after.push(state);
    return result;
  });
  machine.writes = outer;
  for (const [cell, old] of before) {
    if (after.length > 0) assign(machine, cell, choiceOf(after.map((state) => state.get(cell) ?? old)));
  }
  return results;
}
