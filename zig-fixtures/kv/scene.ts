import { type DBHandle, ErrorCode, type KvLibrary, load } from "./bindings.ts";

/** pgz's demo, line by line. */
export function scene(print: (line: string) => void): void {
  const kv = load();
  print("=== PGZ FFI Demo ===");
  print("Demonstrating TypeScript calling into Zig via FFI\n");

  print("Opening database...");
  const { result, handle: db } = kv.pgz_db_open();
  expect(result === ErrorCode.OK && db !== null, "pgz_db_open");
  if (db === null) return;
  print("✓ Database opened\n");

  const pairs = { "user:1": "Alice", "user:2": "Bob", "user:3": "Charlie", "config:db": "postgresql://localhost:5432" };
  print("Storing key-value pairs...");
  for (const [key, value] of Object.entries(pairs)) {
    expect(kv.pgz_put(db, key, value) === ErrorCode.OK, `pgz_put ${key}`);
    print(`  PUT ${key} = ${value}`);
  }
  print("✓ All values stored\n");

  print("Retrieving values...");
  for (const key of Object.keys(pairs)) print(`  GET ${key} = ${get(kv, db, key) ?? "?"}`);
  print("✓ All values retrieved\n");

  print("Testing overwrite...");
  kv.pgz_put(db, "user:1", "Alice Updated");
  print(`  user:1 = ${get(kv, db, "user:1") ?? "?"}`);
  print("✓ Overwrite successful\n");

  print("Testing delete...");
  expect(kv.pgz_delete(db, "user:2") === ErrorCode.OK, "pgz_delete");
  print("  Deleted user:2");
  expect(get(kv, db, "user:2") === null, "user:2 is gone");
  print("  ✓ Confirmed user:2 is gone");
  print("✓ Delete successful\n");

  print("Testing error handling...");
  expect(kv.pgz_get(db, "missing").result === ErrorCode.NOT_FOUND, "a missing key");
  print("  ✓ Correctly returned ErrNotFound for missing key");
  expect(kv.pgz_put(db, "", "value") === ErrorCode.INVALID_ARG, "an empty key");
  print("  ✓ Correctly returned ErrInvalidArg for empty key\n");

  kv.pgz_db_close(db);
  expect(kv.pgz_live_bytes() === 0, "nothing leaked");
  print("=== All tests passed! ===");
}

/** Copies the value and gives Zig its memory back. */
export function get(kv: KvLibrary, db: DBHandle, key: string): string | null {
  const { result, value_out: address, value_len_out: length } = kv.pgz_get(db, key);
  if (result !== ErrorCode.OK || address === null) return null;
  try {
    return new TextDecoder().decode(kv.memory.copy(address, length));
  } finally {
    kv.pgz_free(address, length);
  }
}

function expect(condition: boolean, what: string): void {
  if (!condition) throw new Error(`the demo expected: ${what}`);
}
