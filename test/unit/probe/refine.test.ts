import assert from "node:assert/strict";
import { test } from "node:test";
import { dumpVerifiedLayout } from "../../../server/src/layout/dumpLayout.ts";
import { refine } from "../../../server/src/layout/refine.ts";
import type { FfiModule } from "../../../server/src/model/decls.ts";
import type { CompilerAnswer, CompilerContainer, CompilerField } from "../../../server/src/model/compilerAnswer.ts";
import { parseTarget } from "../../../server/src/model/target.ts";
import type { Type } from "../../../server/src/model/types.ts";
import * as m from "../layout/modelBuilders.ts";

const target = parseTarget("x86_64-linux-gnu") ?? assert.fail("no such target");
const lost: Type = { kind: "unknown", reason: "computed" };

function answered(containers: readonly CompilerContainer[], more: Partial<CompilerAnswer> = {}): CompilerAnswer {
  return {
    target: target.triple,
    zig: "0.15.2",
    containers: new Map(containers.map((item) => [item.id, item])),
    exports: new Map(),
    refused: new Map(),
    ...more,
  };
}

function found(name: string, size: number, align: number, fields: readonly CompilerField[]): CompilerContainer {
  const extent = { size, align, bits: size * 8 };
  return { id: `${m.root}#${name}`, name, kind: "struct", layout: "extern", extent, tag: null, isExhaustive: true, fields, values: [] };
}

function place(name: string, type: Type, offset: number, size: number): CompilerField {
  return { name, type, offset, bitOffset: offset * 8, size, align: size, bitSize: size * 8 };
}

const known = m.struct("Known", "extern", [m.field("a", m.u(8)), m.field("b", m.u(32))]);
const knownFound = found("Known", 8, 4, [place("a", m.u(8), 0, 1), place("b", m.u(32), 4, 4)]);

test("where both agree the layout is static and verified", () => {
  const refined = refine(m.moduleOf(known), answered([knownFound]), target);
  assert.deepEqual(refined.issues, []);
  assert.equal(refined.provenance(known.id), "static");
});

test("what was unknown comes from the compiler, and so does what is built on it", () => {
  const open = m.struct("Open", "extern", [m.field("x", lost), m.field("y", m.u(8))]);
  const outer = m.struct("Outer", "extern", [m.field("o", m.named("Open"))]);
  const openFound = found("Open", 24, 8, [place("x", m.array(2, m.u(64)), 0, 16), place("y", m.u(8), 16, 1)]);
  const outerFound = found("Outer", 24, 8, [place("o", m.named("Open"), 0, 24)]);
  const refined = refine(m.moduleOf(open, outer), answered([openFound, outerFound]), target);
  assert.deepEqual(refined.issues, []);
  const dump = dumpVerifiedLayout(refined, { file: m.root, closure: false, showPath: (path) => path });
  assert.deepEqual(
    [dump.verified, dump.types.map(({ name, size, align, provenance }) => [name, size, align, provenance])],
    [
      true,
      [
        ["Open", 24, 8, "compiler"],
        ["Outer", 24, 8, "compiler"],
      ],
    ],
  );
  assert.deepEqual(dump.types[0]?.fields[0], { name: "x", type: "[2]u64", offset: 0, size: 16, bitOffset: 0, bitSize: 128 });
});

test("an enum without a tag is known to the compiler alone", () => {
  const plain = m.enumOf("Plain", null, { a: 0n, b: 1n });
  const extent = { size: 1, align: 1, bits: 1 };
  const compiler: CompilerContainer = {
    ...{ id: plain.id, name: "Plain", kind: "enum", layout: "auto", extent, tag: m.u(1), isExhaustive: true, fields: [] },
    values: [{ name: "a", value: 0n }],
  };
  const refined = refine(m.moduleOf(plain), answered([compiler]), target);
  assert.equal(refined.provenance(plain.id), "compiler");
  assert.deepEqual(refined.layouts.container(plain.id), { kind: "known", value: { id: plain.id, ...extent, fields: [] } });
});

test("the compiler wins over our own rules, and an issue tells", () => {
  const wrong = found("Known", 12, 4, [place("a", m.u(8), 0, 1), place("b", m.u(32), 8, 4)]);
  const refined = refine(m.moduleOf(known), answered([wrong]), target);
  const layout = refined.layouts.container(known.id);
  assert.equal(layout.kind === "known" ? layout.value.size : 0, 12);
  assert.equal(refined.provenance(known.id), "compiler");
  assert.deepEqual(
    refined.issues.map(({ code, message, targets }) => [code, message, targets]),
    [
      [
        "internal/layout-disagrees",
        "Known on x86_64-linux-gnu: its size is 8 by our rules and 12 by the compiler; the offset of b is 4 by our rules and 8 by the " +
          "compiler; the bit offset of b is 32 by our rules and 64 by the compiler. The answer of the compiler (Zig 0.15.2) is used. " +
          "This is a fault of zig-ffi: please report it with the type's source.",
        ["x86_64-linux-gnu"],
      ],
    ],
  );
});

