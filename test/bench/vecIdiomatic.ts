// The vec fixture as one writes koffi by hand, after its documentation: objects for structs, `_Inout_` and `_Out_` parameters.
import koffi from "koffi";

export function loadIdiomatic(path: string) {
  const lib = koffi.load(path);
  const Vec2 = koffi.struct("IdiomaticVec2", { x: "float", y: "float" });
  return {
    noop: lib.func("void noop()"),
    add_i32: lib.func("int add_i32(int a, int b)"),
    add_i64: lib.func("int64_t add_i64(int64_t a, int64_t b)"),
    vec2_add: lib.func("vec2_add", Vec2, [koffi.pointer(Vec2), koffi.pointer(Vec2)]),
    vec2_add_value: lib.func("vec2_add_value", Vec2, [Vec2, Vec2]),
    vec2_add_into: lib.func("vec2_add_into", "void", [koffi.pointer(Vec2), koffi.pointer(Vec2), koffi.out(koffi.pointer(Vec2))]),
    vec2_normalize: lib.func("vec2_normalize", "void", [koffi.inout(koffi.pointer(Vec2))]),
    sum_f64: lib.func("double sum_f64(const double *items, size_t len)"),
    count_byte: lib.func("size_t count_byte(const uint8_t *text, size_t len, uint8_t byte)"),
    text_length: lib.func("size_t text_length(const char *text)"),
  };
}
