import assert from "node:assert/strict";
import { test } from "node:test";
import type { Location } from "vscode-languageserver";
import { codeLenses } from "../../../server/src/features/codeLenses.ts";
import { diagnosticsOf } from "../../../server/src/features/diagnostics.ts";
import { layoutViewAt } from "../../../server/src/features/layoutView.ts";
import { hover } from "../../../server/src/features/hover.ts";
import { definition, references } from "../../../server/src/features/navigation.ts";
import { shownDiagnostics } from "../../lsp/client.ts";
import { offered } from "./actions.ts";
import { generated, scene, type Scene } from "./scene.ts";

const zig = `/// Loads a font.
export fn font_load(size: f32, flags: u32) i32 {
    _ = size;
    return @intCast(flags);
}
export fn font_free(handle: i32) void {
    _ = handle;
}
`;
const bun = `import { dlopen, FFIType } from "bun:ffi";

export const { symbols } = dlopen("./libfont.so", {
  font_load: { args: [FFIType.f32, FFIType.u8], returns: FFIType.i32 },
  font_free: { args: [FFIType.i32], returns: FFIType.void },
});
symbols.font_load(1, 2);
`;
const koffi = `import koffi from "koffi";

const lib = koffi.load("./libfont.so");
export const font_load = lib.func("int32_t font_load(float size, uint8_t flags)");
export const font_free = lib.func("void font_free(int32_t handle)");
font_load(1, 2);
`;
const use = `import { symbols } from "./hand.ts";
symbols.font_load(1, 2);
`;
const message =
  "font_load: parameter flags: Zig takes u32, the declaration says FFIType.u8: the upper 24 bits of `flags` are dropped, and what Zig reads in their place is not specified";

function shown(made: Scene, name: string): readonly string[] {
  return shownDiagnostics(diagnosticsOf(made.snapshot, `/p/${name}`));
}

function places(made: Scene, locations: readonly Location[]): readonly string[] {
  return locations.map(({ uri, range }) => {
    const name = uri.replace("file:///p/", "");
    const line = made.text(name).split("\n")[range.start.line] ?? "";
    return `${name}:${range.start.line + 1}: ${line.slice(range.start.character, range.end.character)}`;
  });
}

test("a declaration that is wrong is reported on both sides, and each points at the other", () => {
  const made = scene({ "font.zig": zig, "hand.ts": bun });
  assert.deepEqual(shown(made, "hand.ts"), [`4:36-4:46 error abi/param-type ${message}`]);
  assert.deepEqual(shown(made, "font.zig"), [`2:39-2:42 error abi/param-type ${message}`]);
  const [inScript] = diagnosticsOf(made.snapshot, "/p/hand.ts");
  const [inZig] = diagnosticsOf(made.snapshot, "/p/font.zig");
  const related = (found: typeof inScript): readonly string[] =>
    (found?.relatedInformation ?? []).map((each) => `${places(made, [each.location]).join("")} -- ${each.message}`);
  assert.deepEqual(related(inScript), ["font.zig:2: u32 -- font_load in font.zig: u32"]);
  assert.deepEqual(related(inZig), ["hand.ts:4: FFIType.u8 -- hand.ts declares FFIType.u8"]);
});

test("koffi prototypes are reported where the type stands in the text", () => {
  const made = scene({ "font.zig": zig, "hand.js": koffi });
  const [found, ...rest] = diagnosticsOf(made.snapshot, "/p/hand.js");
  assert.equal(rest.length, 0);
  assert.ok(found !== undefined);
  assert.deepEqual(places(made, [{ uri: "file:///p/hand.js", range: found.range }]), ["hand.js:4: uint8_t"]);
});

test("a change on either side is seen at once, and a problem goes when it is put right", () => {
  const made = scene({ "font.zig": zig, "hand.ts": bun });
  made.set("hand.ts", bun.replace("FFIType.u8", "FFIType.u32"));
  assert.deepEqual([...shown(made, "hand.ts"), ...shown(made, "font.zig")], []);
  made.set("font.zig", zig.replace("flags: u32", "flags: u64"));
  assert.equal(shown(made, "hand.ts").length, 1);
  made.set("font.zig", zig);
  assert.deepEqual(shown(made, "hand.ts"), []);
});

