// Most of these tests fail, on purpose: see README.md.
import { describe, expect, it } from "zig-ffi/spec";
import { load } from "./bindings.ts";

const crash = load();

function healthy(): void {
  it("still works", () => {
    expect(crash.add(2, 3)).toBe(5);
  });
}

describe("memory", () => {
  it("writes to null", () => {
    crash.write_null();
  });
  healthy();
  it("reads out of bounds", () => {
    expect(crash.item(7)).toBe(0);
  });
  healthy();
  it("frees twice", () => {
    crash.free_twice();
  });
  it("corrupts the heap", () => {
    crash.corrupt_heap();
  });
  healthy();
});

describe("arithmetic and control", () => {
  it("overflows an integer", () => {
    expect(crash.add_u8(200, 100)).toBe(300);
  });
  it("reaches unreachable", () => {
    expect(crash.name_of(2)).toBe(300);
  });
  it("overflows the stack", () => {
    expect(crash.recurse(1_000_000_000n)).toBe(0n);
  });
  it("panics", () => {
    crash.print("before the panic");
    crash.panic_now();
  });
  healthy();
});

describe("the process", () => {
  it("aborts", () => {
    crash.abort_now();
  });
  it("exits with 0", () => {
    crash.exit_now(0);
  });
  it("exits with 3", () => {
    crash.exit_now(3);
  });
  it("hangs", () => {
    crash.hang();
  }, 500);
  healthy();
});

describe("callbacks", () => {
  it("panics in a callback", () => {
    crash.call_back(() => {
      crash.panic_now();
      return 0;
    }, 1);
  });
  it("throws across a callback", () => {
    crash.call_back(() => {
      throw new Error("from the callback");
    }, 1);
  });
  it("is called back", () => {
    expect(crash.call_back((value) => value * 2, 20)).toBe(41);
  });
  healthy();
});
