// The layout view: draws what the extension sends. Everything it shows goes through textContent, so no name can become markup.
import { byteMap, type ByteMap, type MapLine } from "../src/layout/byteMap.ts";
import type { FromWebview, LayoutTexts, ToWebview } from "../src/layout/layoutView.ts";
import type { LayoutField, LayoutView, TargetLayout } from "../../server/src/protocol/layoutView.ts";

declare function acquireVsCodeApi(): { postMessage(message: FromWebview): void };

type Shown = Extract<ToWebview, { readonly kind: "show" }>;

const vscode = acquireVsCodeApi();
const root = document.createElement("main");
document.body.append(root);

window.addEventListener("message", ({ data }: MessageEvent<ToWebview>) => {
  switch (data.kind) {
    case "show":
      show(data);
      break;
    case "nothing":
      root.replaceChildren(element("p", { class: "help", role: "status" }, data.text));
  }
});
vscode.postMessage({ kind: "ready" });

function show(shown: Shown): void {
  const { view, texts } = shown;
  const hadFocus = focusedField();
  const title = element("button", { type: "button", id: "type-name", title: texts.source }, view.name);
  title.addEventListener("click", () => vscode.postMessage({ kind: "reveal", field: null }));
  const [first] = view.layouts;
  const other = shown.compared === null ? undefined : [...view.layouts, ...view.mirrors][shown.compared];
  root.replaceChildren(
    element("h1", {}, element("span", { class: "kind" }, `${view.kind} `), title),
    element("div", { class: "place" }, shown.place),
    ...(first === undefined ? [] : [compareBar(shown)]),
    element(
      "div",
      { class: "columns" },
      ...(first === undefined ? [] : [columnView(view, first, texts)]),
      ...(other === undefined ? [] : [columnView(view, other, texts)]),
    ),
    ...view.unknown.map(({ targets, reason }) => element("p", { class: "unknown" }, fill(texts.unknown, targets.join(", "), reason))),
    element("p", { class: "help" }, texts.help),
  );
  const field = hadFocus ?? shown.field;
  if (field !== null) select(field, { focus: hadFocus !== null });
}

/** A menu where targets differ, else a line that says that they do not. */
function compareBar({ view, texts, compared }: Shown): HTMLElement {
  const [first, ...others] = [...view.layouts, ...view.mirrors];
  if (others.length === 0) return element("div", { class: "bar facts" }, fill(texts.same, (first?.targets ?? []).join(", ")));
  const choices = [
    { value: "", text: texts.nothing },
    ...others.map(({ targets }, i) => ({ value: String(i + 1), text: targets.join(", ") })),
  ];
  const menu = document.createElement("select");
  menu.id = "compare";
  menu.append(...choices.map(({ value, text }) => new Option(text, value, false, value === String(compared ?? ""))));
  menu.addEventListener("change", () => vscode.postMessage({ kind: "compare", index: menu.value === "" ? null : Number(menu.value) }));
  return element("div", { class: "bar" }, element("label", { for: "compare" }, texts.compareWith), menu);
}

function columnView(view: LayoutView, layout: TargetLayout, texts: LayoutTexts): HTMLElement {
  const [first] = view.layouts;
  const fields = view.kind === "enum" ? [enumTag(view, layout, texts)] : layout.fields;
  const map = byteMap(view.kind, layout.size, fields);
  const padding = layout.padding.reduce((sum, { size }) => sum + size, 0);
  const facts = [
    fill(texts.sizeAndAlign, layout.size, layout.align),
    ...(padding > 0 ? [fill(texts.paddingTotal, padding)] : []),
    ...(layout === first && view.reorderSaves > 0 ? [fill(texts.saves, view.reorderSaves)] : []),
    view.zig !== null && layout.verified.length > 0 ? fill(texts.verified, view.zig, layout.verified.join(", ")) : texts.computed,
  ].join(" · ");
  const targets = layout.targets.join(", ");
  return element(
    "section",
    { "aria-label": layout === first ? targets : `${targets}, ${texts.differs}`, class: layout === first ? "" : "differs" },
    ...(view.layouts.length + view.mirrors.length > 1 ? [element("h2", {}, targets)] : []),
    element("div", { class: "facts" }, facts),
    mapView(map, fields, texts),
    tableView(map, fields, texts),
  );
}

/** An enum has no fields, but a value. */
function enumTag(view: LayoutView, { size, align }: TargetLayout, texts: LayoutTexts): LayoutField {
  return { name: texts.value, type: view.name, offset: 0, size, align, bitOffset: 0, bitSize: size * 8, position: view.position };
}

/** Drawn for the eye: the table below says the same to a screen reader. */
function mapView(map: ByteMap, fields: readonly LayoutField[], texts: LayoutTexts): HTMLElement {
  const view = element("div", { class: "map", role: "img", "aria-label": texts.byteMap });
  view.append(...map.lines.map((line) => lineView(line, map, fields, texts)));
  return view;
}

