/**
 * A 64-bit digest of text as 16 hexadecimal digits: to notice changes, not to resist attackers. Two multiplicative 32-bit lanes
 * (cyrb53's construction), because the core may not import `node:crypto` and BigInt arithmetic is slow.
 */
export function digest(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x9e3779b1);
    b = Math.imul(b ^ code, 0x5f356495);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return hex(b) + hex(a);
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, "0");
}
