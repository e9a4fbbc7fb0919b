import type { FunctionExport } from "../model/decls.ts";
import type { Issue } from "../model/issue.ts";

/** What doc comments say where convention is not enough, one hint a line: `/// @slice query query_len`. */
export interface Hints {
  /** Length expressions by pointer parameter: the parameter names whose product is the number of items. */
  readonly slices: ReadonlyMap<string, readonly string[]>;
  readonly outs: ReadonlySet<string>;
  /** Nothing is inferred: pointers stay pointers. */
  readonly isRaw: boolean;
}

export interface HintRule {
  /** Which of the words after the hint name parameters. */
  readonly parameters: "none" | "first" | "all";
  readonly usage: string;
}

/** `@errors`, `@owned`, `@handle`, `@async` and `@batch` belong to rules that refine a plan further; they are legal everywhere. */
export const hintRules: Readonly<Record<string, HintRule>> = {
  slice: { parameters: "all", usage: "@slice <pointer> <length>[*<length>..]" },
  out: { parameters: "first", usage: "@out <pointer>" },
  raw: { parameters: "none", usage: "@raw" },
  errors: { parameters: "none", usage: "@errors <Enum>" },
  owned: { parameters: "none", usage: "@owned <free function>" },
  handle: { parameters: "none", usage: "@handle <Type> close=<function>" },
  async: { parameters: "none", usage: "@async" },
  batch: { parameters: "none", usage: "@batch" },
};

const hintLine = /^@([A-Za-z_]+)(?![A-Za-z_(])[ \t]*(.*)$/;

export function readHints(fn: FunctionExport, issues: Issue[]): Hints {
  const slices = new Map<string, readonly string[]>();
  const outs = new Set<string>();
  let isRaw = false;
  (fn.doc?.text.split("\n") ?? []).forEach((line, i) => {
    const match = hintLine.exec(line.trim());
    if (match === null) return;
    const [, name = "", rest = ""] = match;
    const words = rest.split(/[\s*]+/).filter((word) => word !== "");
    const problem = problemOf(fn, name, words);
    if (problem !== null) issues.push(badHint(fn, (fn.doc?.line ?? 1) + i, line.trim(), problem));
    else if (name === "raw") isRaw = true;
    else if (name === "out") outs.add(words[0] ?? "");
    else if (name === "slice") slices.set(words[0] ?? "", words.slice(1));
  });
  return { slices, outs, isRaw };
}

/** The doc comment without its hints, for the generated file. */
export function docWithoutHints(text: string | null): string | null {
  if (text === null) return null;
  if (!text.includes("@")) return text.trim() === "" ? null : text.trim();
  const kept = text
    .split("\n")
    .filter((line) => !hintLine.test(line.trim()) || hintRules[hintLine.exec(line.trim())?.[1] ?? ""] === undefined)
    .join("\n")
    .trim();
  return kept === "" ? null : kept;
}

function problemOf(fn: FunctionExport, name: string, words: readonly string[]): string | null {
  const rule = hintRules[name];
  if (rule === undefined)
    return `there is no hint @${name}: known are ${Object.keys(hintRules)
      .map((key) => `@${key}`)
      .join(", ")}`;
  const needed = rule.parameters === "none" ? 0 : rule.parameters === "first" ? 1 : 2;
  if (words.length < needed) return `too few words: write ${rule.usage}`;
  const named = rule.parameters === "all" ? words : words.slice(0, needed);
  const names = fn.params.map((param) => param.name);
  const missing = named.find((word) => !names.includes(word));
  return missing === undefined
    ? null
    : `${fn.symbol} has no parameter ${missing}: it has ${names.map((n) => n ?? "_").join(", ") || "none"}`;
}

function badHint(fn: FunctionExport, line: number, text: string, problem: string): Issue {
  const span = { ...fn.span, line, column: 1 };
  return { code: "zig/bad-hint", severity: "warning", message: `${text}: ${problem}`, symbol: fn.symbol, zig: { span, text } };
}
