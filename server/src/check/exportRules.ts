import type { Container, FfiModule, FunctionExport } from "../model/decls.ts";
import type { Issue, IssueCode } from "../model/issue.ts";
import type { Span } from "../model/span.ts";
import { typeText } from "../model/typeText.ts";
import type { Type } from "../model/types.ts";

/** Parameters and results that the compiler refuses in an exported function, with what to write instead. */
export function* exportRules(module: FfiModule): Generator<Issue> {
  const generic = new Set(module.issues.filter(({ code }) => code === "zig/generic-export").map(({ symbol }) => symbol));
  for (const item of module.exports) {
    if (item.kind !== "fn" || generic.has(item.symbol)) continue;
    for (const [index, param] of item.params.entries()) {
      if (param.isComptime) continue;
      const problem = problemOf(module, param.type, "parameter");
      if (problem === null) continue;
      const name = param.name ?? `parameter ${index}`;
      yield issue(item, problem, {
        span: param.span,
        text: param.text,
        what: `parameter ${name}`,
        parameter: param.name ?? undefined,
        index,
      });
    }
    const problem = problemOf(module, item.returns, "result");
    if (problem !== null) yield issue(item, problem, { span: item.span, text: item.returnsText, what: "result" });
  }
}

interface Problem {
  readonly code: IssueCode;
  readonly message: string;
}

interface Place {
  readonly span: Span;
  readonly text: string;
  readonly what: string;
  readonly parameter?: string | undefined;
  readonly index?: number;
}

function issue(item: FunctionExport, problem: Problem, place: Place): Issue {
  return {
    code: problem.code,
    severity: "error",
    symbol: item.symbol,
    message: `${item.symbol}: ${place.what} of type ${place.text} ${problem.message}`,
    zig: { span: place.span, text: place.text },
    ...(place.parameter === undefined ? {} : { parameter: place.parameter }),
    ...(place.index === undefined ? {} : { index: place.index }),
  };
}

function problemOf(module: FfiModule, type: Type, position: "parameter" | "result"): Problem | null {
  switch (type.kind) {
    case "pointer":
      return type.size === "slice" ? sliceProblem(module, type) : null;
    case "optional":
      return optionalProblem(module, type.child);
    case "errorUnion":
    case "errorSet":
      return {
        code: "zig/error-return",
        message: "has no C ABI: return an enum(c_int) that names the errors, and give the value back through a pointer",
      };
    case "array":
      return position === "parameter"
        ? { code: "zig/not-extern", message: "cannot be passed by value in C: take a pointer to it" }
        : { code: "zig/not-extern", message: "cannot be returned in C: wrap it in an extern struct or fill in a pointer" };
    case "named":
      return containerProblem(module.containers.get(type.id));
    case "comptime":
      return { code: "zig/generic-export", message: "exists only at compile time: export a function with concrete types" };
    case "int":
      return [0, 8, 16, 32, 64, 128].includes(type.bits)
        ? null
        : { code: "zig/not-extern", message: `has no C type: only 8, 16, 32, 64 and 128 bits have one` };
    case "anyopaque":
    case "fn":
      return { code: "zig/not-extern", message: "cannot be passed by value: take a pointer to it" };
    default:
      return null;
  }
}

function sliceProblem(module: FfiModule, type: Extract<Type, { kind: "pointer" }>): Problem {
  const many = typeText(module, { ...type, size: "many" });
  return { code: "zig/slice-param", message: `has no C ABI: take ${many} and a length (usize)` };
}

function optionalProblem(module: FfiModule, child: Type): Problem | null {
  if (child.kind === "pointer") return child.size === "slice" ? sliceProblem(module, child) : null;
  return child.kind === "unknown"
    ? null
    : { code: "zig/not-extern", message: "has no C ABI: only optional pointers have one; use a flag, or a pointer that may be null" };
}

/** Why values of a container cannot cross the C ABI. */
export function containerProblem(container: Container | undefined): Problem | null {
  if (container === undefined) return null;
  switch (container.kind) {
    case "enum":
      return container.tag === null
        ? { code: "zig/enum-without-tag", message: `has a tag that the compiler chooses: write ${container.name} = enum(c_int)` }
        : null;
    case "opaque":
      return { code: "zig/not-extern", message: "is opaque: take a pointer to it" };
    case "struct":
    case "union":
      return container.layout === "auto"
        ? {
            code: "zig/not-extern",
            message: `has no defined layout: make ${container.name} an extern ${container.kind}, or take a pointer to it`,
          }
        : null;
  }
}
