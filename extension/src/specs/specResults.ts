import * as vscode from "vscode";
import type { SpecFileResult, SpecOutcome } from "../../../server/src/protocol/specEvents.ts";
import type { SpecSessionEvent } from "../../../server/src/protocol/specSession.ts";
import type { ProjectSelection } from "./specSelection.ts";
import { specMessage } from "./specMessage.ts";
import type { SpecTree } from "./specTree.ts";

export interface SpecResults {
  readonly event: (event: SpecSessionEvent) => void;
  /** The run as a whole has failed: one message, whatever was to run. */
  readonly fail: (message: string, place?: vscode.Location) => void;
}

export interface SpecResultsOptions {
  readonly run: vscode.TestRun;
  readonly tree: SpecTree;
  readonly project: ProjectSelection;
  /** Where Zig failed in a test, by the item's id. */
  readonly zigPlaces: Map<string, vscode.Location>;
}

/** Writes what a run tells into a run of the Test Explorer. */
export function createSpecResults({ run, tree, project, zigPlaces }: SpecResultsOptions): SpecResults {
  const uris = new Map(project.files.map(({ uri, selection }) => [keyOf(selection.file), uri]));
  const uriOf = (file: string): string => uris.get(keyOf(file)) ?? vscode.Uri.file(file).toString();
  const placed = new Map<string, ReadonlyMap<string, vscode.TestItem>>();
  const itemOf = (file: string, id: string): vscode.TestItem | undefined => placed.get(file)?.get(id);
  const isWhole = (file: string): boolean => project.files.find(({ uri }) => uri === uriOf(file))?.selection.filter === null;

  const ended = (item: vscode.TestItem, outcome: SpecOutcome, durationMs: number): void => {
    zigPlaces.delete(item.id);
    if (outcome.kind === "passed") run.passed(item, durationMs);
    else if (outcome.kind !== "failed") run.skipped(item);
    else {
      const [frame] = outcome.failure.crash?.frames ?? [];
      if (frame !== undefined) {
        const position = new vscode.Position(Math.max(0, frame.line - 1), Math.max(0, frame.column - 1));
        zigPlaces.set(item.id, new vscode.Location(vscode.Uri.file(frame.file), position));
      }
      run.failed(item, specMessage(outcome.failure, item), durationMs);
    }
  };
  const fileEnded = (result: SpecFileResult): void => {
    for (const { test, stdout, stderr } of result.tests) write(run, stdout + stderr, itemOf(result.file, test.id));
    write(run, result.stdout + result.stderr);
    const fileItem = tree.fileItem(uriOf(result.file));
    if (fileItem === undefined || result.failures.length === 0) return;
    const messages = result.failures.map((failure) => specMessage(failure, fileItem));
    run.errored(fileItem, messages, result.durationMs);
  };
  return {
    event(event) {
      switch (event.kind) {
        case "tests-found": {
          const items = tree.place(uriOf(event.file), event.tests, isWhole(event.file));
          placed.set(event.file, items);
          for (const item of items.values()) run.enqueued(item);
          return;
        }
        case "test-started": {
          const item = itemOf(event.file, event.id);
          if (item !== undefined) run.started(item);
          return;
        }
        case "test-ended": {
          const item = itemOf(event.file, event.id);
          if (item !== undefined) ended(item, event.outcome, event.durationMs);
          return;
        }
        case "measured":
          write(run, event.table);
          return;
        case "file-ended":
          fileEnded(event.result);
          return;
        case "run-started":
        case "build-ended":
        case "build-failed":
        case "file-started":
        case "debugger-awaited":
        case "run-ended":
      }
    },
    fail(message, place) {
      const [first] = project.files;
      const chosen = project.files.length === 1 && first?.items.length === 1 ? first.items[0] : undefined;
      const item = chosen ?? commonFolder(project, tree) ?? (first === undefined ? undefined : tree.fileItem(first.uri));
      write(run, `${message}\n`, undefined, place);
      if (item === undefined) return;
      const shown = new vscode.TestMessage(message);
      if (place !== undefined) shown.location = place;
      run.errored(item, shown);
    },
  };
}

/** Output of the Test Results terminal, which wants its lines ended so. */
function write(run: vscode.TestRun, text: string, item?: vscode.TestItem, place?: vscode.Location): void {
  if (text.trim() !== "") run.appendOutput(text.replace(/\r?\n/g, "\r\n"), place, item);
}

/** Windows has drive letters in either case. */
function keyOf(file: string): string {
  return vscode.Uri.file(file).toString();
}

/** The innermost folder that holds all files. */
function commonFolder({ files }: ProjectSelection, tree: SpecTree): vscode.TestItem | undefined {
  const paths = files.map(({ uri }) => {
    const parents: vscode.TestItem[] = [];
    for (let item = tree.fileItem(uri)?.parent; item !== undefined; item = item.parent) parents.push(item);
    return parents;
  });
  return paths[0]?.find((folder) => paths.every((path) => path.includes(folder)));
}
