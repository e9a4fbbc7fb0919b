import assert from "node:assert/strict";
import { test } from "node:test";
import { roundTrips } from "../support/roundTrips.ts";

for (const optimize of ["Debug", "ReleaseFast"] as const) {
  test(`random structs come back byte for byte, ${optimize}`, async (t) => {
    const counts = await roundTrips(t, { seed: 20260117, structs: 60, valuesEach: 20, optimize });
    t.diagnostic(JSON.stringify(counts));
    assert.ok(counts.called > 200, JSON.stringify(counts));
  });
}