test("values of enums: unknown ones are filled in, wrong ones reported", () => {
  const own = m.enumOf("E", m.u(8), { a: 1n, b: 2n });
  const open = { ...own, values: own.values.map((item) => (item.name === "b" ? { ...item, value: null } : item)) };
  const compiler = (a: bigint): CompilerContainer => ({
    ...{ id: own.id, name: "E", kind: "enum", layout: "auto", extent: { size: 1, align: 1, bits: 8 }, tag: m.u(8), isExhaustive: true },
    fields: [],
    values: [
      { name: "a", value: a },
      { name: "b", value: 7n },
    ],
  });
  const good = refine(m.moduleOf(open), answered([compiler(1n)]), target);
  const filled = good.module.containers.get(own.id);
  assert.deepEqual(filled?.kind === "enum" ? filled.values.map(({ value }) => value) : [], [1n, 7n]);
  assert.deepEqual(good.issues, []);
  const bad = refine(m.moduleOf(open), answered([compiler(4n)]), target);
  assert.match(bad.issues[0]?.message ?? "", /a is 1 by our rules and 4 by the compiler/);
  const corrected = bad.module.containers.get(own.id);
  assert.deepEqual(corrected?.kind === "enum" ? corrected.values.map(({ value }) => value) : [], [4n, 7n], "the compiler's are used");
  const same = m.enumOf("E", m.u(8), { a: 1n, b: 7n });
  const own1 = refine(m.moduleOf(same), answered([compiler(1n)]), target);
  assert.deepEqual(
    [good, bad, own1].map(({ provenance }) => provenance(own.id)),
    ["compiler", "compiler", "static"],
  );
});

test("what the compiler has no answer for becomes unknown, with its reason", () => {
  const refused = new Map([[known.id, "no field named x"]]);
  const { layouts, provenance } = refine(m.moduleOf(known), answered([], { refused }), target);
  assert.deepEqual(layouts.container(known.id), { kind: "unknown", reason: "Known: no field named x" });
  assert.equal(provenance(known.id), undefined);
});

test("exports: unknown types are filled in, computed names are added, new containers come along", () => {
  const id = "compiler#lib.Vec(f32)";
  const vec: CompilerContainer = { ...found("Vec", 4, 4, [place("x", m.f(32), 0, 4)]), id, name: "lib.Vec(f32)" };
  const own = m.moduleOf();
  const span = m.span(m.root);
  const item = { symbol: "f", span, container: null, isPub: false, doc: null, unknown: null, kind: "fn", callconv: "c" } as const;
  const params = [{ name: "v", type: m.pointer(lost), text: "*Vec(f32)", span, isComptime: false }];
  const module: FfiModule = {
    ...own,
    exports: [{ ...item, params, returns: m.voidType, returnsText: "void", isVariadic: false, source: "export" }],
    issues: [{ code: "zig/unknown-export", severity: "information", message: "computed", zig: { span: { ...span, line: 9 }, text: "" } }],
  };
  const fnType = m.fn([m.pointer({ kind: "named", id })], m.voidType);
  const exports = new Map([
    ["f", { symbol: "f", kind: "fn", type: fnType } as const],
    ["g_1", { symbol: "g_1", kind: "fn", type: fnType } as const],
    ["v_1", { symbol: "v_1", kind: "var", type: m.u(32) } as const],
  ]);
  const { module: refined, layouts } = refine(module, answered([vec], { exports }), target);
  const [f, g, v] = refined.exports;
  assert.deepEqual(f?.kind === "fn" ? f.params[0]?.type : null, m.pointer({ kind: "named", id }));
  assert.deepEqual(g?.kind === "fn" ? [g.symbol, g.span.line, g.params[0]?.text] : null, ["g_1", 9, "*lib.Vec(f32)"]);
  assert.deepEqual(v?.kind === "var" ? [v.symbol, v.typeText] : null, ["v_1", "u32"]);
  assert.deepEqual(refined.issues, []);
  assert.equal(layouts.of({ kind: "named", id }).kind, "known");
});
