import type { AbiTypePlan, BindingPlan } from "../plan/bindingPlan.ts";
import { propertyKey } from "../plan/names.ts";
import { block, list, type Lines } from "./lines.ts";

/** Signatures and layouts as the file carries them, for checks, differential tests and tracing. */
export function abiData(plan: BindingPlan): Lines {
  const source = plan.abi;
  const functions = source.functions.flatMap(({ symbol, params, returns }) => {
    const types = params.map(({ name, type }) => `{ name: ${JSON.stringify(name)}, type: ${JSON.stringify(type)} }`);
    return list(`${propertyKey(symbol)}: { `, [`params: [${types.join(", ")}]`, `returns: ${JSON.stringify(returns)}`], " },");
  });
  const types = source.types.flatMap((type) =>
    block(
      `${propertyKey(type.name)}:`,
      [
        `kind: ${JSON.stringify(type.kind)},`,
        ...block("layouts: [", type.layouts.flatMap(layoutLines), "],").map((line, i) => (i === 0 ? "layouts: [" : line)),
      ],
      "},",
    ),
  );
  return [
    "/** Layouts (bytes), signatures and the checksum of what these bindings were generated from. */",
    ...block(
      "export const abi =",
      [
        `library: ${JSON.stringify(plan.library)},`,
        `checksum: ${JSON.stringify(plan.checksum)},`,
        ...block("functions:", functions, "},"),
        ...block("types:", types, "},"),
      ],
      "} as const;",
    ),
  ];
}

function layoutLines(layout: AbiTypePlan["layouts"][number]): Lines {
  const fields = layout.fields.map(
    ({ name, type, offset }) => `${propertyKey(name)}: { type: ${JSON.stringify(type)}, offset: ${offset} }`,
  );
  const items = [
    `targets: [${layout.targets.map((target) => JSON.stringify(target)).join(", ")}]`,
    `size: ${layout.size}`,
    `align: ${layout.align}`,
    `fields: {${fields.length === 0 ? "" : ` ${fields.join(", ")} `}}`,
  ];
  return list("{ ", items, " },");
}
