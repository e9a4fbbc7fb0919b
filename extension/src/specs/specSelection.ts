import * as vscode from "vscode";
import type { SpecFile } from "../../../server/src/protocol/specFiles.ts";
import type { SpecSelection } from "../../../server/src/protocol/specSession.ts";
import { filterOf, type FilterPart } from "./specFilter.ts";
import { itemsOf, type SpecTree } from "./specTree.ts";

/** What of one project is to run. */
export interface ProjectSelection {
  readonly config: vscode.Uri | null;
  readonly directory: vscode.Uri;
  readonly files: readonly SelectedFile[];
}

export interface SelectedFile {
  /** As the server has it. */
  readonly uri: string;
  readonly selection: SpecSelection;
  /** The chosen items. */
  readonly items: readonly vscode.TestItem[];
}

/** What a request asks for, by project. Items that it excludes are left out. */
export function selectSpecs(
  tree: SpecTree,
  request: Pick<vscode.TestRunRequest, "include" | "exclude">,
  all: vscode.TestItemCollection,
): readonly ProjectSelection[] {
  const excluded = new Set(request.exclude ?? []);
  const chosen = new Map<string, vscode.TestItem[]>();
  const choose = (item: vscode.TestItem): void => {
    if (excluded.has(item)) return;
    const node = tree.nodeOf(item);
    if (node === undefined) return;
    if (node.kind === "folder" || isAbove(item, excluded)) {
      for (const child of itemsOf(item.children)) choose(child);
      return;
    }
    const uri = node.kind === "file" ? node.file.uri : node.uri;
    chosen.set(uri, [...(chosen.get(uri) ?? []), item]);
  };
  for (const item of request.include ?? itemsOf(all)) choose(item);
  const projects = new Map<string, { readonly file: SpecFile; readonly files: SelectedFile[] }>();
  for (const [uri, items] of chosen) {
    const fileItem = tree.fileItem(uri);
    const node = fileItem === undefined ? undefined : tree.nodeOf(fileItem);
    if (node?.kind !== "file") continue;
    const key = node.file.config ?? node.file.directory;
    const project = projects.get(key) ?? { file: node.file, files: [] };
    projects.set(key, project);
    project.files.push({ uri, items, selection: { file: vscode.Uri.parse(uri).fsPath, filter: filterOfItems(tree, items) } });
  }
  return [...projects.values()].map(({ file, files }) => ({
    config: file.config === null ? null : vscode.Uri.parse(file.config),
    directory: vscode.Uri.parse(file.directory),
    files,
  }));
}

function isAbove(item: vscode.TestItem, excluded: ReadonlySet<vscode.TestItem>): boolean {
  for (const each of excluded)
    for (let parent = each.parent; parent !== undefined; parent = parent.parent) if (parent === item) return true;
  return false;
}

function filterOfItems(tree: SpecTree, items: readonly vscode.TestItem[]): string | null {
  const parts: FilterPart[] = [];
  for (const item of items) {
    const node = tree.nodeOf(item);
    if (node === undefined || !("patterns" in node)) return null;
    parts.push({ patterns: node.patterns, isSuite: node.kind === "suite" });
  }
  return filterOf(parts);
}
