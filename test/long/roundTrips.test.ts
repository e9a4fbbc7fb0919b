import assert from "node:assert/strict";
import { test } from "node:test";
import { roundTrips } from "../support/roundTrips.ts";

for (const optimize of ["Debug", "ReleaseFast"] as const) {
  for (let seed = 1; seed <= 5; seed++) {
    test(`400 random structs, seed ${String(seed)}, ${optimize}`, async (t) => {
      const counts = await roundTrips(t, { seed, structs: 400, valuesEach: 50, optimize });
      t.diagnostic(JSON.stringify(counts));
      assert.ok(counts.called > 1000, JSON.stringify(counts));
    });
  }
}
