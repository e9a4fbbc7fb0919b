import { editedText, mergeEdits } from "../check/edits/mergeEdits.ts";
import type { Issue } from "../model/issue.ts";
import type { CheckResult } from "./checkWorkspace.ts";

export interface FixedFile {
  readonly file: string;
  readonly text: string;
  /** How many corrections were made in it. */
  readonly count: number;
}

/** Files with everything put right that is wrong and has a correction. What is only a note stays. */
export function fixedFiles(
  result: Pick<CheckResult, "fix">,
  issues: readonly Issue[],
  textOf: (file: string) => string | undefined,
): readonly FixedFile[] {
  const fixes = issues.filter(({ severity }) => severity !== "information").flatMap((issue) => result.fix(issue) ?? []);
  return [...mergeEdits(fixes)].flatMap(([file, edits]) => {
    const text = textOf(file);
    return text === undefined ? [] : [{ file, text: editedText(text, edits), count: edits.length }];
  });
}
