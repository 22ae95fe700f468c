import { createHash } from 'node:crypto';

/** A uuid-shaped SHA-256 prefix of a JSON value: the same value gives the same name on every machine. */
export function identityOf(value: unknown): string {
  const hex = createHash('sha256').update(JSON.stringify(value)).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
