import assert from "node:assert/strict";
import { test } from "node:test";
import { ErrorCode, load } from "../../zig-fixtures/kv/bindings.ts";
import { get, scene } from "../../zig-fixtures/kv/scene.ts";
import { buildFixture } from "../support/cli.ts";

buildFixture("kv");
const kv = load();

function open() {
  const { result, handle } = kv.pgz_db_open();
  assert.equal(result, ErrorCode.OK);
  assert.ok(handle !== null);
  return handle;
}

test("the demo prints what pgz's README shows", () => {
  const lines: string[] = [];
  scene((line) => lines.push(...line.split("\n")));
  const expected = `=== PGZ FFI Demo ===
Demonstrating TypeScript calling into Zig via FFI

Opening database...
✓ Database opened

Storing key-value pairs...
  PUT user:1 = Alice
  PUT user:2 = Bob
  PUT user:3 = Charlie
  PUT config:db = postgresql://localhost:5432
✓ All values stored

Retrieving values...
  GET user:1 = Alice
  GET user:2 = Bob
  GET user:3 = Charlie
  GET config:db = postgresql://localhost:5432
✓ All values retrieved

Testing overwrite...
  user:1 = Alice Updated
✓ Overwrite successful

Testing delete...
  Deleted user:2
  ✓ Confirmed user:2 is gone
✓ Delete successful

Testing error handling...
  ✓ Correctly returned ErrNotFound for missing key
  ✓ Correctly returned ErrInvalidArg for empty key

=== All tests passed! ===`;
  assert.deepEqual(lines, expected.split("\n"));
});

test("values survive as bytes, and nothing leaks", () => {
  const db = open();
  const value = Uint8Array.from({ length: 1000 }, (_, i) => i % 256);
  for (let i = 0; i < 1000; i++) assert.equal(kv.pgz_put(db, `key ${i}`, value), ErrorCode.OK);
  assert.equal(kv.pgz_db_count(db), 1000);
  const got = kv.pgz_get(db, "key 500");
  assert.ok(got.value_out !== null);
  assert.deepEqual(kv.memory.copy(got.value_out, got.value_len_out), value);
  kv.pgz_free(got.value_out, got.value_len_out);
  for (let i = 0; i < 1000; i++) assert.equal(kv.pgz_delete(db, `key ${i}`), ErrorCode.OK);
  assert.equal(kv.pgz_delete(db, "key 1"), ErrorCode.NOT_FOUND);
  assert.equal(kv.pgz_db_count(db), 0);
  kv.pgz_db_close(db);
  assert.equal(kv.pgz_live_bytes(), 0);
});

test("unicode keys and empty values", () => {
  const db = open();
  kv.pgz_put(db, "schlüssel 🔑", "wert ✓");
  assert.equal(get(kv, db, "schlüssel 🔑"), "wert ✓");
  assert.equal(kv.pgz_put(db, "empty", ""), ErrorCode.OK);
  assert.equal(kv.pgz_get(db, "empty").result, ErrorCode.OK);
  const { result, value_out, value_len_out } = kv.pgz_get(db, "none");
  assert.deepEqual({ result, value_out, value_len_out }, { result: ErrorCode.NOT_FOUND, value_out: null, value_len_out: 0 });
  kv.pgz_db_close(db);
});

test("handles are checked", () => {
  assert.throws(() => kv.pgz_put(null as never, "a", "b"), {
    name: "TypeError",
    message: "pgz_put: handle must be a pointer (DBHandle), got null",
  });
  assert.throws(() => kv.pgz_db_close(0 as never), { name: "TypeError" });
  const db = open();
  assert.throws(() => kv.pgz_put(db, 5 as never, "b"), {
    name: "TypeError",
    message: "pgz_put: key must be a string or a Uint8Array, got 5",
  });
  assert.throws(() => kv.pgz_free(null as never, 3), { name: "TypeError", message: /^pgz_free: ptr must be a pointer/ });
  kv.pgz_db_close(db);
});
