/** The number that big-endian bytes hold in two's complement, as files store decimals; undefined for no bytes. */
export function twosComplement(bytes: Uint8Array): bigint | undefined {
  if (bytes.length === 0) return undefined;
  const unsigned = BigInt(`0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`);
  return BigInt.asIntN(8 * bytes.length, unsigned);
}
