import type { Container, Doc, Export, Field, FfiModule } from "../model/decls.ts";
import type { Issue, Site } from "../model/issue.ts";
import type { Span } from "../model/span.ts";
import type { Movement } from "../syntax/movement.ts";
import type { Analysis } from "./library.ts";

/** The same analysis after declarations only moved in some files. Undefined where a text names places. */
export function movedAnalysis({ module, plan, issues }: Analysis, movements: ReadonlyMap<string, Movement>): Analysis | undefined {
  if (issues.some((issue) => namesPlaces(issue))) return undefined;
  const move: Move = {
    span: (span) => movements.get(span.file)?.span(span) ?? span,
    doc: (doc, file) => (doc === null ? null : (movements.get(file)?.doc(doc) ?? doc)),
  };
  const moveIssue = (issue: Issue): Issue => movedIssue(issue, move);
  return {
    plan,
    module: movedModule(module, movements, move),
    issues: issues.map(moveIssue),
    // Weak: each keystroke moves once more, and the modules before are of no use.
    moved: { from: new WeakRef(module), issue: moveIssue },
  };
}

interface Move {
  readonly span: (span: Span) => Span;
  readonly doc: (doc: Doc | null, file: string) => Doc | null;
}

/** Messages that name another declaration by line, and hints, whose lines are counted from their doc comment. */
function namesPlaces({ code }: Issue): boolean {
  return code === "zig/duplicate-symbol" || code === "zig/unknown-export" || code === "zig/bad-hint";
}

function movedModule(module: FfiModule, movements: ReadonlyMap<string, Movement>, move: Move): FfiModule {
  const isMoved = ({ span }: Export | Container): boolean => movements.has(span.file);
  return {
    ...module,
    exports: module.exports.map((item) => (isMoved(item) ? movedExport(item, move) : item)),
    containers: new Map(
      [...module.containers].map(([id, container]) => [id, isMoved(container) ? movedContainer(container, move) : container] as const),
    ),
    issues: module.issues.map((issue) => movedIssue(issue, move)),
  };
}

function movedExport(item: Export, move: Move): Export {
  const base = { span: move.span(item.span), doc: move.doc(item.doc, item.span.file) };
  if (item.kind !== "fn") return { ...item, ...base };
  return { ...item, ...base, params: item.params.map((param) => ({ ...param, span: move.span(param.span) })) };
}

function movedContainer(container: Container, move: Move): Container {
  const { file } = container.span;
  const base = { span: move.span(container.span), doc: move.doc(container.doc, file) };
  const field = (each: Field): Field => ({ ...each, span: move.span(each.span), doc: move.doc(each.doc, file) });
  switch (container.kind) {
    case "struct":
      return { ...container, ...base, fields: container.fields.map(field) };
    case "union":
      return { ...container, ...base, fields: container.fields.map(field) };
    case "enum":
      return {
        ...container,
        ...base,
        values: container.values.map((value) => ({ ...value, span: move.span(value.span), doc: move.doc(value.doc, file) })),
      };
    case "opaque":
      return { ...container, ...base };
  }
}

function movedIssue(issue: Issue, move: Move): Issue {
  const site = ({ span, text }: Site): Site => ({ span: move.span(span), text });
  return {
    ...issue,
    ...(issue.zig === undefined ? {} : { zig: site(issue.zig) }),
    ...(issue.ts === undefined ? {} : { ts: site(issue.ts) }),
  };
}
