import type { Container, FfiModule } from "../../model/decls.ts";
import type { DeclarationFile, Mirror } from "../../model/declarations.ts";
import type { Issue } from "../../model/issue.ts";
import type { Target } from "../../model/target.ts";
import { enumIssues } from "./enums.ts";
import { severityOf, sidesOf, whereText, type Keep, type Sides } from "./findings.ts";
import { mirroredType } from "./mirrored.ts";
import type { KnownLibrary, Pair } from "./pairing.ts";
import { structIssues } from "./structIssues.ts";
import { sizeText } from "./structs.ts";

export interface MirrorRequest {
  readonly libraries: readonly KnownLibrary[];
  readonly files: readonly DeclarationFile[];
  readonly pairs: readonly Pair[];
  readonly targetsOf: (library: KnownLibrary) => readonly Target[];
  readonly keep: Keep;
}

/** Structs and enums of scripts against the Zig ones of the same name. */
export function mirrorIssues(request: MirrorRequest): { readonly issues: readonly Issue[]; readonly types: number } {
  const compared = mirrorsOf(request).flatMap((mirror) => {
    const found = librariesFor(request, mirror.container).flatMap((library) => {
      const compared = request.keep(mirror.container, library, () => {
        const zig = mirroredType(mirror.container, { library, isUsed: mirror.isUsed });
        const targets = request.targetsOf(library);
        return zig === undefined ? null : { issues: compare({ module: library.module, mirror, zig, targets }), paired: 0 };
      });
      return compared === null ? [] : [compared.issues];
    });
    // A mirror that is right for one of several libraries is right.
    const best = found.find((issues) => issues.length === 0) ?? found[0];
    return best === undefined ? [] : [best];
  });
  return { issues: compared.flat(), types: compared.length };
}

/** With what declarations use: a struct behind a pointer to anything is found by its name only. */
interface NamedMirror extends Mirror {
  readonly isUsed: boolean;
  readonly containers: ReadonlyMap<string, Container>;
}

function mirrorsOf({ files, pairs }: MirrorRequest): readonly NamedMirror[] {
  const used = pairs.flatMap(({ table }) =>
    [...table.containers.values()].map((container) => ({
      container,
      dialect: table.dialect,
      size: null,
      isUsed: true,
      containers: table.containers,
    })),
  );
  const loose = files.flatMap(({ mirrors }) => {
    const containers = new Map(mirrors.map(({ container }) => [container.id, container]));
    return mirrors.map((mirror) => ({ ...mirror, isUsed: false, containers }));
  });
  return [...new Map([...used, ...loose].map((mirror) => [mirror.container.id, mirror])).values()];
}

/** The libraries that the mirror's file declares, else all. */
function librariesFor({ libraries, pairs }: MirrorRequest, { span }: Container): readonly KnownLibrary[] {
  const own = pairs.filter(({ table }) => table.span.file === span.file).map(({ library }) => library);
  return own.length > 0 ? [...new Set(own)] : libraries;
}

interface Compared {
  readonly module: FfiModule;
  readonly mirror: NamedMirror;
  readonly zig: Container;
  readonly targets: readonly Target[];
}

function compare({ module, mirror, zig, targets }: Compared): readonly Issue[] {
  const { container, size } = mirror;
  if (zig.kind === "enum" && container.kind === "enum") return enumIssues(zig, container);
  const sides = sidesOf(module, { containers: mirror.containers, span: container.span }, targets);
  const issues = structIssues(sides, zig, container, null);
  const isSized = issues.some(({ code }) => code === "abi/struct-size");
  return size === null || isSized ? issues : [...issues, ...statedSize(sides, zig, container, size)];
}

/** A size that the script states, whatever fields it lists. */
function statedSize(sides: readonly Sides[], zig: Container, container: Container, size: number): readonly Issue[] {
  const wrong = sides.flatMap((side) => {
    const layout = side.zig.layouts.container(zig.id);
    return layout.kind === "known" && layout.value.size !== size ? [{ triple: side.target.triple, size: layout.value.size }] : [];
  });
  const [first] = wrong;
  if (first === undefined) return [];
  const triples = wrong.map(({ triple }) => triple);
  const text = sizeText({ type: zig, size: first.size }, { type: container, size });
  return [
    {
      code: "abi/struct-size",
      severity: severityOf("breaks", triples.length, sides.length),
      targets: triples,
      message: text + whereText(triples, sides.length),
      zig: { span: zig.span, text: zig.name },
      ts: { span: container.span, text: container.name },
    },
  ];
}
