/** Source lines without line ends; nesting is by `indent`, so no text carries its own indentation. */
export type Lines = readonly string[];

export function indent(lines: Lines, by = "  "): Lines {
  return lines.map((line) => (line === "" ? "" : by + line));
}

/** `head {`, the indented body, `}` plus what follows it. */
export function block(head: string, body: Lines, tail = "}"): Lines {
  return body.length === 0 ? [`${head} {${tail}`] : [`${head} {`, ...indent(body), tail];
}

const widest = 140;

/** `open item, item close` on one line where it fits, else an item a line with trailing commas. */
export function list(open: string, items: readonly string[], close: string): Lines {
  const flat = `${open}${items.join(", ")}${close}`;
  if (flat.length <= widest && items.every((item) => !item.includes("\n"))) return [flat];
  return [open.trimEnd(), ...items.map((item) => `  ${item},`), close.trimStart()];
}

/** A `/** .. *\/` comment; nothing for null. A `*\/` in the text cannot end it. */
export function docComment(text: string | null): Lines {
  if (text === null || text.trim() === "") return [];
  const lines = text
    .replaceAll("*/", "*\\/")
    .split("\n")
    .map((line) => line.trimEnd());
  const [only = ""] = lines;
  return lines.length === 1 ? [`/** ${only.trim()} */`] : ["/**", ...lines.map((line) => (line === "" ? " *" : ` * ${line}`)), " */"];
}
