/** One JSON line each, from the extension host to the adapter. */
export type HostMessage =
  | { readonly kind: "start" }
  | { readonly kind: "output"; readonly stream: "stdout" | "stderr"; readonly text: string }
  | { readonly kind: "verdict"; readonly code: number };

/** Environment of the extension host. */
export const hostVariables = { socket: "ZIG_FFI_HOST_SOCKET", tests: "ZIG_FFI_HOST_TESTS", window: "ZIG_FFI_HOST_WINDOW" } as const;
