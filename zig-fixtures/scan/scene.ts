import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { load } from "./bindings.ts";

/** A real folder tree, a progress callback, cancellation. */
export function scene(print: (line: string) => void): void {
  const scan = load();
  const root = mkdtempSync(join(tmpdir(), "zig-ffi-scan-"));
  try {
    for (const file of ["a.mp3", "B.FLAC", "notes.txt", "album/01.ogg", "album/02.Opus", "album/cover.jpg", "deep/er/still/x.wav"]) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), "");
    }
    print(`is_audio_file("Song.MP3")  = ${scan.is_audio_file("Song.MP3")}`);
    print(`is_audio_file("song.txt")  = ${scan.is_audio_file("song.txt")}`);
    print(`count_audio_files(root)    = ${scan.count_audio_files(root)}`);
    const seen: string[] = [];
    const found = scan.scan_music_directory(root, (count, path) => seen.push(`${count} ${path.slice(root.length + 1)}`) > 0, null);
    print(`scan_music_directory(root) = ${found}, progress saw ${seen.length} files`);
    print(`cancelled after the second = ${scan.scan_music_directory(root, (count) => count < 2n, null)}`);
    const summary = scan.scan_music_summary(root, null, null);
    print(
      `scan_music_summary(root)   = ${summary.summary_out.audio_files} audio, ${summary.summary_out.other_files} other, ${summary.summary_out.folders} folders`,
    );
    print(`benchmark_directory(root)  = ${scan.benchmark_directory(root, 10) > 0 ? "some" : "no"} milliseconds a scan`);
  } finally {
    rmSync(root, { recursive: true });
  }
}
