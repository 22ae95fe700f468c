/*
 * Paimon's BinaryRow, little-endian: one byte row kind, null bits from bit 8 on, padded to 8 bytes; one 8-byte slot per field; then the
 * variable part, each piece padded to 8. In a manifest a row is preceded by its arity as a big-endian int32.
 */

/** Widest DECIMAL kept as an int64; wider ones are 16 reserved bytes in the variable part. */
export const COMPACT_DECIMAL = 18;
/** Widest TIMESTAMP kept as int64 milliseconds; finer ones keep the milliseconds in the variable part. */
export const COMPACT_TIMESTAMP = 3;
export const NANOS_PER_MILLI = 1_000_000n;

/** Row kind and null bits. */
export const bitSetBytes = (arity: number): number => Math.floor((arity + 63 + 8) / 64) * 8;
