/** A line of a stack: of JavaScript, or of Zig in the same form. Line and column are 1-based. */
export interface Frame {
  readonly label: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Reads `at name (file:1:2)` and `at file:1:2`. */
export function stackFrames(stack: string | null): readonly Frame[] {
  return (stack ?? "").split("\n").flatMap((text) => {
    const match = /^\s*at (?:(.*) \()?((?:[A-Za-z]:)?[^:()]+):(\d+):(\d+)\)?$/.exec(text);
    if (match === null) return [];
    const [, name, file = "", line, column] = match;
    return [{ label: name ?? "", file: file.replace(/^async /, ""), line: Number(line), column: Number(column) }];
  });
}
