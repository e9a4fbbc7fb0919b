// The entry of the package export "zig-ffi/spec": what spec files import.
import { expect } from "expect";
import { declareBench } from "./bench.ts";
import { canaries } from "./canaries.ts";
import { differential } from "./differential.ts";
import { guarded } from "./guarded.ts";
import { leaks } from "./leaks.ts";
import { specHostKey, specRuntimeKey, type SpecRuntime } from "../protocol/specEvents.ts";
import { runRegistered } from "./execute.ts";
import { addHook, declareSuite, declareTest } from "./registry.ts";
import { runByNodeTest } from "./standalone.ts";

const runtime: SpecRuntime = { run: runRegistered };
Reflect.set(globalThis, Symbol.for(specRuntimeKey), runtime);
if (Reflect.get(globalThis, Symbol.for(specHostKey)) === undefined) runByNodeTest();

/** A group of tests. Its body runs at once and must be synchronous. */
export const describe = declareSuite;
/** A test: a function, which may be asynchronous. Without a body it is to be done. */
export const it = declareTest;
export const test = declareTest;
/** Runs once, before the first test of the enclosing `describe` or file. When it fails, so do all tests there. */
export const before = addHook("before");
/** Runs once, after the last test of the enclosing `describe` or file. */
export const after = addHook("after");
/** Runs before each test of the enclosing `describe` or file, outer ones first. */
export const beforeEach = addHook("beforeEach");
/** Runs after each test of the enclosing `describe` or file, inner ones first, also when the test failed. */
export const afterEach = addHook("afterEach");
/** A benchmark. */
export const bench = declareBench;
export { canaries, differential, expect, guarded, leaks };