test("what Zig says of a script moves with the text while a body is typed", () => {
  const made = scene({ "font.zig": zig, "hand.ts": bun });
  assert.equal(shown(made, "font.zig")[0]?.split(" ")[0], "2:39-2:42");
  made.set("font.zig", `// one line more\n${zig}`);
  assert.equal(shown(made, "font.zig")[0]?.split(" ")[0], "3:39-3:42");
  made.set("font.zig", `// one line more\n${zig.replace("_ = size;", "_ = size;\n")}`);
  assert.equal(shown(made, "font.zig")[0]?.split(" ")[0], "3:39-3:42");
});

test("declarations in a file that the script imports are read again when that file changes", () => {
  const table = bun
    .replace(/^.*import.*$/m, "")
    .replace(/export const.*dlopen\(.*?, /, "export const table = ")
    .replace("});\nsymbols.font_load(1, 2);", "};");
  const strings = table.replaceAll(/FFIType\.(\w+)/g, '"$1"');
  const main =
    'import { dlopen } from "bun:ffi";\nimport { table } from "./table.ts";\nexport const { symbols } = dlopen("./libfont.so", table);\n';
  const made = scene({ "font.zig": zig, "table.ts": strings, "main.ts": main });
  assert.equal(shown(made, "table.ts").length, 1);
  assert.deepEqual(shown(made, "main.ts"), []);
  made.set("table.ts", strings.replace('"u8"', '"u32"'));
  assert.deepEqual(shown(made, "table.ts"), []);
});

test("what nobody declares is one note at the table, and one at each export", () => {
  const made = scene({
    "font.zig": zig,
    "hand.ts": bun.replace(/ {2}font_.*\n/g, "").replace("{\n});", "{\n  font_x: { args: [] },\n});"),
  });
  assert.match(
    shown(made, "hand.ts").join("\n"),
    /3:28-3:52 information abi\/unbound-export 2 exports are not declared: font_load, font_free/,
  );
  assert.deepEqual(
    shown(made, "font.zig").map((line) => line.split(" ")[2]),
    ["abi/unbound-export", "abi/unbound-export"],
  );
  generated(made);
  assert.deepEqual(shown(made, "font.zig"), [], "the generated bindings have both");
});

test("a comment with a reason suppresses, on either side; without one it does not", () => {
  const line = "  font_load: {";
  const made = scene({ "font.zig": zig, "hand.ts": bun.replace(line, `  // zig-ffi-ignore abi/param-type: 8 bits are enough\n${line}`) });
  assert.deepEqual([...shown(made, "hand.ts"), ...shown(made, "font.zig")], []);
  made.set("hand.ts", bun.replace(line, `  // zig-ffi-ignore abi/param-type\n${line}`));
  assert.equal(shown(made, "hand.ts").length, 1);
  made.set("hand.ts", bun);
  made.set("font.zig", zig.replace("/// Loads a font.", "// zig-ffi-ignore abi/param-type: as it is"));
  assert.deepEqual([...shown(made, "hand.ts"), ...shown(made, "font.zig")], []);
});

test("what Zig's own rules say is suppressed the same way", () => {
  const made = scene({ "a.zig": "// zig-ffi-ignore zig/slice-param: known\nexport fn f(x: []u8) void {\n    _ = x;\n}\n" });
  assert.deepEqual(shown(made, "a.zig"), []);
});

test("a configuration that names the scripts leaves others alone", () => {
  const config = '{ "libraries": [{ "root": "font.zig", "bindings": ["good.ts"] }] }';
  const made = scene({ "font.zig": zig, "hand.ts": bun, "good.ts": bun.replace("u8", "u32"), "zig-ffi.json": config });
  assert.deepEqual([...shown(made, "hand.ts"), ...shown(made, "good.ts"), ...shown(made, "font.zig")], []);
});

/** Scripts that call font_load under other names, with `$1` before each use of it. */
const renamed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "a constant of another name": {
    "hand.ts": `import koffi from "koffi";
const lib = koffi.load("./libfont.so");
export const load = lib.func("int32_t font_load(float size, uint32_t flags)");
export const font_free = lib.func("void font_free(int32_t handle)");
$1load(1, 2);
function unrelated() { other.load(); }
`,
    "use.ts": `import { $1load } from "./hand.ts";
const fs = { load: 1 };
$1load(1, 2);
`,
    "more.ts": `import * as hand from "./hand.js";
import { load as start } from "./elsewhere.js";
hand.$1load(1, 2);
start(); fs.load();
`,
    "again.mts": 'import { load as $1start } from "./hand";\n[1].map($1start);\n',
    "required.cjs": 'const { $1load } = require("./hand");\n$1load(1, 2);\n',
  },
  "a member of another name": {
    "hand.ts": `import koffi from "koffi";
const lib = koffi.load("./libfont.so");
export const fonts = {
  load: lib.func("int32_t font_load(float size, uint32_t flags)"),
  font_free: lib.func("void font_free(int32_t handle)"),
};
fonts.$1load(1, 2);
`,
    "use.ts": 'import { fonts } from "./hand.ts";\nconst { $1load: start } = fonts;\n$1start(1, 2);\n',
  },
  "Deno's name": {
    "hand.ts": `const lib = Deno.dlopen("./libfont.so", {
  load: { name: "font_load", parameters: ["f32", "u32"], result: "i32" },
  font_free: { parameters: ["i32"], result: "void" },
});
lib.symbols.$1load(1, 2);
const { symbols: { $1load } } = lib;
$1load(1, 2);
`,
  },
  "taken out of the symbols": {
    "hand.ts": bun.replace("FFIType.u8", "FFIType.u32").replace("symbols.font_load", "symbols.$1font_load"),
    "use.ts": `import { symbols } from "./hand.ts";
const { $1font_load, font_free: free = null } = symbols;
$1font_load(1, 2);
`,
    "other.ts": 'import { symbols } from "./hand.ts";\nfunction font_load() {}\n',
  },
};

