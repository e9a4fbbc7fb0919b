import type { Elsewhere } from "../model/decls.ts";
import type { ContainerOutline, Member, ZigFile } from "./outline.ts";

/** What files take from other places than each other; null where it is nothing. */
export function elsewhereOf(files: readonly ZigFile[]): Elsewhere | null {
  const packages = new Set(files.flatMap(({ imports }) => imports.map(({ path }) => path).filter(isPackage)));
  const externs = new Set(files.flatMap(({ root }) => externsIn(root)));
  return packages.size + externs.size === 0 ? null : { packages: [...packages], externs: [...externs] };
}

const ownNames = new Set(["std", "builtin", "root"]);

function isPackage(path: string): boolean {
  return !ownNames.has(path) && !/\.(?:zig|zon)$/.test(path);
}

function externsIn({ members }: ContainerOutline): readonly string[] {
  return members.flatMap((member) => [...(isExtern(member) ? [member.name] : []), ...containersIn(member).flatMap(externsIn)]);
}

type Linked = Extract<Member, { linkage: unknown }>;

function isExtern(member: Member): member is Linked {
  return (member.kind === "fn" || member.kind === "variable") && member.linkage === "extern";
}

function containersIn(member: Member): readonly ContainerOutline[] {
  return member.kind === "variable" ? (member.value?.containers ?? []) : [];
}
