// `zig-ffi test --watch` where the first build fails.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root, testZig } from "../support/fixtures.ts";
import { generatedProject } from "../support/specProject.ts";

const works = "export fn one() i32 {\n    return 1;\n}\n";
const files = {
  "zig-ffi.json": '{ "libraries": [{ "name": "lib", "root": "lib.zig", "out": "lib.ts" }] }',
  "lib.zig": works,
  "a.spec.ts": 'import { it } from "zig-ffi/spec";\nimport { load } from "./lib.ts";\nit("a", () => void load());\n',
  "sub/b.spec.ts": 'import { it } from "zig-ffi/spec";\nit("b", () => undefined);\n',
};

test("specs that a failed build kept from running run once it works, whatever they import", async (t) => {
  const project = generatedProject(t, files);
  writeFileSync(join(project, "lib.zig"), works.replace("1;", "missing;"));
  const child = spawn(process.execPath, [join(root, "server/src/cli/main.ts"), "test", "--watch"], {
    cwd: project,
    env: { ...process.env, ZIG: testZig(), NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  t.after(() => child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const until = async (text: string): Promise<void> => {
    const end = performance.now() + 60_000;
    while (!output.includes(text)) {
      assert.ok(performance.now() < end, `no ${text} in\n${output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await until("watching for changes");
  writeFileSync(join(project, "lib.zig"), works);
  await until(" passed in ");
  assert.match(output, /2 passed in 2 files/);
});
