/**
 * Unpacks `count` unsigned values of `width` bits, most significant bit first, from `bytes[at]` on into pairs of words (low, high)
 * starting at value `start`. The caller has made sure that the bytes are there.
 */
export function unpackBits(
  bytes: Uint8Array,
  at: number,
  words: Int32Array,
  start: number,
  count: number,
  width: number,
): void {
  if (width > 32) return unpackBytes(bytes, at, words, start, count, width / 8);
  if (width <= 24) return unpackNarrow(bytes, at, words, start, count, width);
  // 26, 28, 30 and 32 bits.
  let bits = 0;
  let pending = 0;
  for (let i = 2 * start; i < 2 * (start + count); i += 2) {
    let value = pending;
    let missing = width - bits;
    for (; missing >= 8; missing -= 8) value = (value << 8) | bytes[at++]!;
    bits = 0;
    pending = 0;
    if (missing > 0) {
      bits = 8 - missing;
      value = (value << missing) | (bytes[at]! >> bits);
      pending = bytes[at++]! & ((1 << bits) - 1);
    }
    words[i] = value;
    words[i + 1] = 0;
  }
}

function unpackNarrow(
  bytes: Uint8Array,
  at: number,
  words: Int32Array,
  start: number,
  count: number,
  width: number,
): void {
  const mask = (1 << width) - 1;
  let bits = 0;
  let pending = 0;
  for (let i = 2 * start; i < 2 * (start + count); i += 2) {
    // The highest bits, used up already, fall out of the 32.
    while (bits < width) {
      pending = (pending << 8) | bytes[at++]!;
      bits += 8;
    }
    bits -= width;
    words[i] = (pending >>> bits) & mask;
    words[i + 1] = 0;
  }
}

function unpackBytes(
  bytes: Uint8Array,
  at: number,
  words: Int32Array,
  start: number,
  count: number,
  width: number,
): void {
  for (let i = 2 * start; i < 2 * (start + count); i += 2) {
    let low = 0;
    let high = 0;
    for (let k = 0; k < width; k++) {
      high = (high << 8) | (low >>> 24);
      low = (low << 8) | bytes[at++]!;
    }
    words[i] = low;
    words[i + 1] = high;
  }
}
