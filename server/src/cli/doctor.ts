import { createRequire } from "node:module";
import { join } from "node:path";
import { createCliContext, type GlobalOptions } from "./context.ts";
import { coloured, print } from "./output.ts";
import { findCliZig } from "./zig.ts";

interface Finding {
  readonly name: string;
  readonly isGood: boolean;
  readonly detail: string;
  readonly fix?: string;
}

/** `zig-ffi doctor`: what this machine has and, for what is missing, how to get it. Exit code 2 when something is missing. */
export async function doctor(options: GlobalOptions): Promise<number> {
  const context = await createCliContext(options);
  const findings = [
    nodeFinding(),
    await zigFinding(),
    koffiFinding(context.cwd),
    configFinding(context.config.file, context.config.libraries.length),
  ];
  for (const { name, isGood, detail, fix } of findings) {
    print(`${isGood ? coloured(32, "ok  ") : coloured(31, "FAIL")}  ${name.padEnd(14)} ${detail}`);
    if (fix !== undefined) print(`      ${" ".repeat(14)} ${fix}`);
  }
  return findings.every(({ isGood }) => isGood) ? 0 : 2;
}

function nodeFinding(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const isGood = major > 22 || (major === 22 && minor >= 18);
  const detail = `${process.versions.node} at ${process.execPath}`;
  return isGood
    ? { name: "Node", isGood, detail }
    : { name: "Node", isGood, detail, fix: "install Node 22.18 or later: it runs TypeScript without a build step" };
}

async function zigFinding(): Promise<Finding> {
  const zig = await findCliZig();
  if (zig.kind === "found") return { name: "Zig", isGood: true, detail: `${zig.version}: ${zig.command.join(" ")} (${zig.why})` };
  return {
    name: "Zig",
    isGood: false,
    detail: `not found: ${zig.tried.map(({ source, detail }) => `${source}: ${detail}`).join("; ")}`,
    fix: zig.fix,
  };
}

function koffiFinding(cwd: string): Finding {
  const fix = "npm install koffi";
  try {
    const require = createRequire(join(cwd, "package.json"));
    const path = require.resolve("koffi");
    const { version } = require("koffi") as { readonly version: string };
    const isGood = /^3\./.test(version);
    return {
      name: "koffi",
      isGood,
      detail: `${version} at ${path}`,
      ...(isGood ? {} : { fix: "generated bindings need koffi 3: npm install koffi@3" }),
    };
  } catch (error) {
    return { name: "koffi", isGood: false, detail: error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error), fix };
  }
}

function configFinding(file: string | null, libraries: number): Finding {
  const detail =
    file === null
      ? "no zig-ffi.json: libraries are found by convention"
      : `${file}: ${libraries} ${libraries === 1 ? "library" : "libraries"}`;
  return { name: "configuration", isGood: true, detail };
}
