// The extension in a real VS Code. Each test is one window: a mocha suite of suites/ that runs inside the extension host.
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { chooseHost, copyFixtures, runInHost } from "./support/hostRun.ts";

const host = chooseHost(process.env);

if (host.kind === "missing") {
  if (host.isFailure) it("has a host", () => Promise.reject(new Error(host.text)));
  else {
    console.error(`\n${"!".repeat(host.text.length)}\n${host.text}\n${"!".repeat(host.text.length)}\n`);
    it("runs in a real VS Code", { skip: host.text });
  }
} else {
  describe("in a real VS Code", () => {
    const fixtures = copyFixtures(["kv"]);
    after(fixtures.dispose);

    it("comes up with a window", () => runInHost(host, { suite: "smoke", workspace: join(fixtures.folder, "kv") }));
  });
}
