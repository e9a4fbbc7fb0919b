import * as vscode from "vscode";
import type { SpecTest } from "../../../server/src/protocol/specEvents.ts";
import type { SpecFile, SpecItem } from "../../../server/src/protocol/specFiles.ts";
import type { Position } from "../../../server/src/protocol/places.ts";
import { placeTests } from "./placeTests.ts";
import { exactly } from "./specFilter.ts";

/** What an item of the Test Explorer stands for. */
export type SpecNode =
  | { readonly kind: "folder" }
  | { readonly kind: "file"; readonly file: SpecFile }
  | {
      readonly kind: "suite" | "test";
      /** URI of the file. */
      readonly uri: string;
      /** Of the names, from the outermost `describe` inwards. */
      readonly patterns: readonly string[];
      readonly isLoop: boolean;
      /** Only running has told that it is there. */
      readonly isFound: boolean;
    };

/** The Test Explorer's items: folders, files, and what these declare. Items that stay the same keep their results. */
export interface SpecTree {
  readonly nodeOf: (item: vscode.TestItem) => SpecNode | undefined;
  readonly fileItem: (uri: string) => vscode.TestItem | undefined;
  readonly files: () => readonly vscode.TestItem[];
  readonly specItem: (uri: string, item: Pick<SpecItem, "kind" | "id" | "isLoop">) => vscode.TestItem | undefined;
  readonly set: (file: SpecFile) => void;
  readonly remove: (uri: string) => void;
  /** The items of tests that run, by their ids; makes those that only running has told. `isWhole`: these are all tests of the file. */
  readonly place: (uri: string, tests: readonly SpecTest[], isWhole: boolean) => ReadonlyMap<string, vscode.TestItem>;
}

export function createSpecTree(controller: vscode.TestController): SpecTree {
  const nodes = new WeakMap<vscode.TestItem, SpecNode>();
  const files = new Map<string, vscode.TestItem>();
  const fileOf = (item: vscode.TestItem): SpecFile | undefined => {
    const node = nodes.get(item);
    return node?.kind === "file" ? node.file : undefined;
  };
  return {
    nodeOf: (item) => nodes.get(item),
    fileItem: (uri) => files.get(uri),
    files: () => [...files.values()],
    specItem(uri, item) {
      const file = files.get(uri);
      return file === undefined ? undefined : findBelow(file, itemId(uri, item));
    },
    set(file) {
      const uri = vscode.Uri.parse(file.uri);
      const known = files.get(file.uri);
      const item = known ?? controller.createTestItem(file.uri, nameOf(uri), uri);
      nodes.set(item, { kind: "file", file });
      item.tags = file.items.some(hasBench) ? [benchTag] : [];
      sync({ controller, nodes, uri: file.uri }, item, { items: file.items, patterns: [] });
      if (known !== undefined) return;
      files.set(file.uri, item);
      folderFor(controller, nodes, uri).add(item);
    },
    remove(uri) {
      const item = files.get(uri);
      if (item === undefined) return;
      files.delete(uri);
      detach(controller, item);
    },
    place(uri, tests, isWhole) {
      const found = new Map<string, vscode.TestItem>();
      const item = files.get(uri);
      const file = item === undefined ? undefined : fileOf(item);
      if (item === undefined || file === undefined) return found;
      const context = { controller, nodes, uri };
      const kept = new Set<vscode.TestItem>();
      for (const { test, at, rest } of placeTests(file.items, tests)) {
        const base = at.reduce<vscode.TestItem>((parent, each) => parent.children.get(itemId(uri, each)) ?? parent, item);
        found.set(test.id, addFound(context, base, { test, rest, kept }));
      }
      if (isWhole) removeOthers(nodes, item, kept);
      return found;
    },
  };
}

interface TreeContext {
  readonly controller: vscode.TestController;
  readonly nodes: WeakMap<vscode.TestItem, SpecNode>;
  readonly uri: string;
}

function itemId(uri: string, { kind, id, isLoop }: Pick<SpecItem, "kind" | "id" | "isLoop">): string {
  return `${uri}#${kind}${isLoop ? "*" : ""} ${id}`;
}

interface Declared {
  readonly items: readonly SpecItem[];
  readonly patterns: readonly string[];
}

