//! Exported variables and constants.

const enums = @import("enums.zig");
const structs = @import("structs.zig");

/// How often `zoo_count_up` was called.
export var zoo_counter: i32 = 0;
export var zoo_wide_counter: u64 = 0xFFFF_FFFF_FFFF_FFF0;
export var zoo_ratio: f64 = 0.5;
export var zoo_enabled: bool = true;
export var zoo_color: enums.Color = .green;
export var zoo_table: [4]i32 = .{ 1, 2, 3, 4 };
export var zoo_origin: structs.Small = .{ .a = 3, .b = 1.5 };
export var zoo_title: ?[*:0]const u8 = null;

/// Fixed when the library was built.
export const zoo_limit: u32 = 4_000_000_000;
export const zoo_magic: i64 = -9_007_199_254_740_993;
export const zoo_pi: f32 = 3.140625;
export const zoo_primes: [5]u16 = .{ 2, 3, 5, 7, 11 };
export const zoo_unit: structs.Mixed = .{ .count = 1, .ratio = 1 };
export const zoo_label: [*:0]const u8 = "zoo";

/// Adds one to `zoo_counter` and `zoo_wide_counter`, and gives the first.
export fn zoo_count_up() i32 {
    zoo_counter +%= 1;
    zoo_wide_counter +%= 1;
    return zoo_counter;
}

/// The sum of `zoo_table`, as the library sees it.
export fn zoo_table_sum() i32 {
    var sum: i32 = 0;
    for (zoo_table) |item| sum +%= item;
    return sum;
}
