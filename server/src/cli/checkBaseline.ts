import type { Issue } from "../model/issue.ts";
import { readFileOrNull } from "../workspace/writeFile.ts";
import { CliError, type CliContext } from "./context.ts";

interface Baseline {
  readonly accepted: readonly string[];
}

/** Findings of an old project that are accepted for now. Without lines, so that other changes of a file do not matter. */
export function baselineText(context: CliContext, issues: readonly Issue[]): string {
  const accepted = [...new Set(issues.map((issue) => keyOf(context, issue)))].sort();
  return `${JSON.stringify({ accepted }, null, 2)}\n`;
}

/** The findings that the baseline does not have. */
export function applyBaseline(context: CliContext, issues: readonly Issue[], file: string): readonly Issue[] {
  const text = readFileOrNull(file);
  if (text === null) throw new CliError(`${context.show(file)} does not exist: write it with --update-baseline`);
  const accepted = new Set(parse(context, file, text).accepted);
  return issues.filter((issue) => !accepted.has(keyOf(context, issue)));
}

function keyOf(context: CliContext, { code, symbol, parameter, ts, zig, message }: Issue): string {
  const file = ts ?? zig;
  return [code, file === undefined ? "" : context.show(file.span.file), symbol ?? message, parameter ?? ""].join(" ").trim();
}

function parse(context: CliContext, file: string, text: string): Baseline {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && "accepted" in value && Array.isArray(value.accepted))
      return { accepted: value.accepted.map(String) };
  } catch {
    // Reported below like every other file that is no baseline.
  }
  throw new CliError(`${context.show(file)} is no baseline: expected {"accepted": [..]}; write it with --update-baseline`);
}
