import { LakeliftError } from '../../errors/error.js';

/*
 * Roaring bitmaps in their portable form: https://github.com/RoaringBitmap/RoaringFormatSpec. Little-endian. A cookie, with runs also a
 * bit for each container that is of runs; for each container its key (the upper 16 bits of its numbers) and its count less one; offsets,
 * which a reader from first to last does not need; then the containers.
 */

/** Without containers of runs; the number of containers follows. */
const COOKIE = 12346;
/** With them; the upper 16 bits are the number of containers less one. */
const COOKIE_RUNS = 12347;
/** With runs and fewer containers than this, there are no offsets. */
const OFFSETS_FROM = 4;
/** A container of more numbers is a bit set of 8 KiB. */
const MOST_IN_ARRAY = 4096;
const CONTAINER = 0x10000;

/** A set of row numbers: one bit for each row of those stretches of 65,536 rows that have any in it. */
export class RowSet {
  readonly #stretches = new Map<number, Uint8Array>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(row: number): boolean {
    const bits = this.#stretches.get(Math.floor(row / CONTAINER));
    return bits !== undefined && (bits[(row % CONTAINER) >> 3]! & (1 << (row & 7))) !== 0;
  }

  add(row: number): void {
    const stretch = Math.floor(row / CONTAINER);
    let bits = this.#stretches.get(stretch);
    if (bits === undefined) this.#stretches.set(stretch, (bits = new Uint8Array(CONTAINER / 8)));
    const [byte, mask] = [(row % CONTAINER) >> 3, 1 << (row & 7)];
    if ((bits[byte]! & mask) === 0) this.#size += 1;
    bits[byte]! |= mask;
  }
}

/** Adds the numbers of a 32-bit roaring bitmap, each plus `base`; returns the bytes it takes. Throws CORRUPT. */
export function addRoaring(rows: RowSet, bytes: Uint8Array, base = 0): number {
  const input = new LittleEndian(bytes);
  const cookie = input.uint32();
  const hasRuns = (cookie & 0xffff) === COOKIE_RUNS;
  if (!hasRuns && cookie !== COOKIE) throw corrupt(`its cookie is ${cookie}`);
  const count = hasRuns ? (cookie >>> 16) + 1 : input.uint32();
  if (count > CONTAINER) throw corrupt(`it has ${count} containers`);
  const runs = hasRuns ? input.take((count + 7) >> 3) : new Uint8Array((count + 7) >> 3);
  const containers = Array.from({ length: count }, () => ({ key: input.uint16(), size: input.uint16() + 1 }));
  if (!hasRuns || count >= OFFSETS_FROM) input.take(4 * count);
  for (const [index, { key, size }] of containers.entries()) {
    const start = base + key * CONTAINER;
    if ((runs[index >> 3]! & (1 << (index & 7))) !== 0) addRuns(rows, input, start);
    else if (size > MOST_IN_ARRAY) addBits(rows, input.take(CONTAINER / 8), start);
    else for (let i = 0; i < size; i++) rows.add(start + input.uint16());
  }
  return input.position;
}

function addRuns(rows: RowSet, input: LittleEndian, start: number): void {
  for (let left = input.uint16(); left > 0; left--) {
    const first = input.uint16();
    const last = first + input.uint16();
    if (last >= CONTAINER) throw corrupt('a run leaves its container');
    for (let low = first; low <= last; low++) rows.add(start + low);
  }
}

function addBits(rows: RowSet, bits: Uint8Array, start: number): void {
  bits.forEach((byte, index) => {
    for (let bit = 0; bit < 8; bit++) if ((byte & (1 << bit)) !== 0) rows.add(start + 8 * index + bit);
  });
}

class LittleEndian {
  position = 0;
  readonly #view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  uint16(): number {
    return this.#view.getUint16(this.#step(2), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#step(4), true);
  }

  take(length: number): Uint8Array {
    const from = this.#step(length);
    return this.bytes.subarray(from, from + length);
  }

  #step(length: number): number {
    const from = this.position;
    if (from + length > this.bytes.length) throw corrupt('it ends within a container');
    this.position += length;
    return from;
  }
}

const corrupt = (what: string): LakeliftError => new LakeliftError('CORRUPT', `a bitmap of rows is damaged: ${what}`);
