import type { Target } from "../../model/target.ts";
import type { Type } from "../../model/types.ts";
import { passingOf } from "./passing.ts";
import type { Side } from "./shape.ts";

export interface Shift {
  /** Index of the parameter whose size is wrong, and of the first one that is read from a wrong place for it. */
  readonly cause: number;
  readonly victim: number;
}

/**
 * Apple's arm64 packs what no longer fits into registers: a wrong width moves everything after it, where other systems give each
 * argument eight bytes. Null: nothing moves, or it cannot be known.
 */
export function stackShift(zig: Packed, ts: Packed): Shift | null {
  if (!isPacking(zig.side.layouts.target) || zig.types.length !== ts.types.length) return null;
  const ours = places(zig);
  const theirs = places(ts);
  if (ours === null || theirs === null) return null;
  const victim = ours.findIndex((place, i) => place.offset !== theirs[i]?.offset);
  if (victim < 0) return null;
  const cause = ours.findLastIndex((place, i) => i < victim && place.size !== theirs[i]?.size);
  return cause < 0 ? null : { cause, victim };
}

export interface Packed {
  readonly side: Side;
  readonly types: readonly Type[];
}

function isPacking({ arch, os }: Target): boolean {
  return arch === "aarch64" && os === "macos";
}

/** Null offset: in registers. */
interface ArgumentPlace {
  readonly offset: number | null;
  readonly size: number;
}

const registers = 8;

function places({ side, types }: Packed): readonly ArgumentPlace[] | null {
  const used = { int: 0, float: 0 };
  let end = 0;
  const found: ArgumentPlace[] = [];
  for (const type of types) {
    const parts = (passingOf(side, type, "argument") ?? "").split(" ").map((part) => /^(int|float)(\d+)$/.exec(part));
    const [first] = parts;
    if (first === null || first === undefined || parts.includes(null)) return null;
    const kind = first[1] === "float" ? "float" : "int";
    const size = Number(first[2]);
    if (used[kind] + parts.length <= registers) {
      used[kind] += parts.length;
      found.push({ offset: null, size });
      continue;
    }
    // Where structs lie on the stack depends on what they are made of.
    if (parts.length > 1) return null;
    used[kind] = registers;
    const offset = Math.ceil(end / size) * size;
    end = offset + size;
    found.push({ offset, size });
  }
  return found;
}
