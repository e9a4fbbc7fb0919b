import type { Doc } from "../model/decls.ts";
import { stemOf } from "../model/path.ts";
import type {
  ComptimeOutline,
  ContainerOutline,
  FunctionOutline,
  Member,
  Range,
  TypeOutline,
  VariableOutline,
  ZigFile,
} from "./outline.ts";

/** A container together with its place: what names mean inside it. */
export interface Scope {
  readonly file: ZigFile;
  readonly outline: ContainerOutline;
  /** Null for a file. */
  readonly parent: Scope | null;
  /** `<file>#<Outer.Inner>`; nothing after the `#` for the file itself. */
  readonly id: string;
  /** `Outer.Inner`; the stem for the file itself. */
  readonly name: string;
  /** Declared by a constant of its own, not inline in a type. */
  readonly isDeclared: boolean;
  /** Part of a constant's value: whether it exists, and is what the constant's name means, only the compiler knows. */
  readonly isAlternative: boolean;
  readonly isPub: boolean;
  readonly doc: Doc | null;
  readonly nameRange: Range;
  /** Its declaration has a syntax error: fields may be missing. */
  readonly isBroken: boolean;
  /** The first declaration of each name. */
  readonly members: ReadonlyMap<string, Declaration>;
  /** A `usingnamespace` may supply any name. */
  readonly hasUsing: boolean;
}

export type Declaration = FunctionOutline | VariableOutline;

export interface FileScopes {
  readonly root: Scope;
  /** All containers in source order, the file first. */
  readonly all: readonly Scope[];
  /** By the offset at which the container's source starts. The file itself is not in it. */
  readonly at: ReadonlyMap<number, Scope>;
}

/** Gives every container of a file its place and a name that is unique in the file. Of one outline the answer is kept. */
export function scopesOf(file: ZigFile): FileScopes {
  const known = kept.get(file);
  if (known !== undefined) return known;
  const made = makeScopes(file);
  kept.set(file, made);
  return made;
}

const kept = new WeakMap<ZigFile, FileScopes>();

function makeScopes(file: ZigFile): FileScopes {
  const build: Build = { file, all: [], at: new Map(), names: new Set() };
  const named = {
    name: stemOf(file.path),
    prefix: "",
    isDeclared: true,
    isAlternative: false,
    isPub: true,
    doc: null,
    nameRange: { start: 0, end: 0 },
    isBroken: false,
  };
  const root = addScope(build, file.root, null, named);
  return { root, all: build.all, at: build.at };
}

interface Build {
  readonly file: ZigFile;
  readonly all: Scope[];
  readonly at: Map<number, Scope>;
  readonly names: Set<string>;
}

interface Naming {
  readonly name: string;
  /** Put before the names of what is inside. */
  readonly prefix: string;
  readonly isDeclared: boolean;
  readonly isAlternative: boolean;
  readonly isPub: boolean;
  readonly doc: Doc | null;
  readonly nameRange: Range;
  readonly isBroken: boolean;
}

function addScope(build: Build, outline: ContainerOutline, parent: Scope | null, naming: Naming): Scope {
  const { file } = build;
  const { name, prefix, isDeclared, isAlternative, isPub, doc, nameRange, isBroken } = naming;
  const id = parent === null ? `${file.path}#` : `${file.path}#${name}`;
  const hasUsing = outline.members.some((member) => member.kind === "using");
  const place = { name, isDeclared, isAlternative, isPub, doc, nameRange, isBroken };
  const scope: Scope = { file, outline, parent, id, ...place, members: declarationsOf(outline), hasUsing };
  build.all.push(scope);
  if (parent !== null) build.at.set(outline.start, scope);
  outline.members.forEach((member, index) => addMember(build, scope, { member, index, prefix }));
  return scope;
}

function declarationsOf(outline: ContainerOutline): ReadonlyMap<string, Declaration> {
  const out = new Map<string, Declaration>();
  for (const member of outline.members) {
    if ((member.kind === "fn" || member.kind === "variable") && !out.has(member.name)) out.set(member.name, member);
  }
  return out;
}

interface MemberSite {
  readonly member: Member;
  readonly index: number;
  readonly prefix: string;
}

function addMember(build: Build, scope: Scope, site: MemberSite): void {
  const { member, prefix } = site;
  switch (member.kind) {
    case "variable":
      addVariable(build, scope, member, prefix);
      break;
    case "field": {
      const owner = scope.parent === null ? `${scope.name}.` : prefix;
      addInline(build, scope, member.type, owner + (member.name === "" ? String(site.index) : member.name));
      break;
    }
    case "fn":
      // Nearly none has any: no names are made for nothing.
      member.params.forEach((param, index) => {
        if (param.type.containers.length > 0) addInline(build, scope, param.type, `${prefix}${member.name}.${param.name ?? String(index)}`);
      });
      if ((member.returns?.containers.length ?? 0) > 0) addInline(build, scope, member.returns, `${prefix}${member.name}.return`);
      break;
    case "comptime":
      addBlock(build, scope, member, prefix);
      break;
    case "using":
      break;
  }
}

function addBlock(build: Build, scope: Scope, block: ComptimeOutline, prefix: string): void {
  for (const local of block.locals) addInline(build, scope, local.value, prefix + local.name);
  for (const inner of block.blocks) addBlock(build, scope, inner, prefix);
}

function addVariable(build: Build, scope: Scope, member: VariableOutline, prefix: string): void {
  const { value, type } = member;
  if ((type?.containers.length ?? 0) > 0) addInline(build, scope, type, prefix + member.name);
  if ((value?.containers.length ?? 0) === 0) return;
  const direct = value?.containers[0];
  if (value === null || direct?.start !== value.start || direct.end !== value.end) {
    addInline(build, scope, value, { valueOf: prefix + member.name });
    return;
  }
  const name = uniqueName(build, prefix + member.name);
  const { isPub, doc, nameRange, isBroken } = member;
  addScope(build, direct, scope, { name, prefix: `${name}.`, isDeclared: true, isAlternative: false, isPub, doc, nameRange, isBroken });
}

interface ValueOf {
  readonly valueOf: string;
}

/** Containers that have no name of their own get that of the thing they are part of. */
function addInline(build: Build, scope: Scope, type: TypeOutline | null, base: string | ValueOf): void {
  for (const outline of type?.containers ?? []) {
    const name = uniqueName(build, typeof base === "string" ? base : base.valueOf);
    const nameRange = { start: outline.start, end: outline.end };
    const isAlternative = typeof base !== "string";
    const place = { isDeclared: false, isAlternative, isPub: false, doc: null, nameRange, isBroken: false };
    addScope(build, outline, scope, { name, prefix: `${name}.`, ...place });
  }
}

function uniqueName(build: Build, base: string): string {
  let name = base;
  for (let count = 2; build.names.has(name); count++) name = `${base}.${count}`;
  build.names.add(name);
  return name;
}
