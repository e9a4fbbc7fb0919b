/** Polls until the function gives something other than undefined or false; throws with `what` after `milliseconds`. */
export async function until<T>(what: string, get: () => T | Promise<T>, milliseconds = 20_000): Promise<Exclude<T, undefined | false>> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const value = await get();
    if (value !== undefined && value !== false) return value as Exclude<T, undefined | false>;
    if (Date.now() > end) throw new Error(`waited ${milliseconds / 1000} s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
