import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, expect, it } from "zig-ffi/spec";
import { load, ScanStatus } from "./bindings.ts";

const scan = load();

describe("10,000 files", () => {
  let root = "";
  before(() => {
    root = mkdtempSync(join(tmpdir(), "zig-ffi-scan-"));
    for (let folder = 0; folder < 100; folder++) {
      const path = join(root, `folder ${folder}`);
      mkdirSync(path);
      for (let file = 0; file < 100; file++) writeFileSync(join(path, file % 4 === 0 ? `${file}.txt` : `${file}.mp3`), "");
    }
  }, 60_000);
  after(() => rmSync(root, { recursive: true, force: true }));

  it("are counted", () => {
    expect(scan.count_audio_files(root)).toBe(7500);
  });

  it("are summed up", () => {
    const { result, summary_out } = scan.scan_music_summary(root, null, null);
    expect(result).toBe(ScanStatus.OK);
    expect({ ...summary_out }).toEqual({ audio_files: 7500n, other_files: 2500n, folders: 101n, skipped_folders: 0n });
  });

  it("are told one by one, until the callback has enough", () => {
    const seen = new Set<string>();
    scan.scan_music_directory(
      root,
      (count, path) => {
        seen.add(path);
        return count < 1000n;
      },
      null,
    );
    expect(seen.size).toBe(1000);
  });
});

describe("names", () => {
  it.each(["a.mp3", "B.FLAC", "ünï.ogg"])("%s is audio", (name) => {
    expect(scan.is_audio_file(name)).toBe(true);
  });
  it.each([".mp3", "cover.jpg", "x.mp3.txt"])("%s is none", (name) => {
    expect(scan.is_audio_file(name)).toBe(false);
  });
});
