// What VS Code loads as extensionTestsPath: runs the suite that ZIG_FFI_SUITE names.
import Mocha from "mocha";

export async function run(): Promise<void> {
  // Activation, compiler runs and a busy machine: the default of 2 s is too short.
  const mocha = new Mocha({ ui: "bdd", timeout: 60_000, color: false });
  mocha.addFile(process.env["ZIG_FFI_SUITE"] ?? "");
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve);
  });
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
