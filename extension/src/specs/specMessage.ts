import * as vscode from "vscode";
import type { SpecFailure } from "../../../server/src/protocol/specEvents.ts";
import { stackFrames, type Frame } from "./stackFrames.ts";

/** `contextValue` of messages about crashes whose Zig line is known; menus of package.json name it. */
export const crashContext = "zigFfi.crash";

/** What a failure looks like in the editor: at the line of the spec, with expected and actual values or with the way into Zig. */
export function specMessage(failure: SpecFailure, item: vscode.TestItem): vscode.TestMessage {
  const { difference, crash } = failure;
  const message =
    difference === null
      ? new vscode.TestMessage(crash === null ? failure.message : zigFirst(failure.message))
      : vscode.TestMessage.diff(failure.message, difference.expected, difference.actual);
  const frames = stackFrames(failure.stack);
  const own = frames.find(({ file }) => item.uri !== undefined && isSame(file, item.uri));
  const place = own === undefined ? item.range?.start : positionOf(own);
  if (item.uri !== undefined) message.location = new vscode.Location(item.uri, place ?? new vscode.Position(0, 0));
  const caller: readonly Frame[] =
    crash === null || item.uri === undefined || item.range === undefined
      ? []
      : [{ label: item.label, file: item.uri.fsPath, line: item.range.start.line + 1, column: item.range.start.character + 1 }];
  message.stackTrace = [...frames, ...caller].map(
    (frame) => new vscode.TestMessageStackFrame(frame.label, vscode.Uri.file(frame.file), positionOf(frame)),
  );
  if (crash !== null && crash.frames.length > 0) message.contextValue = crashContext;
  return message;
}

/** Beside the line of the spec only the first line shows. */
function zigFirst(message: string): string {
  const lines = message.split("\n");
  const isZig = (line: string): boolean => line.startsWith("Zig: ");
  return [...lines.filter(isZig), ...lines.filter((line) => !isZig(line))].join("\n");
}

function isSame(file: string, uri: vscode.Uri): boolean {
  return vscode.Uri.file(file).toString() === uri.toString();
}

function positionOf({ line, column }: Frame): vscode.Position {
  return new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
}
