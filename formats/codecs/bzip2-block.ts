import { Randomizer } from './bzip2-random.js';

/** Bits from the highest of each byte on. Reading past the end throws RangeError. */
export class BzipBits {
  /** In bits. */
  position = 0;

  constructor(private readonly bytes: Buffer) {}

  get left(): number {
    return this.bytes.length * 8 - this.position;
  }

  /** The bits from the byte `from` on, and those of a further piece behind them. */
  continued(from: number, piece: Buffer): BzipBits {
    const bits = new BzipBits(Buffer.concat([this.bytes.subarray(from), piece]));
    bits.position = this.position - from * 8;
    return bits;
  }

  /** Up to 32 bits as an unsigned number. */
  read(count: number): number {
    if (count > 24) return this.read(count - 16) * 65_536 + this.read(16);
    if (count > this.left) throw new RangeError('it ends early');
    const at = this.position >>> 3;
    const word =
      ((this.bytes[at]! << 24) |
        ((this.bytes[at + 1] ?? 0) << 16) |
        ((this.bytes[at + 2] ?? 0) << 8) |
        (this.bytes[at + 3] ?? 0)) >>>
      0;
    const shift = this.position & 7;
    this.position += count;
    return count === 0 ? 0 : ((word << shift) >>> 0) >>> (32 - count);
  }

  /** To the next whole byte. */
  align(): void {
    this.position = (this.position + 7) & ~7;
  }
}

/** Symbols behind which another Huffman table may be chosen. */
const GROUP = 50;
const LONGEST_CODE = 20;

/** A Huffman table by code length: the codes of a length are `first` and the `count - 1` after it; `symbols` are in the order of codes. */
interface HuffmanTable {
  readonly limits: Int32Array;
  readonly offsets: Int32Array;
  readonly symbols: Uint16Array;
  readonly shortest: number;
}

/** Expands one block behind its magic and checksum; `checksum` is that of the bytes. Throws RangeError. */
export function bzip2Block(bits: BzipBits, blockSize: number): { readonly bytes: Buffer; readonly checksum: number } {
  const randomizer = bits.read(1) === 0 ? undefined : new Randomizer();
  const origin = bits.read(24);
  const used = usedBytes(bits);
  const symbols = used.length + 2;
  const tableCount = bits.read(3);
  const selectors = readSelectors(bits, tableCount);
  const tables = Array.from({ length: tableCount }, () => readTable(bits, symbols));
  const { column, length } = readColumn(bits, { used, selectors, tables, end: symbols - 1, blockSize });
  if (origin >= length) throw new RangeError('the origin of a block is outside of it');
  return lastStage(column, length, origin, randomizer);
}

/** The bytes that occur in the block. */
function usedBytes(bits: BzipBits): number[] {
  const ranges = bits.read(16);
  const used: number[] = [];
  for (let range = 0; range < 16; range++) {
    if ((ranges & (0x8000 >> range)) === 0) continue;
    const map = bits.read(16);
    for (let i = 0; i < 16; i++) if ((map & (0x8000 >> i)) !== 0) used.push(range * 16 + i);
  }
  if (used.length === 0) throw new RangeError('a block uses no byte');
  return used;
}

/** Which table each group of symbols uses, in the move-to-front form. */
function readSelectors(bits: BzipBits, tableCount: number): Uint8Array {
  const count = bits.read(15);
  if (tableCount < 2 || tableCount > 6 || count === 0) throw new RangeError('a block has a wrong number of tables');
  const order = Array.from({ length: tableCount }, (_, i) => i);
  const selectors = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    let place = 0;
    while (bits.read(1) === 1) if (++place >= tableCount) throw new RangeError('a block chooses a table it has not');
    const [table] = order.splice(place, 1);
    order.unshift(table!);
    selectors[i] = table!;
  }
  return selectors;
}

function readTable(bits: BzipBits, symbolCount: number): HuffmanTable {
  const lengths = new Uint8Array(symbolCount);
  let length = bits.read(5);
  for (let symbol = 0; symbol < symbolCount; symbol++) {
    for (;;) {
      if (length < 1 || length > LONGEST_CODE) throw new RangeError('a block has a code of wrong length');
      if (bits.read(1) === 0) break;
      length += bits.read(1) === 0 ? 1 : -1;
    }
    lengths[symbol] = length;
  }
  const symbols = new Uint16Array(symbolCount);
  const limits = new Int32Array(LONGEST_CODE + 2).fill(-1);
  const offsets = new Int32Array(LONGEST_CODE + 2);
  let code = 0;
  let index = 0;
  for (let size = 1; size <= LONGEST_CODE; size++) {
    offsets[size] = index - code;
    for (let symbol = 0; symbol < symbolCount; symbol++) {
      if (lengths[symbol] === size) {
        symbols[index++] = symbol;
        code += 1;
      }
    }
    limits[size] = code - 1;
    code <<= 1;
  }
  return { limits, offsets, symbols, shortest: Math.min(...lengths) };
}

