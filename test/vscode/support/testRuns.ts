import type * as vscode from "vscode";
import { until } from "./until.ts";

/** What a run of the Test Explorer was told. */
export interface RecordedRun {
  readonly request: vscode.TestRunRequest;
  /** The last state of each item by its path, such as `sums.spec.ts > add > adds`. */
  readonly states: Map<string, string>;
  readonly messages: Map<string, vscode.TestMessage>;
  /** By the item's path; "" is that of no item. */
  readonly output: Map<string, string>;
  readonly durations: Map<string, number>;
  isEnded: boolean;
}

export interface RunRecorder {
  readonly runs: readonly RecordedRun[];
  /** Items whose results were said to be out of date. */
  readonly invalidated: string[];
  /** Starts something and waits for the end of the run that it makes. */
  during(start: () => unknown, milliseconds?: number): Promise<RecordedRun>;
  /** The run with this number, once it has ended. */
  ended(index: number, milliseconds?: number): Promise<RecordedRun>;
}

/** Watches what the extension tells VS Code: there is no API that gives results. */
export function recordRuns(controller: vscode.TestController): RunRecorder {
  const runs: RecordedRun[] = [];
  const invalidated: string[] = [];
  const createTestRun = controller.createTestRun.bind(controller);
  const invalidate = controller.invalidateTestResults.bind(controller);
  controller.createTestRun = (request, name, persist) => {
    const run = createTestRun(request, name, persist);
    const record: RecordedRun = {
      request,
      states: new Map(),
      messages: new Map(),
      output: new Map(),
      durations: new Map(),
      isEnded: false,
    };
    runs.push(record);
    return recording(run, record);
  };
  controller.invalidateTestResults = (items) => {
    invalidated.push(...[items ?? []].flat().map((item) => pathOf(item)));
    invalidate(items);
  };
  const ended = (index: number, milliseconds = 40_000): Promise<RecordedRun> =>
    until(
      `the end of run ${index}: ${JSON.stringify(runs.map(({ states }) => [...states]))}`,
      () => (runs[index]?.isEnded === true ? runs[index] : false),
      milliseconds,
    );
  return {
    runs,
    invalidated,
    ended,
    async during(start, milliseconds) {
      const index = runs.length;
      // A command that runs tests ends with them, or does not.
      void Promise.resolve(start());
      return await ended(index, milliseconds);
    },
  };
}

function recording(run: vscode.TestRun, record: RecordedRun): vscode.TestRun {
  const note = (item: vscode.TestItem, state: string, { message, duration }: Ended = {}): void => {
    const path = pathOf(item);
    record.states.set(path, state);
    const [first] = [message ?? []].flat();
    if (first !== undefined) record.messages.set(path, first);
    if (duration !== undefined) record.durations.set(path, duration);
  };
  return {
    name: run.name,
    token: run.token,
    isPersisted: run.isPersisted,
    onDidDispose: run.onDidDispose,
    addCoverage: (coverage) => {
      run.addCoverage(coverage);
    },
    enqueued: (item) => {
      note(item, "enqueued");
      run.enqueued(item);
    },
    started: (item) => {
      note(item, "started");
      run.started(item);
    },
    skipped: (item) => {
      note(item, "skipped");
      run.skipped(item);
    },
    failed: (item, message, duration) => {
      note(item, "failed", { message, duration });
      run.failed(item, message, duration);
    },
    errored: (item, message, duration) => {
      note(item, "errored", { message, duration });
      run.errored(item, message, duration);
    },
    passed: (item, duration) => {
      note(item, "passed", { duration });
      run.passed(item, duration);
    },
    appendOutput: (output, location, item) => {
      const path = item === undefined ? "" : pathOf(item);
      record.output.set(path, (record.output.get(path) ?? "") + output);
      run.appendOutput(output, location, item);
    },
    end: () => {
      record.isEnded = true;
      run.end();
    },
  };
}

interface Ended {
  readonly message?: vscode.TestMessage | readonly vscode.TestMessage[] | undefined;
  readonly duration?: number | undefined;
}

export function messageText(message: vscode.TestMessage | undefined): string {
  return typeof message?.message === "string" ? message.message : (message?.message.value ?? "");
}

export function pathOf(item: vscode.TestItem): string {
  return item.parent === undefined ? item.label : `${pathOf(item.parent)} > ${item.label}`;
}

/** The items of a controller, one line each, indented. */
export function treeOf(items: vscode.TestItemCollection, depth = 0): readonly string[] {
  return Array.from(items, ([, item]) => item)
    .sort((a, b) => (a.range?.start.line ?? 0) - (b.range?.start.line ?? 0) || (a.label < b.label ? -1 : 1))
    .flatMap((item) => [`${"  ".repeat(depth)}${item.label}`, ...treeOf(item.children, depth + 1)]);
}

/** Undefined where there is none. */
export function lookUp(items: vscode.TestItemCollection, ...labels: readonly string[]): vscode.TestItem | undefined {
  const [label, ...rest] = labels;
  const item = Array.from(items, ([, each]) => each).find((each) => each.label === label);
  return item === undefined || rest.length === 0 ? item : lookUp(item.children, ...rest);
}

export function findItem(items: vscode.TestItemCollection, ...labels: readonly string[]): vscode.TestItem {
  const item = lookUp(items, ...labels);
  if (item === undefined) throw new Error(`no item ${labels.join(" > ")} in:\n${treeOf(items).join("\n")}`);
  return item;
}
