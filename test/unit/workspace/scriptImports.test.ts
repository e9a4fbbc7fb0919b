import assert from "node:assert/strict";
import { test } from "node:test";
import { createScriptImports } from "../../../server/src/workspace/scriptImports.ts";

/** Text of a script at /src/app.ts, and whether it may use /lib/ffi.ts. */
const cases: readonly (readonly [text: string, isUser: boolean])[] = [
  ['import { a } from "../lib/ffi";', true],
  ['import { a } from "../lib/ffi.js";', true],
  ['const { a } = require("../lib/ffi.ts");', true],
  ['import { a } from "@/lib/ffi";', true],
  ['import { a } from "~/ffi.js";', true],
  ['import { a } from "#lib/ffi";', true],
  ['import { a } from "./ffi";', false],
  ['import { a } from "@scope/other";', false],
  ['import { a } from "ffi";', false],
];

for (const [text, isUser] of cases) {
  test(text, () => {
    const imports = createScriptImports();
    imports.set("/src/app.ts", text);
    assert.deepEqual(imports.usersOf("/lib/ffi.ts"), isUser ? ["/src/app.ts"] : []);
    imports.set("/src/app.ts", "");
    assert.deepEqual(imports.usersOf("/lib/ffi.ts"), []);
  });
}
