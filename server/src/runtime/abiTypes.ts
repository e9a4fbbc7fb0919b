/** What this package reads of the `abi` that generated bindings export. */
export interface Abi {
  readonly functions: Readonly<Record<string, AbiFunction>>;
  readonly types: Readonly<Record<string, AbiType>>;
}

export interface AbiFunction {
  readonly params: readonly AbiParameter[];
  /** As Zig has it. */
  readonly returns: string;
}

export interface AbiParameter {
  readonly name: string;
  readonly type: string;
}

export interface AbiType {
  readonly kind: string;
  readonly layouts: readonly { readonly fields: Readonly<Record<string, { readonly type: string }>> }[];
}
