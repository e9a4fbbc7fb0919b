/**
 * Node types and field names of tree-sitter-zig 1.1.2. The grammar may rename its nodes, so no other file spells one.
 */
export const nodes = {
  argumentList: "arguments",
  block: "block",
  builtinCall: "builtin_function",
  builtinName: "builtin_identifier",
  byteAlignment: "byte_alignment",
  callingConvention: "calling_convention",
  comment: "comment",
  comptime: "comptime_declaration",
  error: "ERROR",
  field: "container_field",
  fn: "function_declaration",
  identifier: "identifier",
  parameter: "parameter",
  parameters: "parameters",
  payload: "payload",
  test: "test_declaration",
  using: "using_namespace_declaration",
  variable: "variable_declaration",
} as const;

/** Anonymous nodes: keywords and punctuation. */
export const tokens = {
  comptime: "comptime",
  const: "const",
  enum: "enum",
  export: "export",
  extern: "extern",
  open: "(",
  openBrace: "{",
  closeBrace: "}",
  packed: "packed",
  comma: ",",
  equals: "=",
  pub: "pub",
  threadlocal: "threadlocal",
  var: "var",
  variadic: "...",
} as const;

export const fields = { name: "name", type: "type", body: "body" } as const;

/** Nodes under which a statement runs only sometimes, or with captured names. */
export const conditionalNodes: ReadonlySet<string> = new Set([
  "if_statement",
  "if_expression",
  "switch_expression",
  "for_statement",
  "for_expression",
  "while_statement",
  "while_expression",
]);

export const containerKinds: ReadonlyMap<string, "struct" | "union" | "enum" | "opaque"> = new Map([
  ["struct_declaration", "struct"],
  ["union_declaration", "union"],
  ["enum_declaration", "enum"],
  ["opaque_declaration", "opaque"],
]);
