import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { load, ScanStatus } from "../../zig-fixtures/scan/bindings.ts";
import { buildFixture } from "../support/cli.ts";

buildFixture("scan");
const scan = load();
const root = mkdtempSync(join(tmpdir(), "zig-ffi-test-scan-"));
after(() => rmSync(root, { recursive: true }));

const audio = [
  "a.mp3",
  "B.FLAC",
  "c.m4a",
  "d.OGG",
  "e.wav",
  "f.wma",
  "g.aac",
  "sub/h.opus",
  "sub/deeper/i.m4p",
  "sub/deeper/j.Mp4",
  "ünï/k.mp3",
];
const other = ["cover.jpg", "mp3", ".mp3", "x.mp3.txt", "sub/notes.md"];
for (const file of [...audio, ...other]) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), "");
}
symlinkSync(root, join(root, "sub/loop"));

test("extensions in any case; hidden files are not audio", () => {
  for (const file of audio) assert.ok(scan.is_audio_file(file), file);
  for (const file of other) assert.ok(!scan.is_audio_file(file), file);
});

test("a real tree, with a link that loops", () => {
  assert.equal(scan.count_audio_files(root), audio.length);
  assert.equal(scan.count_audio_files(join(root, "missing")), 0);
  const { result, summary_out } = scan.scan_music_summary(root, null, null);
  assert.equal(result, ScanStatus.OK);
  assert.deepEqual(
    { ...summary_out },
    { audio_files: BigInt(audio.length), other_files: BigInt(other.length), folders: 4n, skipped_folders: 0n },
  );
  assert.ok(scan.benchmark_directory(root, 3) > 0);
});

test("progress sees each path and cancels", () => {
  const seen: string[] = [];
  const counts: bigint[] = [];
  scan.scan_music_directory(
    root,
    (count, path) => {
      counts.push(count);
      seen.push(path);
      return true;
    },
    null,
  );
  assert.deepEqual(seen.sort(), audio.map((file) => join(root, file)).sort());
  assert.deepEqual(
    counts,
    audio.map((_, i) => BigInt(i + 1)),
  );
  assert.equal(
    scan.scan_music_directory(root, (count) => count < 3n, null),
    3,
  );
  assert.equal(scan.scan_music_summary(root, () => false, null).result, ScanStatus.CANCELLED);
});

test("folders without permission are skipped", () => {
  const locked = join(root, "sub/deeper");
  const isRoot = process.getuid?.() === 0;
  chmodSync(root, 0o755);
  chmodSync(locked, 0o000);
  // Root may read everything: look as nobody.
  if (isRoot) process.seteuid?.(65534);
  try {
    assert.equal(scan.count_audio_files(root), audio.length - 2);
    assert.equal(scan.scan_music_summary(root, null, null).summary_out.skipped_folders, 1n);
    assert.equal(scan.scan_music_summary(locked, null, null).result, ScanStatus.ACCESS_DENIED);
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(locked, 0o755);
  }
});
