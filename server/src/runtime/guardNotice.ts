import type { GuardedBuffer } from "../protocol/specEvents.ts";

let waiting: GuardedBuffer[] = [];
let listener: ((buffer: GuardedBuffer) => void) | null = null;

/** Where guarded buffers lie is told to the runner, which compares it with the address of a crash. */
export function noticeGuarded(buffer: GuardedBuffer): void {
  if (listener === null) waiting.push(buffer);
  else listener(buffer);
}

/** `take` also gets those that were made while the file was imported. */
export function onGuarded(take: (buffer: GuardedBuffer) => void): void {
  listener = take;
  for (const buffer of waiting) take(buffer);
  waiting = [];
}
