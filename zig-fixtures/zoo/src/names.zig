//! Names that TypeScript or Zig treat in a special way.

/// Members that clash with words of either language, and one that needs quotes.
pub const Names = extern struct {
    class: i32,
    type: i32,
    constructor: i32,
    @"with space": i32,
};

/// Legal in Zig, reserved in TypeScript: `new * 100 + class * 10 + delete`.
export fn zoo_reserved(new: i32, class: i32, delete: i32) i32 {
    return new *% 100 +% class *% 10 +% delete;
}

/// Reserved in both: `var * 10 + enum`.
export fn zoo_quoted_parameters(@"var": i32, @"enum": i32) i32 {
    return @"var" *% 10 +% @"enum";
}

/// Names that generated code is likely to use itself.
export fn zoo_common_names(result: i32, value: i32, raw: i32, load: i32, arguments: i32) i32 {
    return result +% 2 *% value +% 3 *% raw +% 4 *% load +% 5 *% arguments;
}

/// No name at all.
export fn zoo_unnamed(_: i32, _: i32) i32 {
    return 5;
}

/// A symbol that is no identifier.
export fn @"zoo.quoted name"(value: i32) i32 {
    return value +% 1;
}

export fn zoo_names_sum(names: *const Names) i32 {
    return names.class +% 10 *% names.type +% 100 *% names.constructor +% 1000 *% names.@"with space";
}

/// A function with an alignment and a spelled-out calling convention.
pub export fn zoo_aligned(value: i32) align(16) callconv(.c) i32 {
    return value -% 1;
}
