/**
 * The Zig half of the probe: a module of its own, so that none of its names can shadow the user's. One `report` is one compile error that
 * carries one answer as JSON; the errors of different `comptime` blocks do not hide each other. Runs on Zig 0.14 to 0.17 without
 * code generation, so it serves every target. Loops over characters are avoided: they are what takes time.
 */
export const probeSource = String.raw`const builtin = @import("builtin");

/// One answer for block number "block": a container type.
pub fn report(comptime block: []const u8, comptime T: type) void {
    @setEvalBranchQuota(1_000_000_000);
    @compileError("ZIGFFI{\"b\":" ++ block ++ ",\"n\":" ++ quoted(@typeName(T)) ++ ",\"d\":" ++ describe(T) ++ "}ZIGEND");
}

/// Every container that can be reached from a type.
pub fn walk(comptime block: []const u8, comptime T: type) void {
    @setEvalBranchQuota(1_000_000_000);
    @compileError("ZIGFFI{\"b\":" ++ block ++ ",\"w\":[" ++ closure(T) ++ "]}ZIGEND");
}

/// The type of an exported function or variable.
pub fn signature(comptime block: []const u8, comptime T: type) void {
    @setEvalBranchQuota(1_000_000_000);
    @compileError("ZIGFFI{\"b\":" ++ block ++ ",\"x\":" ++ shape(T) ++ "}ZIGEND");
}

/// Stands in for @export. A log instead of an error: the block goes on to the next one.
pub fn exported(comptime target: anytype, comptime options: anytype) void {
    @setEvalBranchQuota(1_000_000_000);
    const T = @TypeOf(target.*);
    const c = if (isConst(@TypeOf(target))) "true" else "false";
    @compileLog("ZIGFFI{\"e\":" ++ quoted(options.name) ++ ",\"c\":" ++ c ++ ",\"x\":" ++ shape(T) ++ ",\"w\":[" ++ closure(T) ++ "]}ZIGEND");
}

pub fn end() void {
    @compileError("ZIGFFI{\"end\":true}ZIGEND");
}

const max = 4096;
const Context = struct { list: [max]type, len: usize };

fn closure(comptime T: type) []const u8 {
    comptime var context: Context = .{ .list = undefined, .len = 0 };
    collect(T, &context);
    comptime var out: [context.len][]const u8 = undefined;
    inline for (&out, context.list[0..context.len]) |*o, C| o.* = "{\"n\":" ++ quoted(@typeName(C)) ++ ",\"d\":" ++ describe(C) ++ "}";
    return join(&out);
}

fn collect(comptime T: type, comptime context: *Context) void {
    switch (@typeInfo(T)) {
        .@"struct", .@"union", .@"enum", .@"opaque" => {
            for (context.list[0..context.len]) |X| if (X == T) return;
            context.list[context.len] = T;
            context.len += 1;
            if (@typeInfo(T) == .@"enum" or @typeInfo(T) == .@"opaque") return;
            if (payload(T).layout == .auto) return;
            for (fieldsOf(T)) |f| collect(f.type, context);
        },
        .pointer, .array, .vector, .optional => collect(payload(T).child, context),
        .error_union => collect(payload(T).payload, context),
        .@"fn" => {
            for (paramsOf(T)) |p| if (p) |P| collect(P, context);
            if (payload(T).return_type) |R| collect(R, context);
        },
        else => {},
    }
}

fn payload(comptime T: type) @TypeOf(@field(@typeInfo(T), @tagName(@typeInfo(T)))) {
    return @field(@typeInfo(T), @tagName(@typeInfo(T)));
}

const Field = struct { name: []const u8, type: type };

// Up to 0.16 the fields are one list of structs, from 0.17 on several lists.
fn fieldsOf(comptime T: type) []const Field {
    const p = payload(T);
    if (@hasField(@TypeOf(p), "field_names")) {
        comptime var out: [p.field_names.len]Field = undefined;
        for (&out, p.field_names, p.field_types) |*o, n, t| o.* = .{ .name = n, .type = t };
        const done = out;
        return &done;
    } else {
        comptime var out: [p.fields.len]Field = undefined;
        for (&out, p.fields) |*o, f| o.* = .{ .name = f.name, .type = f.type };
        const done = out;
        return &done;
    }
}

fn paramsOf(comptime T: type) []const ?type {
    const p = payload(T);
    if (@hasField(@TypeOf(p), "param_types")) return p.param_types;
    comptime var out: [p.params.len]?type = undefined;
    for (&out, p.params) |*o, f| o.* = f.type;
    const done = out;
    return &done;
}

fn isConst(comptime P: type) bool {
    const p = payload(P);
    return if (@hasField(@TypeOf(p), "attrs")) p.attrs.@"const" else p.is_const;
}

fn join(comptime parts: []const []const u8) []const u8 {
    if (parts.len == 0) return "";
    if (parts.len == 1) return parts[0];
    const half = parts.len / 2;
    return join(parts[0..half]) ++ "," ++ join(parts[half..]);
}

// The compiler itself writes numbers much faster than a loop does.
fn num(comptime n: anytype) []const u8 {
    const v: comptime_int = n;
    if (v < 0) return "-" ++ num(-v);
    if (v > 0xffff_0000) return num(v / 1_000_000_000) ++ num(1_000_000_000 + v % 1_000_000_000)[1..];
    const s = @typeName([v]u8);
    return s[1 .. s.len - 3];
}

fn quoted(comptime text: []const u8) []const u8 {
    for (text) |c| if (c == '"' or c == '\\' or c < 32) return "\"" ++ escaped(text) ++ "\"";
    return "\"" ++ text ++ "\"";
}

fn escaped(comptime text: []const u8) []const u8 {
    const hex = "0123456789abcdef";
    comptime var out: []const u8 = "";
    for (text) |c| out = out ++ if (c == '"' or c == '\\') "\\" ++ [1]u8{c} else if (c < 32) "\\u00" ++ [2]u8{ hex[c >> 4], hex[c & 15] } else [1]u8{c};
    return out;
}

fn shape(comptime T: type) []const u8 {
    const p = payload(T);
    switch (@typeInfo(T)) {
        .pointer => {
            const new = @hasField(@TypeOf(p), "attrs");
            const v = if (new) p.attrs.@"volatile" else p.is_volatile;
            const z = if (new) p.attrs.@"allowzero" else p.is_allowzero;
            return "{\"k\":\"pointer\",\"s\":\"" ++ @tagName(p.size) ++ "\"" ++ (if (isConst(T)) ",\"c\":true" else "") ++
                (if (v) ",\"v\":true" else "") ++ (if (z) ",\"z\":true" else "") ++ sentinel(p) ++ ",\"of\":" ++ shape(p.child) ++ "}";
        },
        .array => return "{\"k\":\"array\",\"l\":" ++ num(p.len) ++ sentinel(p) ++ ",\"of\":" ++ shape(p.child) ++ "}",
        .vector => return "{\"k\":\"vector\",\"l\":" ++ num(p.len) ++ ",\"of\":" ++ shape(p.child) ++ "}",
        .optional => return "{\"k\":\"optional\",\"of\":" ++ shape(p.child) ++ "}",
        .error_union => return "{\"k\":\"errorUnion\",\"of\":" ++ shape(p.payload) ++ "}",
        .error_set => return "\"anyerror\"",
        .@"fn" => {
            const params = paramsOf(T);
            comptime var out: [params.len][]const u8 = undefined;
            for (&out, params) |*o, q| o.* = if (q) |Q| shape(Q) else "\"anytype\"";
            const attrs = @hasField(@TypeOf(p), "attrs");
            const varargs = if (attrs) p.attrs.varargs else p.is_var_args;
            return "{\"k\":\"fn\",\"cc\":" ++ quoted(convention(if (attrs) p.attrs.@"callconv" else p.calling_convention)) ++
                (if (varargs) ",\"va\":true" else "") ++ ",\"p\":[" ++ join(&out) ++ "],\"r\":" ++ (if (p.return_type) |R| shape(R) else "\"anytype\"") ++ "}";
        },
        .@"struct", .@"union", .@"enum", .@"opaque" => return "{\"k\":\"named\",\"n\":" ++ quoted(@typeName(T)) ++ tag(T) ++ "}",
        else => return "\"" ++ @typeName(T) ++ "\"",
    }
}

fn convention(comptime cc: anytype) []const u8 {
    const Tag = @typeInfo(@TypeOf(cc)).@"union".tag_type.?;
    if (builtin.target.cCallingConvention()) |c| if (@as(Tag, c) == @as(Tag, cc)) return "c";
    return if (cc == .auto) "zig" else "." ++ @tagName(cc);
}

fn sentinel(comptime p: anytype) []const u8 {
    if (p.sentinel_ptr) |address| {
        if (@typeInfo(p.child) != .int) return ",\"z0\":\"?\"";
        return ",\"z0\":\"" ++ num(@as(*const p.child, @ptrCast(@alignCast(address))).*) ++ "\"";
    }
    return "";
}

/// Marks of containers that have no path of their own.
fn tag(comptime T: type) []const u8 {
    return if (@hasDecl(T, "zig_ffi_probe_mark")) ",\"m\":" ++ num(T.zig_ffi_probe_mark) else "";
}

fn describe(comptime T: type) []const u8 {
    const t = @typeInfo(T);
    if (t != .@"struct" and t != .@"union" and t != .@"enum") return "{\"k\":\"" ++ @tagName(t) ++ "\"" ++ (if (t == .@"opaque") tag(T) else "") ++ "}";
    const p = payload(T);
    const head = "{\"k\":\"" ++ @tagName(t) ++ "\"" ++ tag(T);
    if (t == .@"enum") {
        const open = if (@hasField(@TypeOf(p), "mode")) p.mode != .exhaustive else !p.is_exhaustive;
        return head ++ extent(T) ++ ",\"b\":" ++ num(@bitSizeOf(T)) ++ ",\"i\":" ++ shape(p.tag_type) ++ (if (open) ",\"o\":true" else "") ++
            ",\"v\":[" ++ values(T) ++ "]}";
    }
    const tagged = t == .@"union" and p.layout == .auto and p.tag_type != null;
    if (p.layout == .auto) return head ++ ",\"l\":\"auto\"" ++ (if (tagged) ",\"tagged\":true" else "") ++ "}";
    const isPacked = p.layout == .@"packed";
    const list = fieldsOf(T);
    comptime var out: [list.len][]const u8 = undefined;
    for (&out, list) |*o, f| {
        const at = if (t == .@"union") "0" else if (isPacked) num(@bitOffsetOf(T, f.name)) else num(@offsetOf(T, f.name));
        o.* = "[" ++ quoted(f.name) ++ "," ++ shape(f.type) ++ "," ++ at ++ "," ++ num(@sizeOf(f.type)) ++ "," ++ num(@alignOf(f.type)) ++
            (if (isPacked) "," ++ num(@bitSizeOf(f.type)) else "") ++ "]";
    }
    const backing = if (t == .@"struct" and isPacked) (if (p.backing_integer) |B| ",\"i\":" ++ shape(B) else "") else "";
    return head ++ ",\"l\":\"" ++ @tagName(p.layout) ++ "\"" ++ extent(T) ++ (if (isPacked) ",\"b\":" ++ num(@bitSizeOf(T)) else "") ++ backing ++
        ",\"f\":[" ++ join(&out) ++ "]}";
}

fn extent(comptime T: type) []const u8 {
    return ",\"s\":" ++ num(@sizeOf(T)) ++ ",\"a\":" ++ num(@alignOf(T));
}

fn values(comptime T: type) []const u8 {
    const p = payload(T);
    if (@hasField(@TypeOf(p), "field_names")) {
        comptime var out: [p.field_names.len][]const u8 = undefined;
        for (&out, p.field_names, p.field_values) |*o, name, v| o.* = "[" ++ quoted(name) ++ ",\"" ++ num(v) ++ "\"]";
        return join(&out);
    } else {
        comptime var out: [p.fields.len][]const u8 = undefined;
        for (&out, p.fields) |*o, f| o.* = "[" ++ quoted(f.name) ++ ",\"" ++ num(f.value) ++ "\"]";
        return join(&out);
    }
}
`;
