import type { Doc } from "../model/decls.ts";
import { lineAt } from "./lines.ts";

/**
 * The `///` lines right above a declaration that starts at `start`. Read from the text, not the tree, because the grammar knows only comments.
 * Plain `//` comments and blank lines between them are passed over, as Zig does.
 */
export function docBefore(text: string, lines: readonly number[], start: number): Doc | null {
  const own = lineAt(lines, start);
  if (text.slice(lines[own], start).trim() !== "") return null;
  const collected: string[] = [];
  let first = own;
  for (let index = own - 1; index >= 0; index--) {
    const line = text.slice(lines[index], lines[index + 1]).trim();
    if (line.startsWith("///") && !line.startsWith("////")) {
      collected.push(line.slice(line.startsWith("/// ") ? 4 : 3));
      first = index;
    } else if (line !== "" && (!line.startsWith("//") || line.startsWith("//!"))) break;
  }
  return collected.length === 0 ? null : { text: collected.reverse().join("\n"), line: first + 1 };
}
