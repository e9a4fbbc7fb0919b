export function info(_library: string, _options: object): Promise<number> {
  return Promise.resolve(0);
}
