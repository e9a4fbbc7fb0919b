import type { EnumContainer } from "../../model/decls.ts";
import type { Issue } from "../../model/issue.ts";
import { plainName } from "./names.ts";

/** An enum of a script with the name of a Zig one: values of equal names must be equal. */
export function enumIssues(zig: EnumContainer, mirror: EnumContainer): readonly Issue[] {
  const values = new Map(zig.values.map((value) => [plainName(value.name), value]));
  const prefix = commonPrefix(mirror, values);
  const ownOf = (name: string): EnumContainer["values"][number] | undefined => values.get(plainName(name).slice(prefix.length));
  const shared = mirror.values.filter(({ name }) => ownOf(name) !== undefined);
  // Two enums that merely have a common word are not the same one.
  if (shared.length * 2 < mirror.values.length) return [];
  return shared.flatMap((value): readonly Issue[] => {
    const own = ownOf(value.name);
    if (own?.value === undefined || own.value === null || value.value === null || own.value === value.value) return [];
    return [
      {
        code: "abi/enum-value",
        severity: "error",
        message: `${zig.name}.${own.name} is ${String(own.value)} in Zig, ${mirror.name}.${value.name} is ${String(value.value)}: the one is taken for another`,
        zig: { span: own.span, text: own.name },
        ts: { span: value.span, text: value.name },
      },
    ];
  });
}

/** `MODE_READ`, `MODE_WRITE` for `read`, `write`: the enum's own name before each value. */
function commonPrefix({ name, values }: EnumContainer, zig: ReadonlyMap<string, unknown>): string {
  const prefix = plainName(name);
  const plain = values.map((value) => plainName(value.name));
  return !plain.some((each) => zig.has(each)) && plain.every((each) => each.startsWith(prefix)) ? prefix : "";
}
