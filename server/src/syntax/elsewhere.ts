import type { Elsewhere } from "../model/decls.ts";
import type { ContainerOutline, Member, ZigFile } from "./outline.ts";

/** What files take from other places than each other; null where it is nothing. */
export function elsewhereOf(files: readonly ZigFile[]): Elsewhere | null {
  const packages = new Set(files.flatMap(({ imports }) => imports.map(({ path }) => path).filter(isPackage)));
  const externs = new Set<string>();
  for (const { root } of files) collectExterns(root, externs);
  return packages.size + externs.size === 0 ? null : { packages: [...packages], externs: [...externs] };
}

const ownNames = new Set(["std", "builtin", "root"]);

function isPackage(path: string): boolean {
  return !ownNames.has(path) && !/\.(?:zig|zon)$/.test(path);
}

/** Without lists on the way: this runs for each keystroke, over thousands of declarations. */
function collectExterns({ members }: ContainerOutline, externs: Set<string>): void {
  for (const member of members) {
    if (isExtern(member)) externs.add(member.name);
    for (const container of containersIn(member)) collectExterns(container, externs);
  }
}

type Linked = Extract<Member, { linkage: unknown }>;

function isExtern(member: Member): member is Linked {
  return (member.kind === "fn" || member.kind === "variable") && member.linkage === "extern";
}

function containersIn(member: Member): readonly ContainerOutline[] {
  return member.kind === "variable" ? (member.value?.containers ?? []) : [];
}
