const std = @import("std");
const builtin = @import("builtin");

pub fn build(b: *std.Build) void {
    const target = b.standardTargetOptions(.{});
    const optimize = b.standardOptimizeOption(.{});
    const lib = b.addLibrary(.{
        .linkage = .dynamic,
        .name = "crash",
        .root_module = b.createModule(.{
            .root_source_file = b.path("src/crash.zig"),
            .target = target,
            .optimize = optimize,
            .link_libc = true,
            // The Debug backend of Zig 0.15 loses the error return trace in a dynamic library, and with it the lines of a panic.
            .error_tracing = if (builtin.zig_version.minor == 15) false else null,
        }),
        // The Debug backend of Zig 0.16 miscompiles plain scalar functions; LLVM does not.
        .use_llvm = if (builtin.zig_version.minor == 16) true else null,
    });
    b.installArtifact(lib);
}
