/** How far a native number may be from the reference's: units in the last place, or a fraction of the larger one. Default: equal. */
export type Tolerance = { readonly ulp: number } | { readonly relative: number };

export type AnyCall = (...args: readonly unknown[]) => unknown;
