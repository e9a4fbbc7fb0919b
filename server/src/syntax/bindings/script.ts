import type { Range } from "../outline.ts";

/** What a parsed TypeScript or JavaScript file says, as plain data: types, comments and white space are gone. */
export interface ScriptFile {
  /** Absolute, with `/`. */
  readonly path: string;
  readonly text: string;
  /** Offset of each line's first character. */
  readonly lines: readonly number[];
  readonly statements: readonly Statement[];
  /** The first place that does not parse. */
  readonly problem: Range | null;
}

export type Expression = Range & ExpressionShape;

type ExpressionShape =
  | TextShape
  | { readonly kind: "constant"; readonly value: number | bigint | boolean | null | undefined }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "template"; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: "array"; readonly items: readonly ArrayItem[] }
  | ObjectShape
  | { readonly kind: "member"; readonly object: Expression; readonly property: string }
  | { readonly kind: "index"; readonly object: Expression; readonly index: Expression }
  | CallShape
  | { readonly kind: "function"; readonly fn: FunctionOutline }
  | { readonly kind: "class"; readonly cls: ClassOutline }
  | { readonly kind: "conditional"; readonly test: Expression; readonly then: Expression; readonly otherwise: Expression }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "unary"; readonly operator: string; readonly operand: Expression }
  | { readonly kind: "assign"; readonly target: Pattern; readonly operator: string; readonly value: Expression }
  /** `await x`, `x as T`, `(x)`, `x!`: the same value as `inner`. */
  | { readonly kind: "wrapped"; readonly inner: Expression }
  | { readonly kind: "sequence"; readonly items: readonly Expression[] }
  | { readonly kind: "this" }
  | { readonly kind: "super" }
  /** The callee of `import("x")`. */
  | { readonly kind: "import" }
  | { readonly kind: "other" };

export interface TextShape {
  readonly kind: "text";
  readonly value: string;
  /** Offset of the first character, where the text stands in the source without escapes; else null. */
  readonly content: number | null;
}

export interface ObjectShape {
  readonly kind: "object";
  readonly entries: readonly ObjectEntry[];
}

export interface CallShape {
  readonly kind: "call";
  readonly callee: Expression;
  readonly args: readonly ArrayItem[];
  readonly isNew: boolean;
}

export interface ArrayItem {
  readonly value: Expression;
  readonly isSpread: boolean;
}

/** `whole` is the entry with its comma. */
export type ObjectEntry =
  | { readonly kind: "value"; readonly key: Key; readonly value: Expression; readonly whole: Range }
  | { readonly kind: "getter"; readonly key: Key; readonly fn: FunctionOutline; readonly whole: Range }
  | { readonly kind: "spread"; readonly value: Expression; readonly whole: Range };

/** A property's name; `name` is null where `computed` must be evaluated. The range is that of the name's text, without quotes. */
export interface Key extends Range {
  readonly name: string | null;
  readonly computed: Expression | null;
}

export type Pattern =
  | (Range & { readonly kind: "name"; readonly name: string })
  | (Range & { readonly kind: "object"; readonly entries: readonly PatternEntry[]; readonly rest: Pattern | null })
  | (Range & { readonly kind: "array"; readonly items: readonly (PatternItem | null)[]; readonly rest: Pattern | null })
  /** `a.b = ..`, `a[b] = ..` */
  | (Range & { readonly kind: "place"; readonly place: Expression });

export interface PatternItem {
  readonly target: Pattern;
  readonly fallback: Expression | null;
}

export interface PatternEntry extends PatternItem {
  readonly key: Key;
}

export interface FunctionOutline extends Range {
  readonly name: string | null;
  readonly params: readonly ParamOutline[];
  /** A list of statements, or the expression of an arrow function. */
  readonly body: readonly Statement[] | Expression;
  readonly isArrow: boolean;
}

export interface ParamOutline extends PatternItem {
  readonly isRest: boolean;
  /** `constructor(private x)`: also a field. */
  readonly isField: boolean;
}

export interface ClassOutline extends Range {
  readonly name: string | null;
  readonly base: Expression | null;
  readonly members: readonly ClassMember[];
}

export type ClassMember =
  | { readonly kind: "field"; readonly key: Key; readonly value: Expression | null; readonly isStatic: boolean; readonly whole: Range }
  | { readonly kind: "method"; readonly key: Key; readonly fn: FunctionOutline; readonly isStatic: boolean; readonly isGetter: boolean }
  | { readonly kind: "block"; readonly body: readonly Statement[] };

export type Statement = Range & StatementShape;

type StatementShape =
  | { readonly kind: "variable"; readonly declarators: readonly Declarator[]; readonly isExported: boolean; readonly isVar: boolean }
  | { readonly kind: "expression"; readonly value: Expression }
  | { readonly kind: "return"; readonly value: Expression | null }
  /** `throw`, `break`, `continue`: what follows in the same list does not run. */
  | { readonly kind: "leave" }
  | { readonly kind: "block"; readonly body: readonly Statement[] }
  | { readonly kind: "if"; readonly test: Expression; readonly then: readonly Statement[]; readonly otherwise: readonly Statement[] }
  | ForShape
  | ForEachShape
  | { readonly kind: "switch"; readonly value: Expression; readonly cases: readonly SwitchCase[] }
  | { readonly kind: "try"; readonly parts: readonly (readonly Statement[])[] }
  | { readonly kind: "function"; readonly fn: FunctionOutline; readonly isExported: boolean }
  | { readonly kind: "class"; readonly cls: ClassOutline; readonly isExported: boolean }
  | { readonly kind: "enum"; readonly name: Key; readonly members: readonly EnumMember[]; readonly isExported: boolean }
  | { readonly kind: "namespace"; readonly name: string; readonly body: readonly Statement[]; readonly isExported: boolean }
  | { readonly kind: "import"; readonly source: string; readonly bindings: readonly ImportBinding[] }
  | { readonly kind: "exportNames"; readonly source: string | null; readonly names: readonly ImportBinding[] }
  | { readonly kind: "exportAll"; readonly source: string }
  | { readonly kind: "exportDefault"; readonly value: Expression };

export interface ForShape {
  readonly kind: "for";
  readonly first: readonly Statement[];
  readonly test: Expression | null;
  readonly step: Expression | null;
  readonly body: readonly Statement[];
}

export interface ForEachShape {
  readonly kind: "forEach";
  readonly target: Pattern;
  readonly isDeclaration: boolean;
  /** `for (.. in ..)`: the keys. */
  readonly isKeys: boolean;
  readonly values: Expression;
  readonly body: readonly Statement[];
}

export interface Declarator {
  readonly target: Pattern;
  readonly value: Expression | null;
}

export interface SwitchCase {
  /** Null for `default`. */
  readonly test: Expression | null;
  readonly body: readonly Statement[];
}

export interface EnumMember {
  readonly key: Key;
  readonly value: Expression | null;
}

/** `imported` is null for everything (`* as local`), `default` for the default. */
export interface ImportBinding {
  readonly imported: string | null;
  readonly local: string;
}
