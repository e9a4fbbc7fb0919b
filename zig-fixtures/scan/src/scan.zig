//! Finds and counts the audio files below a folder.

const std = @import("std");
const clock = @import("clock.zig");
const walk = @import("walk.zig");

/// Called for each audio file with the number found so far and the file's path; false cancels the scan.
pub const Progress = *const fn (count: u64, path: [*:0]const u8, context: ?*anyopaque) callconv(.c) bool;

pub const ScanStatus = enum(c_int) {
    OK = 0,
    /// The progress callback said stop.
    CANCELLED = 1,
    NOT_FOUND = 2,
    ACCESS_DENIED = 3,
    OUT_OF_MEMORY = 4,
    UNKNOWN = 99,
};

/// What a scan saw. Symbolic links are counted nowhere.
pub const ScanSummary = extern struct {
    audio_files: u64 = 0,
    other_files: u64 = 0,
    /// Folders read, the root included.
    folders: u64 = 0,
    /// Folders that could not be read: no permission, or gone in the meantime.
    skipped_folders: u64 = 0,
};

/// The number of audio files below a folder, with progress. A root that cannot be read counts as empty; a cancelled scan gives the
/// number found until then.
export fn scan_music_directory(root_path: [*:0]const u8, progress: ?Progress, context: ?*anyopaque) usize {
    var summary: ScanSummary = .{};
    _ = scan(root_path, progress, context, &summary);
    return @intCast(summary.audio_files);
}

/// Like `scan_music_directory`, and says why a scan ended early and what else it saw.
export fn scan_music_summary(root_path: [*:0]const u8, progress: ?Progress, context: ?*anyopaque, summary_out: *ScanSummary) ScanStatus {
    summary_out.* = .{};
    return scan(root_path, progress, context, summary_out);
}

/// The number of audio files below a folder; 0 for a root that cannot be read.
export fn count_audio_files(root_path: [*:0]const u8) usize {
    var summary: ScanSummary = .{};
    _ = scan(root_path, null, null, &summary);
    return @intCast(summary.audio_files);
}

/// Whether a file's name ends in one of the known extensions, in upper or lower case. A bare `.mp3` is a hidden file, not audio.
export fn is_audio_file(filename: [*:0]const u8) bool {
    return isAudioName(std.mem.span(filename));
}

/// The average time of one scan in milliseconds; 0 for no iterations.
export fn benchmark_directory(root_path: [*:0]const u8, iterations: u32) f64 {
    if (iterations == 0) return 0;
    const start = clock.nanoseconds();
    for (0..iterations) |_| _ = count_audio_files(root_path);
    const elapsed: f64 = @floatFromInt(clock.nanoseconds() - start);
    const runs: f64 = @floatFromInt(iterations);
    return elapsed / 1e6 / runs;
}

const audio_extensions = [_][]const u8{
    ".mp3", ".flac", ".m4a",  ".ogg", ".wav",
    ".wma", ".aac",  ".opus", ".m4p", ".mp4",
};

fn isAudioName(path: []const u8) bool {
    const name = if (std.mem.lastIndexOfAny(u8, path, "/\\")) |slash| path[slash + 1 ..] else path;
    for (audio_extensions) |extension| {
        if (name.len <= extension.len) continue;
        if (std.ascii.eqlIgnoreCase(name[name.len - extension.len ..], extension)) return true;
    }
    return false;
}

fn scan(root_path: [*:0]const u8, progress: ?Progress, context: ?*anyopaque, summary: *ScanSummary) ScanStatus {
    var walker = walk.Walker.open(std.heap.c_allocator, std.mem.span(root_path)) catch |err| return switch (err) {
        error.NotFound => .NOT_FOUND,
        error.AccessDenied => .ACCESS_DENIED,
        error.OutOfMemory => .OUT_OF_MEMORY,
        error.Unreadable => .UNKNOWN,
    };
    defer walker.close();
    defer takeFolders(summary, &walker);
    while (walker.next() catch return .OUT_OF_MEMORY) |path| {
        if (!isAudioName(path)) {
            summary.other_files += 1;
            continue;
        }
        summary.audio_files += 1;
        const report = progress orelse continue;
        if (!report(summary.audio_files, path.ptr, context)) return .CANCELLED;
    }
    return .OK;
}

fn takeFolders(summary: *ScanSummary, walker: *const walk.Walker) void {
    summary.folders = walker.folders;
    summary.skipped_folders = walker.skipped;
}
