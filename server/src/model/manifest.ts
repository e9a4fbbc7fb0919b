/** Prefix of the symbol by which a library carries our ABI manifest: it is no function of the user's. */
export const manifestSymbolPrefix = "zig_ffi_abi_";
