import type { Container, Export, FfiModule } from "../model/decls.ts";
import type { Issue } from "../model/issue.ts";
import type { Span } from "../model/span.ts";
import type { Type } from "../model/types.ts";
import { elsewhereOf } from "./elsewhere.ts";
import { createEvaluator } from "./evaluate.ts";
import { lowerContainer } from "./lowerContainers.ts";
import { exportsOfFile, type FoundExport } from "./lowerExports.ts";
import { loadProgram, type Program, type ProgramSource } from "./program.ts";
import type { Scope } from "./scopes.ts";
import type { Evaluator } from "./values.ts";

/** Reads a Zig library from its root file. Never throws on bad source: whatever is wrong with it is in the module's issues. */
export function readZigModule(source: ProgramSource): FfiModule {
  const program = loadProgram(source);
  const evaluator = createEvaluator(program);
  const issues: Issue[] = [...program.issues];
  const found = [...program.files.values()].flatMap((file) => exportsOfFile(evaluator, file, issues));
  const exports = uniqueExports(found, issues);
  const containers = lowerContainers(evaluator, program, { exports, issues });
  const files = [...program.files.keys()];
  const elsewhere = elsewhereOf([...program.files.values()].map(({ file }) => file));
  return { root: source.root, files, exports, containers, issues: sorted(issues, files), ...(elsewhere === null ? {} : { elsewhere }) };
}

/** The first export of a symbol wins. */
function uniqueExports(found: readonly FoundExport[], issues: Issue[]): readonly Export[] {
  const bySymbol = new Map<string, FoundExport>();
  for (const item of found) {
    const { symbol } = item.export;
    const first = bySymbol.get(symbol);
    if (first === undefined) bySymbol.set(symbol, item);
    else if (first.isConditional || item.isConditional) {
      const reason = `it is exported under conditions at ${place(first.export.span)} and ${place(item.export.span)}`;
      bySymbol.set(symbol, { export: { ...first.export, unknown: first.export.unknown ?? reason }, isConditional: true });
      issues.push({
        code: "zig/unknown-export",
        severity: "information",
        symbol,
        message: `Which ${symbol} is meant cannot be read: ${reason}.`,
        ...siteOf(item.export),
      });
    } else {
      const message = `${symbol} is exported twice: first at ${place(first.export.span)}. The linker refuses this; rename one. The first is used.`;
      issues.push({ code: "zig/duplicate-symbol", severity: "error", symbol, message, ...siteOf(item.export) });
    }
  }
  return [...bySymbol.values()].map((item) => (item.isConditional ? { ...item.export, isConditional: true } : item.export));
}

function siteOf(item: Export): Pick<Issue, "zig"> {
  return { zig: { span: item.span, text: item.symbol } };
}

function place(span: Span): string {
  return `${span.file}:${span.line}:${span.column}`;
}

interface Lowering {
  readonly exports: readonly Export[];
  readonly issues: Issue[];
}

/** All declared containers, and those inline ones and files that an export or a field of another one names. */
function lowerContainers(evaluator: Evaluator, program: Program, { exports, issues }: Lowering): ReadonlyMap<string, Container> {
  const scopes = new Map([...program.files.values()].flatMap((file) => file.scopes.all.map((scope) => [scope.id, scope] as const)));
  const lowered = new Map<string, Container>();
  const queue = [...scopes.values()].filter(isListed).map((scope) => scope.id);
  for (const item of exports) exportTypes(item).forEach((type) => collectNames(type, queue));
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const scope = scopes.get(id);
    if (scope === undefined || lowered.has(id)) continue;
    const container = lowerContainer(evaluator, scope, issues);
    lowered.set(id, container);
    containerTypes(container).forEach((type) => collectNames(type, queue));
  }
  return new Map(
    [...scopes.keys()]
      .flatMap((id) => [[id, lowered.get(id)] as const])
      .filter((entry): entry is readonly [string, Container] => entry[1] !== undefined),
  );
}

/**
 * A file is a type of its own only when it has fields; else it is a namespace. What a condition chooses between is left out with all that is
 * declared inside: `X.Inner` may mean that of another branch.
 */
function isListed(scope: Scope): boolean {
  for (let outer = scope.parent; outer !== null; outer = outer.parent) if (outer.isAlternative) return false;
  return scope.parent === null ? scope.outline.members.some((member) => member.kind === "field") : scope.isDeclared;
}

function exportTypes(item: Export): readonly Type[] {
  return item.kind === "fn" ? [...item.params.map((param) => param.type), item.returns] : [item.type];
}

function containerTypes(container: Container): readonly Type[] {
  switch (container.kind) {
    case "struct":
    case "union":
      return [...container.fields.map((field) => field.type), ...(container.backing === null ? [] : [container.backing])];
    case "enum":
      return container.tag === null ? [] : [container.tag];
    case "opaque":
      return [];
  }
}

function collectNames(type: Type, ids: string[]): void {
  switch (type.kind) {
    case "named":
      ids.push(type.id);
      break;
    case "pointer":
      collectNames(type.pointee, ids);
      break;
    case "optional":
      collectNames(type.child, ids);
      break;
    case "array":
    case "vector":
      collectNames(type.element, ids);
      break;
    case "errorUnion":
      collectNames(type.payload, ids);
      break;
    case "fn":
      type.params.forEach((param) => collectNames(param.type, ids));
      collectNames(type.returns, ids);
      break;
    default:
      break;
  }
}

/** By file in import order, then by place. */
function sorted(issues: readonly Issue[], files: readonly string[]): readonly Issue[] {
  const order = new Map(files.map((file, index) => [file, index]));
  const key = (issue: Issue): number => order.get(issue.zig?.span.file ?? "") ?? -1;
  return [...issues].sort((a, b) => key(a) - key(b) || (a.zig?.span.start ?? 0) - (b.zig?.span.start ?? 0));
}
