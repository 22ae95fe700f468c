import type { Scalar } from '../formats/index.js';

/** A value for people; bytes as text where they are UTF-8, else in hex. */
export function showScalar(value: Scalar | undefined): string {
  if (value === undefined) return 'unknown';
  if (!(value instanceof Uint8Array)) return String(value);
  try {
    return JSON.stringify(new TextDecoder('utf-8', { fatal: true }).decode(value));
  } catch {
    return `0x${Buffer.from(value).toString('hex')}`;
  }
}
