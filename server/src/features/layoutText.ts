import type { LayoutView, TargetLayout } from "../protocol/layoutView.ts";

/** A type's layout as Markdown: sizes, a table of fields, a map of the bytes, and where targets differ. */
export function layoutText(view: LayoutView): string {
  const [own, ...others] = view.layouts;
  const parts = [`\`${view.kind} ${view.name}\`${own === undefined ? "" : `: ${sizes(own)} on ${targets(own.targets)}`}`];
  if (own !== undefined && own.fields.length > 0) parts.push(fieldTable(own), `\`\`\`text\n${byteMap(own)}\n\`\`\``);
  if (own !== undefined && own.padding.length > 0) parts.push(paddingText(own, view.reorderSaves));
  for (const other of others)
    parts.push(`On ${targets(other.targets)}: ${sizes(other)}${own === undefined ? "" : differences(own, other)}`);
  if (own !== undefined) parts.push(...view.mirrors.map((mirror) => mirrorText(own, mirror)));
  const verified = verifiedText(view);
  if (verified !== null) parts.push(verified);
  for (const { targets: where, reason } of view.unknown) parts.push(`Unknown on ${targets(where)}: ${reason}`);
  return parts.join("\n\n");
}

function mirrorText(own: TargetLayout, mirror: TargetLayout): string {
  const moved = differences(own, mirror);
  const isSame = moved === "" && own.size === mirror.size && own.align === mirror.align;
  return `${targets(mirror.targets)}: ${isSame ? "the same" : `${sizes(mirror)}${moved}`}`;
}

/** Null where the compiler was not asked, or has not seen this text. */
export function verifiedText({ zig, layouts }: LayoutView): string | null {
  const verified = layouts.flatMap((layout) => layout.verified);
  return zig === null || verified.length === 0 ? null : `Verified by Zig ${zig} for ${targets(verified)}`;
}

/** One line for a field: where it lies. */
export function fieldText(view: LayoutView, name: string): string {
  const lines = view.layouts.flatMap((layout) => {
    const field = layout.fields.find((each) => each.name === name);
    if (field === undefined) return [];
    const isBits = field.bitOffset % 8 !== 0 || field.bitSize % 8 !== 0 || view.kind.startsWith("packed");
    const place = isBits
      ? `bit ${field.bitOffset}, ${field.bitSize} ${field.bitSize === 1 ? "bit" : "bits"}`
      : `offset ${field.offset}, ${bytes(field.size)}, align ${field.align}`;
    const after = layout.padding.find((gap) => gap.offset === field.offset + field.size);
    return [
      `\`${name}: ${field.type}\`: ${place}${after === undefined ? "" : `, then ${bytes(after.size)} of padding`}, on ${targets(layout.targets)}`,
    ];
  });
  const reasons = view.unknown.map(({ reason, targets: where }) => `Unknown on ${targets(where)}: ${reason}`);
  const verified = verifiedText(view);
  return [...lines, ...(verified === null ? [] : [verified]), ...reasons].join("\n\n");
}

function sizes({ size, align }: TargetLayout): string {
  return `${bytes(size)}, align ${align}`;
}

function bytes(count: number): string {
  return count === 1 ? "1 byte" : `${count} bytes`;
}

function targets(triples: readonly string[]): string {
  return triples.length <= 2 ? triples.join(" and ") : `${triples[0] ?? ""} and ${triples.length - 1} more targets`;
}

function fieldTable({ fields }: TargetLayout): string {
  const shown = fields.slice(0, maxFields);
  const isBits = fields.some((field) => field.bitOffset % 8 !== 0 || field.bitSize % 8 !== 0);
  const head = isBits ? "| bit | bits | field | type |" : "| offset | size | field | type |";
  const rows = shown.map((field) => {
    const [at, size] = isBits ? [field.bitOffset, field.bitSize] : [field.offset, field.size];
    return `| ${at} | ${size} | ${field.name} | \`${field.type.replaceAll("|", "\\|")}\` |`;
  });
  const rest = fields.length > shown.length ? [`| | | and ${fields.length - shown.length} more | |`] : [];
  return [head, "| ---: | ---: | --- | --- |", ...rows, ...rest].join("\n");
}

const maxFields = 24;
const maxBytes = 128;
const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Eight bytes a row, a letter for each field in order, a dot for padding. */
export function byteMap({ fields, size }: TargetLayout): string {
  const cells = new Array<string>(Math.min(size, maxBytes)).fill(".");
  fields.forEach((field, i) => {
    const first = Math.floor(field.bitOffset / 8);
    const last = Math.ceil((field.bitOffset + field.bitSize) / 8);
    for (let at = first; at < Math.min(last, cells.length); at++) {
      const letter = letters.charAt(i % letters.length);
      cells[at] = cells[at] === "." ? letter : "*";
    }
  });
  const rows: string[] = [];
  for (let at = 0; at < cells.length; at += 8) rows.push(`${String(at).padStart(4)}  ${cells.slice(at, at + 8).join(" ")}`);
  const legend = fields.slice(0, maxFields).map((field, i) => `${letters.charAt(i % letters.length)} ${field.name}`);
  return [...rows, ...(size > maxBytes ? [`      and ${size - maxBytes} more bytes`] : []), `      ${legend.join(", ")}`].join("\n");
}

function paddingText({ padding }: TargetLayout, saves: number): string {
  const total = padding.reduce((sum, gap) => sum + gap.size, 0);
  return `${bytes(total)} of padding${saves > 0 ? `; reordering the fields saves ${saves}` : ""}`;
}

function differences(own: TargetLayout, other: TargetLayout): string {
  const moved = other.fields.flatMap((field) => {
    const mine = own.fields.find((each) => each.name === field.name);
    if (mine === undefined || (mine.offset === field.offset && mine.size === field.size)) return [];
    return [`\`${field.name}\` at ${field.offset} with ${bytes(field.size)} instead of ${mine.offset} with ${mine.size}`];
  });
  return moved.length === 0 ? "" : `: ${moved.slice(0, 6).join(", ")}${moved.length > 6 ? `, and ${moved.length - 6} more` : ""}`;
}
