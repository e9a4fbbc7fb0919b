import type { Machine } from "./machine.ts";
import { readMember } from "./members.ts";
import type { ImportBinding, Statement } from "./script.ts";
import { cellValue, declare, findCell } from "./scope.ts";
import { emptyObject, literal, placeOf, undefinedValue, type Cell, type Env, type Value } from "./values.ts";

type Of<K extends Statement["kind"]> = Statement & { readonly kind: K };

/** Imports are read when something of them is used: most have nothing to do with declarations. */
export function runImport(machine: Machine, statement: Of<"import">, env: Env): void {
  if (statement.source.startsWith(".")) env.module.imports.push(statement.source);
  if (statement.bindings.length === 0) {
    if (statement.source.startsWith(".")) machine.importFrom(statement.source, env);
    return;
  }
  for (const binding of statement.bindings) {
    env.scope.cells.set(binding.local, {
      value: undefinedValue,
      force: () => imported(machine, { statement, binding, source: statement.source }, env),
    });
  }
}

interface Imported {
  readonly statement: Statement;
  readonly source: string;
  readonly binding: ImportBinding;
}

function imported(machine: Machine, { statement, source, binding }: Imported, env: Env): Value {
  const module = machine.importFrom(source, env);
  return binding.imported === null ? module : readMember(machine, module, binding.imported, placeOf(env.file, statement));
}

export function runExport(machine: Machine, statement: Of<"exportNames"> | Of<"exportAll"> | Of<"exportDefault">, env: Env): void {
  const { exports, stars } = env.module;
  switch (statement.kind) {
    case "exportAll":
      stars.push(statement.source);
      return;
    case "exportDefault": {
      const value = machine.evaluate(statement.value, env, {
        name: null,
        whole: placeOf(env.file, statement),
        form: "statement",
        literal: null,
      });
      exports.set("default", { value, force: null });
      return;
    }
    case "exportNames":
      for (const binding of statement.names) exports.set(binding.local, exportedCell(machine, statement, binding, env));
  }
}

function exportedCell(machine: Machine, statement: Of<"exportNames">, binding: ImportBinding, env: Env): Cell {
  const { source } = statement;
  if (source !== null) return { value: undefinedValue, force: () => imported(machine, { statement, source, binding }, env) };
  // The variable may be declared further down.
  const local = (): Value => {
    const cell = findCell(env.scope, binding.imported ?? "");
    return cell === undefined ? undefinedValue : cellValue(cell);
  };
  return { value: undefinedValue, force: local };
}

export function runEnum(machine: Machine, statement: Of<"enum">, env: Env): void {
  const object = emptyObject(placeOf(env.file, statement));
  let next: number | null = 0;
  const scope = { ...env, scope: { parent: env.scope, cells: new Map<string, Cell>(), isFunction: false } };
  for (const member of statement.members) {
    const name = member.key.name ?? "";
    const key = placeOf(env.file, member.key);
    const value: Value = member.value !== null ? machine.evaluate(member.value, scope) : next === null ? undefinedValue : literal(next);
    next = value.kind === "literal" && typeof value.value === "number" ? value.value + 1 : null;
    declare(scope.scope, name, value);
    object.entries.set(name, { value, at: key, key, whole: null, isOptional: false, isGetter: false });
  }
  const name = statement.name.name ?? "";
  declare(env.scope, name, object);
  const cell = env.scope.cells.get(name);
  if (statement.isExported && cell !== undefined) env.module.exports.set(name, cell);
  machine.enums.push({ name: statement.name, place: placeOf(env.file, statement.name), value: object });
}
