import { defaultTriples } from "../../server/src/model/target.ts";
import { checkWorkspace, type CheckRequest } from "../../server/src/workspace/checkWorkspace.ts";
import { defaultConfig } from "../../server/src/workspace/config.ts";
import { bundledParser, bundledScriptParser } from "../../server/src/workspace/package.ts";

const count = 1000;
const runs = 9;

/** Milliseconds to check 1,000 declarations against 1,000 exports on all targets once the parsers are there: the first run and the median. */
export async function checkRow(): Promise<string> {
  const request = await checkRequest();
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    const { checked, issues, notUnderstood } = checkWorkspace(request);
    times.push(performance.now() - start);
    // Every tenth declaration is wrong on purpose.
    if (checked.paired !== count || issues.length !== count / 10 || notUnderstood.length > 0)
      throw new Error(`${String(checked.paired)} paired, ${String(issues.length)} issues, ${String(notUnderstood.length)} not understood`);
  }
  const [first = NaN] = times;
  const median = times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? NaN;
  return `checking ${String(count)} declarations against ${String(count)} exports on ${String(defaultTriples.length)} targets: ${first.toFixed(0)} ms at first, median ${median.toFixed(0)} ms`;
}

async function checkRequest(): Promise<CheckRequest> {
  const files: Readonly<Record<string, string>> = { "/bench/lib.zig": zigText(), "/bench/lib.ts": scriptText() };
  const read = (path: string): { text: string; isValidUtf8: boolean } | undefined => {
    const text = files[path];
    return text === undefined ? undefined : { text, isValidUtf8: true };
  };
  return {
    host: { read, exists: (path) => read(path) !== undefined },
    parser: await bundledParser(),
    scripts: await bundledScriptParser(),
    libraries: defaultConfig("/bench", ["/bench/lib.zig"]).libraries,
    files: ["/bench/lib.ts"],
    targets: defaultTriples,
  };
}

function zigText(): string {
  const functions = Array.from(
    { length: count },
    (_, i) =>
      `export fn call_${String(i)}(handle: *Handle, text: [*:0]const u8, length: usize, scale: f32, flags: u32) callconv(.c) i32 {\n    _ = .{ handle, text, length, scale };\n    return @intCast(flags);\n}\n`,
  );
  return `pub const Handle = opaque {};\n${functions.join("\n")}`;
}

function scriptText(): string {
  const entries = Array.from(
    { length: count },
    (_, i) =>
      `  call_${String(i)}: {\n    args: ["ptr", FFIType.cstring, "usize", FFIType.f32, "${i % 10 === 0 ? "u8" : "u32"}"],\n    returns: FFIType.i32,\n  },\n`,
  );
  return `import { dlopen, FFIType } from "bun:ffi";\nexport const lib = dlopen("liblib.so", {\n${entries.join("")}});\n`;
}
