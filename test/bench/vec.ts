import { load } from "../../zig-fixtures/vec/bindings.ts";
import { measure, type Row } from "./measure.ts";
import { loadIdiomatic } from "./vecIdiomatic.ts";

/** The vec fixture three ways: generated, idiomatic hand-written koffi, and the bare koffi call with everything prepared. */
export function vecRows(): readonly Row[] {
  const generated = load();
  const { raw } = generated;
  const idiomatic = loadIdiomatic(generated.path);
  const a = { x: 1, y: 2 };
  const b = { x: 3, y: 4 };
  const v = { x: 3, y: 4 };
  const out = { x: 0, y: 0 };
  const floats = new Float64Array(1000).fill(0.5);
  const bytes = new TextEncoder().encode("hello world");
  return [
    { name: "noop()", runs: { generated: () => generated.noop(), bare: () => raw.noop(), idiomatic: () => void idiomatic.noop() } },
    {
      name: "add_i32(i32, i32)",
      runs: {
        generated: () => void generated.add_i32(1, 2),
        bare: () => void raw.add_i32(1, 2),
        idiomatic: () => void idiomatic.add_i32(1, 2),
      },
    },
    {
      name: "add_i64(i64, i64)",
      runs: {
        generated: () => void generated.add_i64(1n, 2n),
        bare: () => void raw.add_i64(1n, 2n),
        idiomatic: () => void idiomatic.add_i64(1n, 2n),
      },
    },
    {
      name: "vec2_add(*Vec2, *Vec2) Vec2",
      runs: { generated: () => void generated.vec2_add(a, b), idiomatic: () => void idiomatic.vec2_add(a, b) },
    },
    {
      name: "vec2_add_value(Vec2, Vec2) Vec2",
      runs: { generated: () => void generated.vec2_add_value(a, b), idiomatic: () => void idiomatic.vec2_add_value(a, b) },
    },
    {
      name: "vec2_add_into(*Vec2, *Vec2, out)",
      runs: { generated: () => void generated.vec2_add_into(a, b), idiomatic: () => void idiomatic.vec2_add_into(a, b, out) },
    },
    {
      name: "vec2_normalize(*Vec2) in place",
      runs: { generated: () => generated.vec2_normalize(v), idiomatic: () => void idiomatic.vec2_normalize(v) },
    },
    {
      name: "sum_f64([*]f64, 1000)",
      runs: { generated: () => void generated.sum_f64(floats), idiomatic: () => void idiomatic.sum_f64(floats, floats.length) },
    },
    {
      name: "count_byte(text, 11 bytes)",
      runs: {
        generated: () => void generated.count_byte("hello world", 108),
        idiomatic: () => void idiomatic.count_byte(Buffer.from("hello world"), 11, 108),
      },
    },
    {
      name: "count_byte(Uint8Array, 11)",
      runs: { generated: () => void generated.count_byte(bytes, 108), idiomatic: () => void idiomatic.count_byte(bytes, 11, 108) },
    },
    {
      name: "text_length([*:0]u8)",
      runs: { generated: () => void generated.text_length("hello world"), idiomatic: () => void idiomatic.text_length("hello world") },
    },
  ].map((each) => measure(each));
}
