import { describe, differential, expect, it } from "zig-ffi/spec";
import { abi, load } from "./bindings.ts";

const zoo = load();

describe("scalars come back as they were", () => {
  differential(zoo, "zoo_i8", { abi, reference: (value) => value });
  differential(zoo, "zoo_u16", { abi, reference: (value) => value });
  differential(zoo, "zoo_i32", { abi, reference: (value) => value });
  differential(zoo, "zoo_u64", { abi, reference: (value) => value });
  differential(zoo, "zoo_f32", { abi, reference: (value) => value });
  differential(zoo, "zoo_bool", { abi, reference: (value) => value });

  it.each([128, -129, 0.5, NaN])("%d is no i8", (value) => {
    expect(() => zoo.zoo_i8(value)).toThrow(/^zoo_i8: value must be/);
  });
});

describe("runs of scalars are changed in place", () => {
  differential(zoo, "zoo_reverse_i32", {
    abi,
    reference: (items) => void items.reverse(),
    arguments: (fc) => fc.tuple(fc.int32Array()),
  });
});