function sync(context: TreeContext, parent: vscode.TestItem, { items, patterns }: Declared): void {
  const { controller, nodes, uri } = context;
  const made = items.map((spec) => {
    const id = itemId(uri, spec);
    const item = parent.children.get(id) ?? controller.createTestItem(id, spec.name, vscode.Uri.parse(uri));
    const own = [...patterns, spec.pattern];
    item.range = new vscode.Range(positionOf(spec.range.start), positionOf(spec.range.end));
    item.description = spec.mode === "run" ? (spec.isLoop && item.children.size === 0 ? vscode.l10n.t("table or loop") : "") : spec.mode;
    item.tags = hasBench(spec) ? [benchTag] : [];
    nodes.set(item, { kind: spec.kind, uri, patterns: own, isLoop: spec.isLoop, isFound: false });
    if (!spec.isLoop) sync(context, item, { items: spec.children, patterns: own });
    return item;
  });
  const found = itemsOf(parent.children).filter((item) => isFound(nodes, item));
  parent.children.replace([...made, ...found]);
}

/** Benchmarks, and what holds some. */
export const benchTag = new vscode.TestTag("bench");

function hasBench({ isBench, children }: SpecItem): boolean {
  return isBench || children.some(hasBench);
}

function positionOf({ line, character }: Position): vscode.Position {
  return new vscode.Position(line, character);
}

interface Found {
  readonly test: SpecTest;
  readonly rest: readonly string[];
  readonly kept: Set<vscode.TestItem>;
}

/** The item of a test below what the text tells. */
function addFound({ controller, nodes, uri }: TreeContext, base: vscode.TestItem, { test, rest, kept }: Found): vscode.TestItem {
  let parent = base;
  for (const [i, name] of rest.entries()) {
    const isTest = i === rest.length - 1;
    const id = isTest ? `${uri}#found ${test.id}` : `${parent.id} > ${name}`;
    const item = parent.children.get(id) ?? controller.createTestItem(id, name, vscode.Uri.parse(uri));
    const line = test.line === null ? base.range?.start.line : test.line - 1;
    if (line !== undefined) item.range = new vscode.Range(line, (test.column ?? 1) - 1, line, (test.column ?? 1) - 1);
    const patterns = test.names.slice(0, test.names.length - rest.length + i + 1).map(exactly);
    nodes.set(item, { kind: isTest ? "test" : "suite", uri, patterns, isLoop: false, isFound: true });
    parent.children.add(item);
    parent.description = "";
    kept.add(item);
    parent = item;
  }
  return parent;
}

function removeOthers(nodes: TreeContext["nodes"], parent: vscode.TestItem, kept: ReadonlySet<vscode.TestItem>): void {
  for (const child of itemsOf(parent.children))
    if (isFound(nodes, child) && !kept.has(child)) parent.children.delete(child.id);
    else removeOthers(nodes, child, kept);
}

function isFound(nodes: TreeContext["nodes"], item: vscode.TestItem): boolean {
  const node = nodes.get(item);
  return node !== undefined && "isFound" in node && node.isFound;
}

export function itemsOf(collection: vscode.TestItemCollection): readonly vscode.TestItem[] {
  return Array.from(collection, ([, item]) => item);
}

function findBelow(item: vscode.TestItem, id: string): vscode.TestItem | undefined {
  for (const child of itemsOf(item.children)) {
    const found = child.id === id ? child : findBelow(child, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Folders as in the workspace; those of the workspace itself only where there are several. */
function folderFor(
  controller: vscode.TestController,
  nodes: WeakMap<vscode.TestItem, SpecNode>,
  uri: vscode.Uri,
): vscode.TestItemCollection {
  const root = vscode.workspace.getWorkspaceFolder(uri);
  if (root === undefined) return controller.items;
  const names = uri.path
    .slice(root.uri.path.length + 1)
    .split("/")
    .slice(0, -1);
  let folder = root.uri;
  let collection = controller.items;
  const enter = (label: string): void => {
    const id = `${folder.toString()}/`;
    const item = collection.get(id) ?? controller.createTestItem(id, label, folder);
    nodes.set(item, { kind: "folder" });
    collection.add(item);
    collection = item.children;
  };
  if ((vscode.workspace.workspaceFolders ?? []).length > 1) enter(root.name);
  for (const name of names) {
    folder = vscode.Uri.joinPath(folder, name);
    enter(name);
  }
  return collection;
}

/** Takes an item out, and the folders that are empty then. */
function detach(controller: vscode.TestController, item: vscode.TestItem): void {
  const { parent } = item;
  (parent?.children ?? controller.items).delete(item.id);
  if (parent !== undefined && parent.children.size === 0) detach(controller, parent);
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf("/") + 1);
}
