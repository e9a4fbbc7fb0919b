/** The part of koffi 3 that bindings use. Declared here so that this file type-checks, and loads, without koffi. */
export interface Koffi {
  load(path: string): KoffiLibrary;
  config(options?: { sync_stack_size?: number; async_stack_size?: number }): { sync_stack_size: number; async_stack_size: number };
  address(view: ArrayBufferView): number | bigint;
  view(address: number | bigint, length: number): ArrayBuffer;
  struct(members: Readonly<Record<string, KoffiType>>): KoffiStruct;
  array(type: KoffiType, length: number, hint?: "Array" | "Typed" | "String"): KoffiType;
  proto(returns: KoffiType, params: readonly KoffiType[]): KoffiType;
  pointer(type: KoffiType): KoffiType;
  readonly decode: { string(address: number | bigint): string };
}

export interface KoffiLibrary {
  func(name: string, returns: KoffiType, params: readonly KoffiType[]): (...args: never[]) => unknown;
  symbol(name: string): number | bigint;
}

/** A type's name, or an object that koffi made. */
export type KoffiType = string | object;

export interface KoffiStruct {
  readonly size: number;
  readonly alignment: number;
  readonly members: Readonly<Record<string, { readonly offset: number }>>;
}
