import { createRequire } from "node:module";
import { callerFile } from "./failures.ts";

export interface GuardedMemory {
  /** Whole pages. */
  readonly memory: ArrayBuffer;
  readonly address: number;
  readonly pageSize: number;
}

/** At least `bytes` of memory between two pages that cannot be accessed. */
export function guardedMemory(bytes: number): GuardedMemory {
  const koffi = projectKoffi();
  system ??= process.platform === "win32" ? windowsPages(koffi) : posixPages(koffi);
  const { pageSize, reserve, forbid } = system;
  const size = Math.max(1, Math.ceil(bytes / pageSize)) * pageSize;
  const first = reserve(size + 2 * pageSize);
  forbid(first, pageSize);
  forbid(first + pageSize + size, pageSize);
  const address = first + pageSize;
  return { memory: koffi.view(address, size), address, pageSize };
}

/** The part of koffi that is used here. */
interface Koffi {
  load(path: string | null): { func(name: string, returns: string, params: readonly string[]): (...args: readonly number[]) => number };
  view(address: number, length: number): ArrayBuffer;
}

interface Pages {
  readonly pageSize: number;
  /** Readable and writable pages; their address. */
  readonly reserve: (bytes: number) => number;
  readonly forbid: (address: number, bytes: number) => void;
}

let system: Pages | undefined;

/** Native code belongs to the project: it is loaded from where the spec file lies, else from the working directory. */
function projectKoffi(): Koffi {
  let problem: unknown;
  for (const from of [callerFile() ?? [], `${process.cwd()}/`].flat()) {
    try {
      return createRequire(from)("koffi") as Koffi;
    } catch (error) {
      problem = error;
    }
  }
  throw new Error('guarded() needs koffi in this project: run "npm install koffi"', { cause: problem });
}

function posixPages(koffi: Koffi): Pages {
  // The process itself: libc is part of it under whatever name.
  const libc = koffi.load(null);
  const mmap = libc.func("mmap", "intptr_t", ["uintptr_t", "size_t", "int", "int", "int", "int64_t"]);
  const mprotect = libc.func("mprotect", "int", ["uintptr_t", "size_t", "int"]);
  const readWrite = 1 | 2;
  const privateAnonymous = process.platform === "linux" ? 0x22 : 0x1002;
  return {
    pageSize: libc.func("getpagesize", "int", [])(),
    reserve: (bytes) => {
      const address = mmap(0, bytes, readWrite, privateAnonymous, -1, 0);
      if (address === -1) throw new Error(`guarded: the system gave no ${bytes} bytes of memory`);
      return address;
    },
    forbid: (address, bytes) => {
      if (mprotect(address, bytes, 0) !== 0) throw new Error("guarded: the system did not protect a page");
    },
  };
}

function windowsPages(koffi: Koffi): Pages {
  const kernel = koffi.load("kernel32.dll");
  const allocate = kernel.func("VirtualAlloc", "uintptr_t", ["uintptr_t", "size_t", "uint32_t", "uint32_t"]);
  const protect = kernel.func("VirtualProtect", "int", ["uintptr_t", "size_t", "uint32_t", "uint32_t *"]) as unknown as (
    ...args: readonly [number, number, number, Uint32Array]
  ) => number;
  const [reserveAndCommit, readWrite, noAccess] = [0x3000, 0x04, 0x01];
  const previous = new Uint32Array(1);
  return {
    // The same on all machines that Node runs on.
    pageSize: 4096,
    reserve: (bytes) => {
      const address = allocate(0, bytes, reserveAndCommit, readWrite);
      if (address === 0) throw new Error(`guarded: the system gave no ${bytes} bytes of memory`);
      return address;
    },
    forbid: (address, bytes) => {
      if (protect(address, bytes, noAccess, previous) === 0) throw new Error("guarded: the system did not protect a page");
    },
  };
}
