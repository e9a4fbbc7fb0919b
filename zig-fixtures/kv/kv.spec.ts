import { after, before, describe, expect, it } from "zig-ffi/spec";
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
    const start = kv.pgz_live_bytes();
    for (let i = 0; i < 10_000; i++) {
      kv.pgz_put(db, `key ${i % 100}`, `value ${i}`);
      expect(get(db, `key ${i % 100}`) === `value ${i}`).toBe(true);
      kv.pgz_delete(db, `key ${i % 100}`);
    }
    expect(kv.pgz_db_count(db)).toBe(0);
    expect(kv.pgz_live_bytes() - start).toBeLessThan(16 * 1024);
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
