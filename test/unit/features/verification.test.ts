import assert from "node:assert/strict";
import { test } from "node:test";
import { diagnosticsOf } from "../../../server/src/features/diagnostics.ts";
import { hover } from "../../../server/src/features/hover.ts";
import { refine } from "../../../server/src/layout/refine.ts";
import type { CompilerAnswer, CompilerField } from "../../../server/src/model/compilerAnswer.ts";
import { parseTarget } from "../../../server/src/model/target.ts";
import { shownDiagnostics } from "../../lsp/client.ts";
import { scene, type Scene } from "./scene.ts";

const zig = "pub const Pair = extern struct { a: u8, b: u32 };\nexport fn f(p: *const Pair) void {\n    _ = p;\n}\n";
const triple = "x86_64-linux-gnu";

/** A compiler that puts `b` at an offset. */
function answered(made: Scene, offset: number): void {
  const [project] = made.snapshot.libraries;
  const target = parseTarget(triple);
  if (project === undefined || target === undefined) throw new Error("no library");
  const { module } = project.analysis();
  const id = "/p/lib.zig#Pair";
  const field = (name: string, at: number, bytes: number): CompilerField => ({
    name,
    type: { kind: "int", signed: false, bits: bytes * 8 },
    offset: at,
    bitOffset: at * 8,
    size: bytes,
    align: bytes,
    bitSize: bytes * 8,
  });
  const answer: CompilerAnswer = {
    target: triple,
    zig: "0.15.2",
    containers: new Map([
      [
        id,
        {
          id,
          name: "lib.Pair",
          kind: "struct",
          layout: "extern",
          extent: { size: offset + 4, align: 4, bits: (offset + 4) * 8 },
          tag: null,
          isExhaustive: true,
          fields: [field("a", 0, 1), field("b", offset, 4)],
          values: [],
        },
      ],
    ]),
    exports: new Map(),
    refused: new Map(),
  };
  const refined = refine(module, answer, target);
  const texts = new Map(module.files.map((path) => [path, made.snapshot.read(path) ?? ""]));
  project.setVerification({ zig: answer.zig, texts, module, refined: new Map([[triple, refined]]), issues: refined.issues });
}

function hovered(made: Scene): string {
  const found = hover(made.snapshot, { path: "/p/lib.zig", offset: zig.indexOf("Pair") });
  return (found?.contents as { readonly value: string } | undefined)?.value ?? "";
}

test("where the compiler agrees, hover says so, also while something else is typed", () => {
  const made = scene({ "lib.zig": zig });
  answered(made, 4);
  assert.match(hovered(made), /: 8 bytes, align 4/);
  assert.match(hovered(made), /Verified by Zig 0\.15\.2 for x86_64-linux-gnu/);
  made.set("lib.zig", zig.replace("_ = p;", "_ = p; // more"));
  assert.match(hovered(made), /Verified by/);
  made.set("lib.zig", zig.replace("b: u32", "b: u64"));
  assert.doesNotMatch(hovered(made), /Verified by/);
});

test("where it disagrees, its numbers are shown and the disagreement is reported, until the text changes", () => {
  const made = scene({ "lib.zig": zig });
  answered(made, 8);
  assert.match(hovered(made), /: 12 bytes, align 4/);
  const [found, ...rest] = shownDiagnostics(diagnosticsOf(made.snapshot, "/p/lib.zig"));
  assert.equal(rest.length, 0);
  assert.match(
    found ?? "",
    /^1:11-1:15 warning internal\/layout-disagrees Pair on x86_64-linux-gnu: its size is 8 by our rules and 12 by the compiler/,
  );
  made.set("lib.zig", `${zig}// more\n`);
  assert.deepEqual(diagnosticsOf(made.snapshot, "/p/lib.zig"), []);
  assert.match(hovered(made), /: 8 bytes, align 4/);
  assert.doesNotMatch(hovered(made), /Verified by/);
});

test("types that are laid out differently on the targets of the project are reported, and move with the text", () => {
  const source = "pub const Long = extern struct { a: c_long };\nexport fn f(p: *const Long) void {\n    _ = p;\n}\n";
  const made = scene({ "lib.zig": source });
  const codes = (): readonly string[] =>
    shownDiagnostics(diagnosticsOf(made.snapshot, "/p/lib.zig")).map((line) => line.split(" ").slice(0, 3).join(" "));
  assert.deepEqual(codes(), ["1:11-1:15 warning abi/layout-differs-by-target"]);
  made.set("lib.zig", source.replace("    _ = p;", "    // more\n    _ = p;"));
  assert.deepEqual(codes(), ["1:11-1:15 warning abi/layout-differs-by-target"]);
  made.set("lib.zig", `// zig-ffi-ignore abi/layout-differs-by-target: meant\n${source}`);
  assert.deepEqual(codes(), []);
});
