import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const source = `const Kind = enum { small, large };

const Padded = extern struct {
    a: u8,
    b: u64,
    c: u8,
};

const Weights = extern struct { x: f32, ys: [2]f32 };

export fn total(items: []const u32) usize {
    return items.len;
}

export fn find(key: u32) error{NotFound}!u32 {
    return if (key == 0) error.NotFound else key;
}

export fn kind_of(n: u32) Kind {
    return if (n > 9) .large else .small;
}

export fn first(padded: *const Padded, out: *u8) void {
    out.* = padded.a;
}

/// @slcie text text_len
export fn count(text: [*]const u8, text_len: usize) usize {
    _ = text;
    return text_len;
}

export fn weigh(weights: Weights) f32 {
    return weights.x;
}

pub fn double(n: u32) u32 {
    return 2 * n;
}
`;

/** A library that Zig refuses, and that code actions put right. */
export function writeActions(folder: string): void {
  mkdirSync(join(folder, "src"));
  writeFileSync(join(folder, "src", "shapes.zig"), source);
}
