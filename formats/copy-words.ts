/** Bytes of a word. */
const WORD = 4;

/**
 * Copies `count` bytes, a few only, as a call that copies takes longer than they do. Up to three bytes behind them are copied, too, so that it goes
 * word by word: what lies there is to be written later.
 */
export function copyWords(from: DataView, at: number, to: DataView, target: number, count: number): void {
  if (at + count + WORD > from.byteLength || target + count + WORD > to.byteLength) {
    for (let i = 0; i < count; i++) to.setInt8(target + i, from.getInt8(at + i));
  } else {
    for (let i = 0; i < count; i += WORD) to.setInt32(target + i, from.getInt32(at + i));
  }
}
