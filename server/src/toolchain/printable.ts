import { stripVTControlCharacters } from "node:util";

/** A program's output without what would change a terminal's state; runs of what is no text become one mark. */
export function printable(text: string): string {
  return stripVTControlCharacters(text.replaceAll("\r\n", "\n")).replace(/(?:(?![\n\t])[\p{Cc}\ufffd])+/gu, "\ufffd");
}
