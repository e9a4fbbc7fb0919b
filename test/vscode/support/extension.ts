import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";

export interface Manifest {
  readonly version: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
  };
}

export function ownExtension(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension("zig-ffi.zig-ffi");
  if (extension === undefined) throw new Error("the extension is not there");
  return extension;
}

export function manifest(): Manifest {
  return JSON.parse(readFileSync(join(ownExtension().extensionPath, "package.json"), "utf8")) as Manifest;
}
