import type { Issue } from "../model/issue.ts";
import { readFileOrNull } from "../workspace/writeFile.ts";
import { CliError, type CliContext } from "./context.ts";

interface Baseline {
  /** 1, which files without one have: findings are named by their place only. */
  readonly version: 1 | 2;
  readonly accepted: readonly string[];
}

/**
 * Findings of an old project that are accepted for now. Without lines, so that other changes of a file do not matter; with what both sides
 * say, so that another mistake in the same place is a new one.
 */
export function baselineText(context: CliContext, issues: readonly Issue[]): string {
  const accepted = [...new Set(issues.map((issue) => keyOf(context, issue)))].sort();
  return `${JSON.stringify({ version: 2, accepted }, null, 2)}\n`;
}

/** The findings that the baseline does not have. */
export function applyBaseline(context: CliContext, issues: readonly Issue[], file: string): readonly Issue[] {
  const text = readFileOrNull(file);
  if (text === null) throw new CliError(`${context.show(file)} does not exist: write it with --update-baseline`);
  const { version, accepted } = parse(context, file, text);
  const known = new Set(accepted);
  return issues.filter((issue) => !known.has((version === 1 ? placeKey : keyOf)(context, issue)));
}

function keyOf(context: CliContext, issue: Issue): string {
  return `${placeKey(context, issue)}: ${detailOf(issue)}`;
}

function placeKey(context: CliContext, { code, symbol, parameter, ts, zig, message }: Issue): string {
  const file = ts ?? zig;
  // Why the compiler has no answer names folders of this machine.
  const about = symbol ?? (code === "abi/unverified" ? "" : message);
  return [code, file === undefined ? "" : context.show(file.span.file), about, parameter ?? ""].join(" ").trim();
}

/** The spelling on both sides. Where a site names a whole type, only the message tells what of it is wrong. */
function detailOf({ code, zig, ts, message }: Issue): string {
  if (/^abi\/(?:struct-|field-|enum-|callback)/.test(code)) return message;
  return [zig, ts].map((site) => site?.text ?? "").join(" | ");
}

function parse(context: CliContext, file: string, text: string): Baseline {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && "accepted" in value && Array.isArray(value.accepted)) {
      const version = "version" in value ? value.version : 1;
      if (version === 1 || version === 2) return { version, accepted: value.accepted.map(String) };
      throw new CliError(`${context.show(file)} is of another version of zig-ffi: write it again with --update-baseline`);
    }
  } catch (error) {
    if (error instanceof CliError) throw error;
    // Reported below like every other file that is no baseline.
  }
  throw new CliError(`${context.show(file)} is no baseline: expected {"accepted": [..]}; write it with --update-baseline`);
}
