import type { Container, FfiModule } from "../model/decls.ts";
import type { Target } from "../model/target.ts";
import { typeText } from "../model/typeText.ts";
import { createLayouts, type ContainerLayouts, type Layouts } from "./layouts.ts";
import type { Provenance, Refined } from "./refine.ts";

/** `dump --stage layout`. Sizes, alignments and offsets in bytes, bit members in bits; integers beyond 2^53 as decimal strings. */
export interface LayoutDump {
  readonly target: string;
  /** Every number below is the compiler's. */
  readonly verified: boolean;
  readonly types: readonly TypeDump[];
  readonly unknown: readonly { readonly name: string; readonly reason: string; readonly file?: string }[];
}

export interface TypeDump {
  readonly name: string;
  readonly kind: string;
  readonly file?: string;
  readonly size: number;
  readonly align: number;
  readonly fields: readonly FieldDump[];
  /** Only when verified: whether our own rules gave the same answer, or the compiler alone gave one. */
  readonly provenance?: Provenance;
  readonly tag?: string;
  readonly values?: readonly { readonly name: string; readonly value: number | string | null }[];
}

export interface FieldDump {
  readonly name: string;
  readonly type: string;
  readonly offset: number;
  readonly size: number;
  readonly bitOffset: number;
  readonly bitSize: number;
}

export interface DumpOptions {
  /** The file whose containers are listed. */
  readonly file: string;
  /** List those of all files of the closure, each with its `file`. */
  readonly closure: boolean;
  /** How paths are shown. */
  readonly showPath: (path: string) => string;
}

export function dumpLayout(module: FfiModule, target: Target, options: DumpOptions): LayoutDump {
  return { target: target.triple, verified: false, ...listed(module, createLayouts(module, target), options) };
}

/** With what the compiler says; containers that only it sees are listed with the closure. */
export function dumpVerifiedLayout({ module, layouts, provenance }: Refined, options: DumpOptions): LayoutDump {
  return { target: layouts.target.triple, verified: true, ...listed(module, layouts, options, provenance) };
}

function listed(
  module: FfiModule,
  layouts: Layouts,
  options: DumpOptions,
  provenance?: (id: string) => Provenance | undefined,
): Pick<LayoutDump, "types" | "unknown"> {
  const types: TypeDump[] = [];
  const unknown: { name: string; reason: string; file?: string }[] = [];
  for (const container of module.containers.values()) {
    const isForeign = container.id.startsWith("compiler#");
    if (!options.closure && (isForeign || container.span.file !== options.file)) continue;
    const file = options.closure && !isForeign ? { file: options.showPath(container.span.file) } : {};
    const layout = layouts.container(container.id);
    if (layout.kind === "unknown") {
      unknown.push({ name: container.name, reason: layout.reason, ...file });
      continue;
    }
    const from = provenance?.(container.id);
    const dumped = { name: container.name, kind: kindText(container), ...file, ...typeDump(module, container, layout.value) };
    types.push(from === undefined ? dumped : { ...dumped, provenance: from });
  }
  return { types, unknown };
}

/** `extern struct`, `packed union`, `enum`, `opaque`, `struct` for automatic layout. */
export function kindText(container: Container): string {
  if (container.kind !== "struct" && container.kind !== "union") return container.kind;
  return container.layout === "auto" ? container.kind : `${container.layout} ${container.kind}`;
}

/** An integer for JSON: exact, so beyond 2^53 a decimal string. */
export function jsonInteger(value: bigint): number | string {
  return value >= -(2n ** 53n) && value <= 2n ** 53n ? Number(value) : value.toString();
}

function typeDump(module: FfiModule, container: Container, layout: ContainerLayouts): Omit<TypeDump, "name" | "kind" | "file"> {
  const fields = layout.fields.map((field) => ({
    name: field.name,
    type: typeText(module, field.type),
    offset: field.offset,
    size: field.size,
    bitOffset: field.bitOffset,
    bitSize: field.bitSize,
  }));
  const base = { size: layout.size, align: layout.align, fields };
  if (container.kind !== "enum" || container.tag === null) return base;
  const values = container.values.map(({ name, value }) => ({ name, value: value === null ? null : jsonInteger(value) }));
  return { ...base, tag: typeText(module, container.tag), values };
}
