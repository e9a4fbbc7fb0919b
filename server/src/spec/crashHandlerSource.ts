/**
 * A Node addon in Zig: importing it attaches Zig's segfault handler, which prints the trace of any library with debug information, however
 * that was built. The handler gets a stack of its own, because a stack overflow leaves it none, and says so when the addresses show one.
 * A deep stack would take minutes to print: an alarm cuts that short. Node's own handler is asked first: it turns faults of WebAssembly code
 * into exceptions, and resets the signal for all others. The process ends with the runner, also where that is killed during a native call.
 */
export const crashHandlerSource = `const std = @import("std");
const builtin = @import("builtin");
const posix = std.posix;

extern "c" fn sigaltstack(stack: *const Stack, old: ?*Stack) c_int;
extern "c" fn alarm(seconds: c_uint) c_uint;
extern "c" fn abort() noreturn;
extern "c" fn prctl(option: c_int, ...) c_int;
extern "c" fn write(fd: c_int, bytes: [*]const u8, count: usize) isize;

const Stack = extern struct { pointer: *anyopaque, flags: c_int = 0, size: usize };
const Handler = *const fn (signal: c_int, info: *const anyopaque, context: ?*anyopaque) callconv(.c) void;

var stack: [2 << 20]u8 align(16) = undefined;
var next: ?Handler = null;
var nodes: ?Handler = null;

const segmentation_fault = 11;
const kill_with_parent = 1;
const killed: c_ulong = 9;

export fn napi_register_module_v1(env: ?*anyopaque, exports: ?*anyopaque) callconv(.c) ?*anyopaque {
    _ = env;
    _ = prctl(kill_with_parent, killed);
    var before: posix.Sigaction = undefined;
    posix.sigaction(posix.SIG.SEGV, null, &before);
    if (before.flags & posix.SA.SIGINFO != 0) nodes = @ptrCast(before.handler.sigaction);
    std.debug.attachSegfaultHandler();
    _ = sigaltstack(&.{ .pointer = &stack, .size = stack.len }, null);
    attach(posix.SIG.SEGV);
    attach(posix.SIG.BUS);
    return exports;
}

fn attach(signal: anytype) void {
    var action: posix.Sigaction = undefined;
    posix.sigaction(signal, null, &action);
    next = @ptrCast(action.handler.sigaction);
    action.handler.sigaction = @ptrCast(&onFault);
    action.flags |= posix.SA.ONSTACK;
    // A fault that Node has handled is not the last one.
    action.flags &= ~@as(@TypeOf(action.flags), posix.SA.RESETHAND);
    posix.sigaction(signal, &action, null);
}

fn onFault(signal: c_int, info: *const anyopaque, context: ?*anyopaque) callconv(.c) void {
    if (signal == segmentation_fault and isHandledByNode(info, context)) return;
    const address = @as(*align(1) const usize, @ptrFromInt(@intFromPtr(info) + 16)).*;
    if (stackPointer(context)) |pointer| {
        if (address >= pointer -| (64 << 10) and address < pointer +| (4 << 10)) {
            const text = "zig-ffi: stack overflow\\n";
            _ = write(2, text, text.len);
            var action = std.mem.zeroes(posix.Sigaction);
            action.handler.sigaction = @ptrCast(&onAlarm);
            posix.sigaction(posix.SIG.ALRM, &action, null);
            _ = alarm(1);
        }
    }
    if (next) |handler| handler(signal, info, context);
}

fn isHandledByNode(info: *const anyopaque, context: ?*anyopaque) bool {
    const handler = nodes orelse return false;
    handler(segmentation_fault, info, context);
    var now: posix.Sigaction = undefined;
    posix.sigaction(posix.SIG.SEGV, null, &now);
    return now.handler.handler != null;
}

fn onAlarm(signal: c_int, info: *const anyopaque, context: ?*anyopaque) callconv(.c) void {
    _ = .{ signal, info, context };
    abort();
}

fn stackPointer(context: ?*anyopaque) ?usize {
    const base = @intFromPtr(context orelse return null);
    // Where the kernel's ucontext_t has it.
    const offset: usize = switch (builtin.cpu.arch) {
        .x86_64 => 160,
        .aarch64 => 432,
        else => return null,
    };
    return @as(*align(1) const usize, @ptrFromInt(base + offset)).*;
}
`;
