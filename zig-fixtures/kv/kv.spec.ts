import { after, before, describe, expect, it, leaks } from "zig-ffi/spec";
import { type DBHandle, ErrorCode, load } from "./bindings.ts";

const kv = load();

function open(): DBHandle {
  const { result, handle } = kv.pgz_db_open();
  expect(result).toBe(ErrorCode.OK);
  if (handle === null) throw new Error("pgz_db_open gave no handle");
  return handle;
}

/** The value as text; what the library allocated is given back. */
function get(db: DBHandle, key: string): string | null {
  const { result, value_out, value_len_out } = kv.pgz_get(db, key);
  if (result === ErrorCode.NOT_FOUND || value_out === null) return null;
  const text = new TextDecoder().decode(kv.memory.copy(value_out, value_len_out));
  kv.pgz_free(value_out, value_len_out);
  return text;
}

describe("a database", () => {
  let db: DBHandle;
  before(() => {
    db = open();
  });
  after(() => {
    kv.pgz_db_close(db);
    expect(kv.pgz_live_bytes()).toBe(0);
  });

  it("gives back what was put", () => {
    expect(kv.pgz_put(db, "user:1", "Alice")).toBe(ErrorCode.OK);
    expect(get(db, "user:1")).toBe("Alice");
  });

  it("overwrites", () => {
    kv.pgz_put(db, "user:1", "Alice Updated");
    expect(get(db, "user:1")).toBe("Alice Updated");
    expect(kv.pgz_db_count(db)).toBe(1);
  });

  it("forgets", () => {
    expect(kv.pgz_delete(db, "user:1")).toBe(ErrorCode.OK);
    expect(get(db, "user:1")).toBeNull();
    expect(kv.pgz_delete(db, "user:1")).toBe(ErrorCode.NOT_FOUND);
  });
});

describe("ownership", () => {
  it("leaks nothing in 10,000 rounds of put, get and delete", () => {
    const db = open();
    const counters = { bytes: () => kv.pgz_live_bytes(), entries: () => kv.pgz_db_count(db) };
    const round = (i: number): void => {
      const key = `key ${i % 100}`;
      kv.pgz_put(db, key, `value ${i}`);
      expect(get(db, key)).toBe(`value ${i}`);
      kv.pgz_delete(db, key);
    };
    // The table of the database grows at first.
    leaks(counters, round, { rounds: 10_000, warmUp: 100 });
    kv.pgz_db_close(db);
    expect(kv.pgz_live_bytes()).toBe(0);
  }, 30_000);

  it("closes with values inside", () => {
    const db = open();
    for (let i = 0; i < 100; i++) kv.pgz_put(db, `key ${i}`, "x".repeat(i));
    kv.pgz_db_close(db);
    expect(kv.pgz_live_bytes()).toBe(0);
  });
});
