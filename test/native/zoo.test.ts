import assert from "node:assert/strict";
import { test } from "node:test";
import { testOthers } from "./zoo/others.ts";
import { notCalled } from "./zoo/recorded.ts";
import { testScalars } from "./zoo/scalars.ts";
import { testStructs } from "./zoo/structs.ts";

testScalars();
testStructs();
testOthers();
test("no function was left out", () => assert.deepEqual(notCalled(), []));
