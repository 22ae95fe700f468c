/**
 * Unpacks `count` values of `width` bits, most significant bit first, from `bytes[at]` on into pairs of words (low, high) starting at value
 * `start`; signed ones are zigzag decoded. The caller has made sure that the bytes are there.
 */
export function unpackBits(
  bytes: Uint8Array,
  at: number,
  words: Int32Array,
  start: number,
  count: number,
  width: number,
  signed: boolean,
): void {
  if (width > 32) return unpackBytes(bytes, at, words, start, count, width / 8, signed);
  const inside = Math.min(count, Math.max(0, Math.ceil((8 * (bytes.length - at - MOST_BYTES + 1)) / width)));
  unpackWords(bytes, at, 0, words, start, inside, width, signed);
  if (inside === count) return;
  // What is read beyond the last values has to be there.
  const first = at + ((inside * width) >>> 3);
  const end = new Uint8Array(2 * MOST_BYTES);
  end.set(bytes.subarray(first));
  unpackWords(end, 0, (inside * width) & 7, words, start + inside, count - inside, width, signed);
}

/** That up to 32 bits lie in. */
const MOST_BYTES = 5;

/** The first value begins with the bit `bit` of `bytes[at]`; the five bytes from the first of each value on are read. */
function unpackWords(
  bytes: Uint8Array,
  at: number,
  bit: number,
  words: Int32Array,
  start: number,
  count: number,
  width: number,
  signed: boolean,
): void {
  const unused = 32 - width;
  const signBits = signed ? 1 : 0;
  for (let i = 2 * start; i < 2 * (start + count); i += 2) {
    const from = at + (bit >>> 3);
    const skipped = bit & 7;
    const word = (bytes[from]! << 24) | (bytes[from + 1]! << 16) | (bytes[from + 2]! << 8) | bytes[from + 3]!;
    const value = ((word << skipped) | (bytes[from + 4]! >>> (8 - skipped))) >>> unused;
    const sign = -(value & signBits);
    words[i] = (value >>> signBits) ^ sign;
    words[i + 1] = sign;
    bit += width;
  }
}

/** Values of whole bytes. */
function unpackBytes(
  bytes: Uint8Array,
  at: number,
  words: Int32Array,
  start: number,
  count: number,
  width: number,
  signed: boolean,
): void {
  for (let i = 2 * start; i < 2 * (start + count); i += 2) {
    let low = 0;
    let high = 0;
    for (let k = 0; k < width; k++) {
      high = (high << 8) | (low >>> 24);
      low = (low << 8) | bytes[at++]!;
    }
    const sign = signed ? -(low & 1) : 0;
    words[i] = signed ? ((low >>> 1) | (high << 31)) ^ sign : low;
    words[i + 1] = signed ? (high >>> 1) ^ sign : high;
  }
}
