import { createHash } from 'node:crypto';

/** A uuid-shaped SHA-256 prefix of a JSON value: the same value gives the same name on every machine. */
export function identityOf(value: unknown): string {
  const hex = createHash('sha256').update(JSON.stringify(value)).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

/** `identityOf` as a UUID of version 8 (RFC 9562): never one of the random ones, version 4, in other writers' file names. */
export function fileIdentityOf(value: unknown): string {
  const variant = (digit: string): string => ((parseInt(digit, 16) & 0x3) | 0x8).toString(16);
  return identityOf(value).replace(
    /^(.{14}).(.{4})(.)/,
    (_, head: string, middle: string, digit: string) => `${head}8${middle}${variant(digit)}`,
  );
}
