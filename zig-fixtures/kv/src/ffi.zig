//! The C ABI of the store: handles, error codes, and memory that the caller gives back.

const db = @import("db.zig");

/// An open database; only `pgz_db_open` makes one.
pub const DBHandle = opaque {};

// C-compatible error codes
pub const ErrorCode = enum(c_int) {
    OK = 0,
    NOT_FOUND = 1,
    OUT_OF_MEMORY = 2,
    INVALID_ARG = 3,
    UNKNOWN = 99,
};

/// Opens an empty database. Close it with `pgz_db_close`.
export fn pgz_db_open(handle: *?*DBHandle) ErrorCode {
    handle.* = null;
    const database = db.Database.create() catch |err| return codeOf(err);
    handle.* = @ptrCast(database);
    return .OK;
}

/// Closes a database and frees all that it holds. The handle is invalid from then on.
export fn pgz_db_close(handle: *DBHandle) void {
    databaseOf(handle).destroy();
}

/// Stores a copy of the value under a copy of the key, in place of an older value. An empty key is INVALID_ARG.
export fn pgz_put(handle: *DBHandle, key: [*]const u8, key_len: usize, value: [*]const u8, value_len: usize) ErrorCode {
    databaseOf(handle).put(key[0..key_len], value[0..value_len]) catch |err| return codeOf(err);
    return .OK;
}

/// Gives a copy of the value. The caller owns it and returns it with `pgz_free`. A missing key is NOT_FOUND.
export fn pgz_get(handle: *DBHandle, key: [*]const u8, key_len: usize, value_out: *?[*]u8, value_len_out: *usize) ErrorCode {
    value_out.* = null;
    value_len_out.* = 0;
    const value = databaseOf(handle).get(key[0..key_len]) catch |err| return codeOf(err);
    value_out.* = value.ptr;
    value_len_out.* = value.len;
    return .OK;
}

/// Removes a key and its value. A missing key is NOT_FOUND.
export fn pgz_delete(handle: *DBHandle, key: [*]const u8, key_len: usize) ErrorCode {
    databaseOf(handle).delete(key[0..key_len]) catch |err| return codeOf(err);
    return .OK;
}

/// Takes back a value of `pgz_get`, with the length that came with it.
export fn pgz_free(ptr: [*]u8, len: usize) void {
    db.freeValue(ptr[0..len]);
}

/// The number of keys.
export fn pgz_db_count(handle: *DBHandle) usize {
    return databaseOf(handle).count();
}

/// Bytes allocated and not yet freed, over all databases and all values handed out: 0 when nothing leaked.
export fn pgz_live_bytes() usize {
    return db.liveBytes();
}

fn databaseOf(handle: *DBHandle) *db.Database {
    return @ptrCast(@alignCast(handle));
}

fn codeOf(err: db.Error) ErrorCode {
    return switch (err) {
        error.NotFound => .NOT_FOUND,
        error.OutOfMemory => .OUT_OF_MEMORY,
        error.InvalidArgument => .INVALID_ARG,
    };
}
