// What the table of benchmarks and the page of plots have in common.
import type { BenchReport, BenchResult, BenchSpread } from "../protocol/benchReport.ts";

/** The same benchmark in another run. */
export function findResult(report: BenchReport, { file, names }: BenchResult): BenchResult | undefined {
  const key = JSON.stringify(names);
  const same = report.results.filter((result) => JSON.stringify(result.names) === key);
  return same.find((result) => result.file === file) ?? (same.length === 1 ? same[0] : undefined);
}

const units = [
  { unit: "s", size: 1e9 },
  { unit: "ms", size: 1e6 },
  { unit: "µs", size: 1e3 },
  { unit: "ns", size: 1 },
] as const;

/** The unit in which a time has few digits before its point. */
export function timeUnit(ns: number): { readonly unit: string; readonly size: number } {
  return units.find(({ size }) => ns >= size * 0.9995) ?? { unit: "ns", size: 1 };
}

/** Nanoseconds with three digits and the unit that fits. */
export function timeText(ns: number): string {
  const { unit, size } = timeUnit(ns);
  return `${threeDigits(ns / size)} ${unit}`;
}

/** A time in terms of another, from their ratio: above 1 it is slower. */
export function comparison(ratio: number): { readonly ratio: string; readonly word: "faster" | "slower" } {
  return ratio > 1 ? { ratio: `${threeDigits(ratio)}×`, word: "slower" } : { ratio: `${threeDigits(1 / ratio)}×`, word: "faster" };
}

/** Whether the middle halves of two measurements overlap: such a difference may be chance. */
export function isUnclear(a: BenchSpread, b: BenchSpread): boolean {
  return a.p25 <= b.p75 && b.p25 <= a.p75;
}

/** As `comparison`, in words. */
export function ratioText(ratio: number): string {
  if (ratio > 0.995 && ratio < 1.005) return "the same";
  const { ratio: factor, word } = comparison(ratio);
  return `${factor} ${word}`;
}

function threeDigits(value: number): string {
  return value >= 99.95 ? value.toFixed(0) : value >= 9.995 ? value.toFixed(1) : value.toFixed(2);
}