for (const [what, scripts] of Object.entries(renamed)) {
  test(`uses: ${what}`, () => {
    const plain = Object.fromEntries(Object.entries(scripts).map(([name, text]) => [name, text.replaceAll("$1", "")]));
    const made = scene({ "font.zig": zig, ...plain });
    const expected = Object.entries(scripts).flatMap(([name, text]) =>
      Array.from(text.matchAll(/\$1(\w+)/g), ({ index, 1: word }, i) => ({ name, offset: index - 2 * i, word: word ?? "" })),
    );
    const found = references(made.snapshot, { path: "/p/font.zig", offset: zig.indexOf("font_load") }, false);
    const shownUses = found.map(({ uri, range: { start } }) => {
      const name = uri.replace("file:///p/", "");
      const lines = made.text(name).split("\n").slice(0, start.line);
      return `${name} ${lines.join("\n").length + (start.line === 0 ? 0 : 1) + start.character}`;
    });
    assert.deepEqual(shownUses.sort(), expected.map(({ name, offset }) => `${name} ${offset}`).sort());
    for (const { name, offset, word } of expected) {
      const place = { path: `/p/${name}`, offset: offset + 1 };
      assert.deepEqual(places(made, definition(made.snapshot, place)), ["font.zig:2: font_load"], `${name} ${word}`);
      assert.match(JSON.stringify(hover(made.snapshot, place)), /export fn font_load/);
    }
  });
}

test("what is declared anew has the line ends of the script", () => {
  const script = bun.replace(/ {2}font_free.*\n/, "");
  const apply = (text: string): string | undefined => {
    const made = offered({ "font.zig": zig, "hand.ts": text.replace("dlopen(", "dlop$0en(") });
    return made.apply("Declare font_free")["hand.ts"];
  };
  assert.match(apply(script) ?? "", /font_free/);
  assert.equal(apply(script.replaceAll("\n", "\r\n")), apply(script)?.replaceAll("\n", "\r\n"));
});

test("correct, from the script and from Zig", () => {
  const script = offered({ "font.zig": zig, "hand.ts": bun.replace("FFIType.u8", "FFI$0Type.u8") });
  assert.deepEqual(script.titles, ["Correct font_load"]);
  assert.deepEqual(script.apply("Correct font_load"), { "hand.ts": bun.replace("FFIType.u8", "FFIType.u32") });
  const fromZig = offered({ "font.zig": zig.replace("flags: u32", "flags: u3$02"), "hand.ts": bun });
  assert.deepEqual(fromZig.apply("Correct font_load in hand.ts"), { "hand.ts": bun.replace("FFIType.u8", "FFIType.u32") });
  const prototype = offered({ "font.zig": zig, "hand.js": koffi.replace("uint8_t", "uint$08_t") });
  assert.deepEqual(prototype.apply("Correct font_load"), { "hand.js": koffi.replace("uint8_t", "uint32_t") });
});

