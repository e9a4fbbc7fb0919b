import type { Container, FfiModule, Field } from "../../server/src/model/decls.ts";
import { typeText } from "../../server/src/model/typeText.ts";
import type { ContainerLayouts } from "../../server/src/layout/layouts.ts";

/** A container as Zig source. */
export function declaration(module: FfiModule, container: Container): string {
  return `const ${container.name} = ${body(module, container)};`;
}

/** Silent when the compiler agrees; else one `ZBLAYOUT|type|what|engine|compiler` error a difference. */
export function assertions(container: Container, layout: ContainerLayouts): string {
  const { name } = container;
  const checks: (readonly [what: string, want: number, got: string])[] = [
    ["size", layout.size, `@sizeOf(${name})`],
    ["align", layout.align, `@alignOf(${name})`],
  ];
  if (isPacked(container)) checks.push(["bits", layout.bits, `@bitSizeOf(${name})`]);
  for (const place of layout.fields) {
    const isUnion = container.kind === "union";
    if (!isUnion) checks.push([`${place.name}.offset`, place.offset, `@offsetOf(${name}, "${place.name}")`]);
    if (!isUnion) checks.push([`${place.name}.bitOffset`, place.bitOffset, `@bitOffsetOf(${name}, "${place.name}")`]);
    checks.push([`${place.name}.size`, place.size, `@sizeOf(@FieldType(${name}, "${place.name}"))`]);
    if (isPacked(container)) checks.push([`${place.name}.bitSize`, place.bitSize, `@bitSizeOf(@FieldType(${name}, "${place.name}"))`]);
  }
  return `comptime {\n${checks.map(([what, want, got]) => `    same("${name}|${what}", ${want}, ${got});`).join("\n")}\n}`;
}

export const prelude = `
fn same(comptime what: []const u8, comptime want: u64, comptime got: u64) void {
    if (want != got) report(what, want, got);
}
fn report(comptime what: []const u8, comptime want: u64, comptime got: u64) void {
    @compileError("ZBLAYOUT|" ++ what ++ "|" ++ num(want) ++ "|" ++ num(got));
}
fn num(comptime value: u64) []const u8 {
    return @import("std").fmt.comptimePrint("{d}", .{value});
}
`;

function isPacked(container: Container): boolean {
  return (container.kind === "struct" || container.kind === "union") && container.layout === "packed";
}

function body(module: FfiModule, container: Container): string {
  switch (container.kind) {
    case "opaque":
      return "opaque {}";
    case "enum": {
      const tag = container.tag === null ? "" : `(${typeText(module, container.tag)})`;
      const values = container.values.map(({ name, value }) => `${name} = ${value ?? 0n}`);
      return `enum${tag} { ${values.join(", ")} }`;
    }
    case "struct":
    case "union": {
      const layout = container.layout === "auto" ? "" : `${container.layout} `;
      const backing = container.backing === null ? "" : `(${typeText(module, container.backing)})`;
      return `${layout}${container.kind}${backing} {\n${container.fields.map((field) => fieldText(module, field)).join("")}}`;
    }
  }
}

function fieldText(module: FfiModule, field: Field): string {
  const align = field.align === null ? "" : ` align(${field.align})`;
  return `    ${field.name}: ${typeText(module, field.type)}${align},\n`;
}
