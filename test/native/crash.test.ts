// The other two modes, and many runs: npm run soak.
import { test } from "node:test";
import { checkCrashes } from "../support/crashTable.ts";

for (const mode of ["Debug", "ReleaseFast"] as const)
  test(`${mode}: every crash is told apart, every other test is reported, nothing is left behind`, () => {
    checkCrashes(mode);
  });
