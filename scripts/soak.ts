// `npm run soak [-- --runs N]`: the crash fixture in all four modes, many runs in a row. Exits with 1 when one run misses anything.
import { parseArgs } from "node:util";
import { join } from "node:path";
import { projectZig } from "../server/src/toolchain/projectZig.ts";
import { checkCrashes } from "../test/support/crashTable.ts";

const root = join(import.meta.dirname, "..");
const { values } = parseArgs({ options: { runs: { type: "string", default: "20" } } });
const zig = await projectZig({ root, env: process.env });
if (zig.kind === "missing") throw new Error(`no Zig: run "npm run setup". ${zig.fix}`);
process.env["ZIG_FFI_TEST_ZIG"] = zig.command[0];
let failures = 0;
for (const mode of ["Debug", "ReleaseSafe", "ReleaseFast", "ReleaseSmall"] as const) {
  const seconds: number[] = [];
  let classified = 0;
  for (let run = 1; run <= Number(values.runs); run++) {
    const started = performance.now();
    try {
      ({ classified } = checkCrashes(mode));
    } catch (error) {
      failures++;
      console.log(`${mode}, run ${run}: ${error instanceof Error ? error.message : String(error)}`);
    }
    seconds.push((performance.now() - started) / 1000);
  }
  const sorted = seconds.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  console.log(
    `${mode}: ${seconds.length} runs of ${classified} tests, ${failures} runs failed so far, median ${median.toFixed(1)} s a run`,
  );
}
process.exitCode = failures === 0 ? 0 : 1;