test("remove what is gone, declare what is missing, correct everything", () => {
  const wrong = `import { dlopen, FFIType } from "bun:ffi";

export const { symbols } = dlopen("./libfont.so", {
  font_load: { args: [FFIType.f64, FFIType.u8], returns: FFIType.i32 },
  font_gone: { args: [], returns: FFIType.void },
  font_lost: { args: [], returns: FFIType.void },
});
`;
  const marked = (text: string): Readonly<Record<string, string>> => ({ "font.zig": zig, "hand.ts": wrong.replace(text, `${text}$0`) });
  const gone = offered(marked("font_g"));
  assert.deepEqual(gone.titles, [
    "Remove font_gone",
    "Remove all 2 declarations of what is not exported",
    "Correct all 4 declarations in hand.ts",
  ]);
  assert.deepEqual(gone.apply("Remove font_gone")["hand.ts"], wrong.replace(/.*font_gone.*\n/, ""));
  assert.deepEqual(gone.apply("Remove all 2 declarations of what is not exported")["hand.ts"], wrong.replace(/.*font_gone.*\n.*\n/, ""));
  assert.deepEqual(
    gone.apply("Correct all 4 declarations in hand.ts")["hand.ts"],
    wrong.replace(/.*font_gone.*\n.*\n/, "").replace("f64, FFIType.u8", "f32, FFIType.u32"),
  );
  const missing = offered(marked("= dlopen"));
  assert.deepEqual(missing.titles, ["Declare font_free"]);
  assert.deepEqual(
    missing.apply("Declare font_free")["hand.ts"],
    wrong.replace(/(.*font_lost.*\n)/, "$1  font_free: { args: [FFIType.i32], returns: FFIType.void },\n"),
  );
  const several = offered({
    "font.zig": `${zig}export fn a() void {}\nexport fn b() i32 {\n    return 1;\n}\n`,
    "hand.ts": bun.replace("= dlopen", "= dlo$0pen"),
  });
  assert.deepEqual(several.titles, ["Declare a", "Declare b", "Declare all 2 missing functions"]);
  assert.deepEqual(
    several.apply("Declare all 2 missing functions")["hand.ts"],
    bun.replace(/(.*font_free.*\n)/, "$1  a: { args: [], returns: FFIType.void },\n  b: { args: [], returns: FFIType.i32 },\n"),
  );
});

test("an entry for what is missing is written in words that the file knows", () => {
  const declared = (script: string, file = "hand.ts"): string | undefined =>
    offered({ "font.zig": zig, [file]: script.replace("open(", "op$0en(") }).apply("Declare font_free")[file];
  const own =
    'import { dlopen as open } from "bun:ffi";\nconst T = { f: "f32" } as const;\nexport const lib = open("libfont.so", {\n  font_load: { args: [T.f, "u32"], returns: "i32" },\n});\n';
  assert.equal(declared(own), own.replace("});", '  font_free: { args: ["i32"], returns: "void" },\n});'));
  const names = own
    .replace('const T = { f: "f32" } as const;', 'const u32 = "u32";')
    .replace('T.f, "u32"', '"f32", u32')
    .replace('"i32"', "u32");
  assert.equal(declared(names), names.replace("});", '  font_free: { args: ["i32"], returns: "void" },\n});'));
  const loose =
    'import koffi from "koffi";\nconst { func } = koffi.load("libfont.so");\nexport const font_load = func("int32_t font_load(float size, uint32_t flags)");\n';
  assert.deepEqual(offered({ "font.zig": zig, "hand.ts": loose.replace("koffi.load", "koffi.lo$0ad") }).titles, []);
});

