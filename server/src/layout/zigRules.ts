/**
 * Versions of Zig whose layout rules differ, named by the first one. They agree except for integers above 64 bits, `f80`, `f128` and
 * vectors, each on a few targets; 0.16 lays out like 0.15.
 */
export type ZigRules = "0.14" | "0.15" | "0.17";

/** The rules of the compiler that the project builds with. */
export const defaultZigRules: ZigRules = "0.15";

/** The rules of `zig version`'s answer. A version that is older or newer than all known ones gets the nearest; no number, the default. */
export function zigRulesOf(version: string): ZigRules {
  const match = /^(\d+)\.(\d+)/.exec(version);
  if (match === null) return defaultZigRules;
  const release = Number(match[1]) * 1000 + Number(match[2]);
  if (release <= 14) return "0.14";
  return release <= 16 ? "0.15" : "0.17";
}
