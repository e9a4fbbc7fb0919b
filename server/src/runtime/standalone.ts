import { planTests, type Planned } from "./execute.ts";
import { closeRegistry, rootSuite, type Hook, type SuiteNode, type TestNode } from "./registry.ts";

type NodeTest = NonNullable<ReturnType<typeof process.getBuiltinModule<"node:test">>>;

/**
 * Without a runner, as in `node --test x.spec.ts` or under a debugger, `node:test` runs what the file declares. Nothing builds the library
 * then, and a crash of native code ends the process. The runner has an executor of its own because the events of `node:test` reach
 * their listener later: those of the test that crashes would be lost with the process.
 */
export function runByNodeTest(): void {
  // The file is imported by then, also where it awaits at its top level.
  process.once("beforeExit", () => {
    closeRegistry();
    const nodeTest = process.getBuiltinModule("node:test");
    declare(rootSuite, planTests(null, "tests"), nodeTest);
  });
}

function declare(suite: SuiteNode, planned: ReadonlyMap<TestNode, Planned>, nodeTest: NodeTest): void {
  const { before, after, beforeEach, afterEach } = nodeTest;
  for (const hook of suite.hooks.before) before(...hookArguments(hook));
  for (const hook of suite.hooks.after) after(...hookArguments(hook));
  for (const hook of suite.hooks.beforeEach) beforeEach(...hookArguments(hook));
  for (const hook of suite.hooks.afterEach) afterEach(...hookArguments(hook));
  for (const node of suite.children) {
    if (node.kind === "suite") void nodeTest.describe(node.name, () => declare(node, planned, nodeTest));
    else declareOne(node, planned.get(node)?.state ?? "run", nodeTest);
  }
}

function hookArguments({ body, timeoutMs }: Hook): [() => Promise<void>, { timeout?: number }] {
  return [run(body), timeoutMs === null ? {} : { timeout: timeoutMs }];
}

function declareOne(node: TestNode, state: Planned["state"], nodeTest: NodeTest): void {
  const limit = node.timeoutMs === null ? {} : { timeout: node.timeoutMs };
  const options = { ...limit, skip: state === "skip", todo: state === "todo" };
  void nodeTest.it(node.name, options, node.body === null ? undefined : run(node.body));
}

/** `node:test` passes arguments by the number of parameters; ours take none. */
function run(body: () => unknown): () => Promise<void> {
  return async () => {
    await body();
  };
}
