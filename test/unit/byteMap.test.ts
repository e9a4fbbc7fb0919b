import assert from "node:assert/strict";
import { test } from "node:test";
import { byteMap } from "../../extension/src/layout/byteMap.ts";
import type { LayoutField } from "../../server/src/protocol/layoutView.ts";

/** `name@offset:size`, in bytes; for bits `name@offset:size` with unit "bit". */
function fields(text: string, unit: "byte" | "bit" = "byte"): readonly LayoutField[] {
  return text.split(" ").map((each) => {
    const [name = "", place = ""] = each.split("@");
    const [start = 0, length = 0] = place.split(":").map(Number);
    const position = { line: 0, character: 0 };
    const bits = unit === "bit" ? { bitOffset: start, bitSize: length } : { bitOffset: start * 8, bitSize: length * 8 };
    return { name, type: "?", offset: start, size: length, align: 1, ...bits, position };
  });
}

/** `start:field*length` of each run, `.` for padding; `+rows*field` for what is left out; `|` before a cache line. */
function drawn(kind: string, size: number, of: readonly LayoutField[]): readonly string[] {
  const name = (field: number | null): string => (field === null ? "." : (of[field]?.name ?? "?"));
  return byteMap(kind, size, of).lines.map((line) =>
    line.kind === "more"
      ? `+${line.rows}*${name(line.field)}`
      : `${line.isCacheLine ? "|" : ""}${line.start}: ${line.runs.map((run) => `${name(run.field)}${run.length}`).join(" ")}`,
  );
}

test("fields and padding lie in rows of eight bytes", () => {
  assert.deepEqual(drawn("extern struct", 24, fields("a@0:1 b@8:8 c@16:4")), ["0: a1 .7", "8: b8", "16: c4 .4"]);
});
test("a field over several rows is cut", () => {
  assert.deepEqual(drawn("extern struct", 16, fields("a@0:4 b@4:12")), ["0: a4 b4", "8: b8"]);
});
test("above 64 bytes rows are twice as wide, and cache lines are marked", () => {
  const lines = drawn("extern struct", 80, fields("a@0:16 b@16:16 c@32:16 d@48:16 e@64:16"));
  assert.deepEqual(lines, ["0: a16", "16: b16", "32: c16", "48: d16", "|64: e16"]);
});
test("of many equal rows two are shown", () => {
  assert.deepEqual(drawn("extern struct", 1040, fields("a@0:8 b@8:1024 c@1032:8")), [
    "0: a8 b8",
    "16: b16",
    "32: b16",
    "+61*b",
    "|1024: b8 c8",
  ]);
});
test("members of a union have rows of their own", () => {
  assert.deepEqual(drawn("extern union", 8, fields("a@0:1 b@0:8")), ["0: a1 .7", "0: b8"]);
});
test("packed types are drawn in bits", () => {
  const map = byteMap("packed struct", 2, fields("a@0:3 b@3:9 c@12:4", "bit"));
  assert.equal(map.unit, "bit");
  assert.deepEqual(drawn("packed struct", 2, fields("a@0:3 b@3:9 c@12:4", "bit")), ["0: a3 b5", "8: b4 c4"]);
});
test("padding is counted in units", () => {
  assert.equal(byteMap("extern struct", 24, fields("a@0:1 b@8:8 c@16:4")).padding, 11);
  assert.equal(byteMap("extern union", 8, fields("a@0:1 b@0:4")).padding, 4);
});
test("no fields, no bytes", () => {
  assert.deepEqual(byteMap("extern struct", 0, []).lines, []);
});