function lineView(line: MapLine, map: ByteMap, fields: readonly LayoutField[], texts: LayoutTexts): HTMLElement {
  const nameOf = (field: number | null): string => (field === null ? texts.padding : (fields[field]?.name ?? "?"));
  if (line.kind === "more") return element("div", { class: "more" }, fill(texts.rows, line.rows, nameOf(line.field)));
  const units = element("div", { class: "units" });
  units.style.setProperty("--width", String(map.width));
  for (const run of line.runs) {
    const className = run.field === null ? "run padding" : `run c${run.field % 6}`;
    const cell = element("div", { class: className, title: `${nameOf(run.field)} (${run.start}..${run.start + run.length - 1})` });
    // A single unit has no room for more than a letter.
    cell.textContent = run.field === null ? "" : nameOf(run.field);
    cell.style.gridColumn = `${(run.start % map.width) + 1} / span ${run.length}`;
    const name = run.field === null ? undefined : fields[run.field]?.name;
    if (name !== undefined) {
      cell.dataset["field"] = name;
      cell.addEventListener("click", () => select(name, { focus: true }));
    }
    units.append(cell);
  }
  const row = element(
    "div",
    { class: line.isCacheLine ? "row cache-line" : "row" },
    element("span", { class: "offset" }, String(line.start)),
    units,
  );
  if (line.isCacheLine) row.title = fill(texts.cacheLine, line.start / 64);
  return row;
}

function tableView(map: ByteMap, fields: readonly LayoutField[], texts: LayoutTexts): HTMLElement {
  const head = [texts.offset, texts.size, texts.type, texts.field].map((text, index) =>
    element("th", { scope: "col", ...(index < 2 ? { class: "number" } : {}) }, text),
  );
  const rows = fields.map((field, index) => ({ start: field.offset, bits: field.bitOffset, row: fieldRow(field, index, map.unit) }));
  const gaps = paddingRows(map, texts);
  const body = [...rows, ...gaps].sort((a, b) => a.start - b.start || a.bits - b.bits).map(({ row }) => row);
  const [first] = rows;
  if (first !== undefined) first.row.tabIndex = 0;
  return element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body));
}

function fieldRow(field: LayoutField, index: number, unit: "byte" | "bit"): HTMLElement {
  const place = unit === "bit" ? `${Math.floor(field.bitOffset / 8)}.${field.bitOffset % 8}` : String(field.offset);
  const size = unit === "bit" ? `${field.bitSize} b` : String(field.size);
  const swatch = element("span", { class: `swatch c${index % 6}`, "aria-hidden": "true" });
  const row = element(
    "tr",
    { tabindex: "-1" },
    element("td", { class: "number" }, place),
    element("td", { class: "number" }, size),
    element("td", {}, field.type),
    element("td", {}, swatch, field.name),
  );
  row.dataset["field"] = field.name;
  row.addEventListener("click", () => select(field.name, { focus: true }));
  row.addEventListener("dblclick", () => vscode.postMessage({ kind: "reveal", field: field.name }));
  row.addEventListener("keydown", (event) => onKey(event, row, field.name));
  row.addEventListener("focus", () => select(field.name, { focus: false }));
  return row;
}

function paddingRows(map: ByteMap, texts: LayoutTexts): readonly { start: number; bits: number; row: HTMLElement }[] {
  const gaps: { start: number; length: number }[] = [];
  for (const line of map.lines) {
    const runs = line.kind === "row" ? line.runs : [{ start: line.start, length: line.rows * map.width, field: line.field }];
    for (const { start, length, field } of runs) {
      const last = gaps.at(-1);
      if (field !== null) continue;
      if (last !== undefined && last.start + last.length === start) last.length += length;
      else gaps.push({ start, length });
    }
  }
  return gaps.map(({ start, length }) => {
    const isBits = map.unit === "bit";
    const place = isBits ? `${Math.floor(start / 8)}.${start % 8}` : String(start);
    const row = element(
      "tr",
      { class: "padding" },
      element("td", { class: "number" }, place),
      element("td", { class: "number" }, isBits ? `${length} b` : String(length)),
      element("td", {}),
      element("td", {}, texts.padding),
    );
    return { start: isBits ? Math.floor(start / 8) : start, bits: isBits ? start : start * 8, row };
  });
}

function onKey(event: KeyboardEvent, row: HTMLElement, field: string): void {
  const rows = [...(row.parentElement?.querySelectorAll<HTMLElement>("tr[data-field]") ?? [])];
  const index = rows.indexOf(row);
  const target = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (event.key === "Enter") vscode.postMessage({ kind: "reveal", field });
  else if (target === undefined) return;
  else rows[target]?.focus();
  event.preventDefault();
}

function select(field: string, { focus }: { readonly focus: boolean }): void {
  for (const marked of root.querySelectorAll<HTMLElement>("[data-field]")) {
    const isSelected = marked.dataset["field"] === field;
    marked.classList.toggle("selected", isSelected);
    if (marked.tagName !== "TR") continue;
    marked.tabIndex = isSelected ? 0 : -1;
    marked.setAttribute("aria-selected", String(isSelected));
  }
  if (focus) root.querySelector<HTMLElement>("tr.selected")?.focus();
}

function focusedField(): string | null {
  const focused = document.activeElement;
  return focused instanceof HTMLElement ? (focused.dataset["field"] ?? null) : null;
}

function fill(text: string, ...values: readonly (string | number)[]): string {
  return text.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)] ?? ""));
}

function element(name: string, attributes: Readonly<Record<string, string>>, ...children: readonly (Node | string)[]): HTMLElement {
  const created = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) created.setAttribute(key, value);
  created.append(...children);
  return created;
}