function readSymbol(bits: BzipBits, { limits, offsets, symbols, shortest }: HuffmanTable): number {
  let code = bits.read(shortest);
  for (let size = shortest; size <= LONGEST_CODE; size++) {
    const index = code + offsets[size]!;
    if (code <= limits[size]! && index >= 0) {
      if (index < symbols.length) return symbols[index]!;
      break;
    }
    code = (code << 1) | bits.read(1);
  }
  throw new RangeError('a block has a code that stands for nothing');
}

interface Coded {
  readonly used: readonly number[];
  readonly selectors: Uint8Array;
  readonly tables: readonly HuffmanTable[];
  /** The symbol that ends the block. */
  readonly end: number;
  readonly blockSize: number;
}

/** The last column of the Burrows-Wheeler transform: undoes Huffman codes, runs of the front symbol and move-to-front. */
function readColumn(
  bits: BzipBits,
  { used, selectors, tables, end, blockSize }: Coded,
): { column: Uint32Array; length: number } {
  const column = new Uint32Array(blockSize);
  const order = Uint8Array.from(used);
  let length = 0;
  let run = 0;
  let weight = 1;
  for (let read = 0; ; read++) {
    const selector = selectors[Math.floor(read / GROUP)];
    if (selector === undefined) throw new RangeError('a block is longer than it says');
    const symbol = readSymbol(bits, tables[selector]!);
    if (symbol <= 1) {
      run += weight << symbol;
      weight <<= 1;
      if (run > blockSize) throw new RangeError('a block is longer than its level allows');
      continue;
    }
    if (length + run > blockSize) throw new RangeError('a block is longer than its level allows');
    column.fill(order[0]!, length, length + run);
    length += run;
    run = 0;
    weight = 1;
    if (symbol === end) return { column, length };
    if (length === blockSize) throw new RangeError('a block is longer than its level allows');
    const byte = order[symbol - 1]!;
    order.copyWithin(1, 0, symbol - 1);
    order[0] = byte;
    column[length++] = byte;
  }
}

/** Undoes the transform and the first run-length stage: four equal bytes are followed by how many more there are. */
function lastStage(
  column: Uint32Array,
  length: number,
  origin: number,
  randomizer: Randomizer | undefined,
): { bytes: Buffer; checksum: number } {
  const starts = new Uint32Array(256);
  for (let i = 0; i < length; i++) starts[column[i]!]! += 1;
  for (let byte = 0, sum = 0; byte < 256; byte++) {
    const count = starts[byte]!;
    starts[byte] = sum;
    sum += count;
  }
  for (let i = 0; i < length; i++) column[starts[column[i]! & 0xff]!++]! |= i << 8;
  let output = Buffer.allocUnsafe(length * 2);
  let size = 0;
  let checksum = -1;
  let repeats = 0;
  let previous = -1;
  let at = column[origin]! >>> 8;
  for (let i = 0; i < length; i++) {
    const entry = column[at]!;
    at = entry >>> 8;
    const byte = randomizer === undefined ? entry & 0xff : (entry & 0xff) ^ randomizer.next();
    const count = repeats === 4 ? byte : 1;
    const written = repeats === 4 ? previous : byte;
    if (size + count > output.length) output = Buffer.concat([output, Buffer.allocUnsafe(output.length)]);
    output.fill(written, size, size + count);
    size += count;
    for (let k = 0; k < count; k++) checksum = (checksum << 8) ^ CRC[(checksum >>> 24) ^ written]!;
    if (repeats === 4) {
      repeats = 0;
      previous = -1;
    } else {
      repeats = byte === previous ? repeats + 1 : 1;
      previous = byte;
    }
  }
  return { bytes: output.subarray(0, size), checksum: ~checksum >>> 0 };
}

/** CRC-32 from the highest bit on, unlike zip's. */
const CRC = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
});