test("hover on a declaration and on a use: the Zig signature, its words, and what is wrong", () => {
  const at = (marked: Readonly<Record<string, string>>): unknown => {
    const made = scene(marked);
    return (hover(made.snapshot, made.place)?.contents as { value: string } | undefined)?.value;
  };
  const wrong = `\`\`\`zig\nexport fn font_load(size: f32, flags: u32) i32\n\`\`\`\n\nLoads a font.\n\n- ${message}`;
  assert.equal(at({ "font.zig": zig, "hand.ts": bun.replace("font_load:", "font$0_load:") }), wrong);
  assert.equal(at({ "font.zig": zig, "hand.ts": bun.replace("FFIType.u8", "FFIType.u$08") }), wrong);
  assert.equal(at({ "font.zig": zig, "hand.ts": bun.replace("symbols.font", "symbols.font$0") }), wrong);
  assert.equal(at({ "font.zig": zig, "hand.ts": bun, "use.ts": use.replace("symbols.font", "symbols.font$0") }), wrong);
  assert.equal(
    at({ "font.zig": zig, "hand.js": koffi.replace("void font_free", "void font$0_free") }),
    "```zig\nexport fn font_free(handle: i32) void\n```\n\nThe declaration agrees with Zig.",
  );
  assert.equal(at({ "font.zig": zig, "hand.ts": bun.replace("dlopen, FFI", "dlo$0pen, FFI") }), undefined);
});

test("definition and references between Zig, the declaration and its uses", () => {
  const made = scene({ "font.zig": zig.replace("font_load", "font_$0load"), "hand.ts": bun, "use.ts": use });
  assert.deepEqual(places(made, definition(made.snapshot, made.place)), ["hand.ts:4: font_load"]);
  const all = ["font.zig:2: font_load", "hand.ts:4: font_load", "hand.ts:7: font_load", "use.ts:2: font_load"];
  assert.deepEqual(places(made, references(made.snapshot, made.place, true)), all);
  assert.deepEqual(places(made, references(made.snapshot, { path: "/p/use.ts", offset: use.indexOf("load(") }, true)), all);
  assert.deepEqual(places(made, definition(made.snapshot, { path: "/p/hand.ts", offset: bun.indexOf("font_load") + 2 })), [
    "font.zig:2: font_load",
  ]);
});

test("lenses: declared where, and used in how many files", () => {
  const made = scene({ "font.zig": zig, "hand.ts": bun, "use.ts": use });
  const titles = codeLenses(made.snapshot, "/p/font.zig", new Set()).flatMap(({ command }) => command?.title ?? []);
  assert.deepEqual(titles.slice(3), ["declared otherwise in hand.ts", "used in 2 TypeScript files", "declared in hand.ts"]);
});

test("mirrored structs: wrong on both sides, and hover shows the layout", () => {
  const types = "pub const Point = extern struct { x: f64, y: f32 };\nexport fn area(p: *const Point) f64 {\n    return p.x;\n}\n";
  const script = `import koffi from "koffi";
const Point = koffi.struct("Point", { x: "float", y: "float" });
const lib = koffi.load("./libshape.so");
export const area = lib.func("double area(Point *p)");
`;
  const made = scene({ "shape.zig": types, "hand.ts": script });
  const codes = (name: string): readonly string[] => shown(made, name).map((line) => line.split(" ").slice(0, 3).join(" "));
  assert.deepEqual(codes("shape.zig").length, codes("hand.ts").length);
  assert.ok(
    codes("hand.ts").some((line) => line.endsWith("error abi/field-type")),
    codes("hand.ts").join("; "),
  );
});

test("a struct of a script beside Zig's: in the hover, and in the layout view", () => {
  const types = "pub const Point = extern struct { x: f64, y: f32 };\nexport fn area(p: *const Point) f64 {\n    return p.x;\n}\n";
  const script = `import koffi from "koffi";
const Point = koffi.struct("Point", { x: "float", y: "float" });
const lib = koffi.load("./libshape.so");
export const area = lib.func("double area(Point *p)");
`;
  const made = scene({ "shape.zig": types.replace("Point", "Poi$0nt"), "hand.ts": script });
  const text = (hover(made.snapshot, made.place)?.contents as { value: string } | undefined)?.value ?? "";
  assert.match(
    text,
    /Point of koffi in hand\.ts: 8 bytes, align 4: `x` at 0 with 4 bytes instead of 0 with 8, `y` at 4 with 4 bytes instead of 8 with 4/,
  );
  const view = layoutViewAt(made.snapshot, made.place);
  assert.deepEqual(
    view?.mirrors.map(({ targets, size, fields }) => [targets, size, fields.map(({ offset }) => offset)]),
    [[["Point of koffi in hand.ts"], 8, [0, 4]]],
  );
  const inScript = hover(made.snapshot, { path: "/p/hand.ts", offset: script.indexOf('"Point"') + 2 });
  assert.match(JSON.stringify(inScript?.contents), /extern struct Point/);
});
