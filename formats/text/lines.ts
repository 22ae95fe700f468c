import { LakeliftError } from '../../errors/error.js';

/** Lines that lie in one piece of memory. */
export interface Lines {
  readonly bytes: Buffer;
  /** Start and end of each line in turn. */
  readonly bounds: readonly number[];
  /** Where `bytes` begin in the file, after decompression. */
  readonly offset: number;
}

/** A longer line is refused: it is no text file, or none that fits in memory. */
const LONGEST_LINE = 256 * 1024 * 1024;

const LF = 0x0a;
const CR = 0x0d;
const BYTE_ORDER_MARK = Buffer.of(0xef, 0xbb, 0xbf);

/**
 * Parts bytes into lines, which end with LF, CR or both; the last one may have no end. A byte order mark before the first is dropped.
 * Throws REFUSED for a line longer than `longest` bytes.
 * Source: org.apache.hadoop.util.LineReader.readDefaultLine, org.apache.hadoop.mapred.LineRecordReader.skipUtfByteOrderMark.
 */
export async function* textLines(chunks: AsyncIterable<Buffer>, longest = LONGEST_LINE): AsyncGenerator<Lines> {
  const open = new OpenLine(longest);
  let afterCr = false;
  for await (const { bytes, offset } of pieces(chunks)) {
    const start = afterCr && bytes[0] === LF ? 1 : 0;
    const { bounds, rest } = parted(bytes, start);
    afterCr = bytes.at(-1) === CR;
    if (bounds.length > 0 && open.length > 0) {
      yield open.close(bytes.subarray(start, bounds[1]));
      bounds.splice(0, 2);
    }
    if (bounds.length > 0) yield { bytes, bounds, offset };
    if (rest < bytes.length) open.add(bytes.subarray(rest), offset + rest);
  }
  if (open.length > 0) yield open.close(Buffer.alloc(0));
}

/** The whole lines of a piece, and where the rest begins. */
function parted(bytes: Buffer, start: number): { bounds: number[]; rest: number } {
  const bounds: number[] = [];
  let rest = start;
  let cr = bytes.indexOf(CR, start);
  for (let lf = bytes.indexOf(LF, start); ; lf = bytes.indexOf(LF, rest)) {
    while (cr >= 0 && (lf < 0 || cr < lf)) {
      bounds.push(rest, cr);
      rest = cr + 1 === lf ? lf + 1 : cr + 1;
      cr = bytes.indexOf(CR, rest);
    }
    if (lf < 0) return { bounds, rest };
    if (lf < rest) continue;
    bounds.push(rest, lf);
    rest = lf + 1;
  }
}

/** A line of which more may come. */
class OpenLine {
  private parts: Buffer[] = [];
  private offset = 0;
  length = 0;

  constructor(private readonly longest: number) {}

  add(part: Buffer, offset: number): void {
    if (this.length === 0) this.offset = offset;
    this.parts.push(part);
    this.length += part.length;
    if (this.length <= this.longest) return;
    throw new LakeliftError('REFUSED', `a line is longer than ${this.longest} bytes`, {
      offset: this.offset,
      next: 'see whether the file is text; rewrite it as Parquet, or leave its table out with --tables',
    });
  }

  close(end: Buffer): Lines {
    this.add(end, this.offset);
    const line = { bytes: Buffer.concat(this.parts), bounds: [0, this.length], offset: this.offset };
    this.parts = [];
    this.length = 0;
    return line;
  }
}

/** The bytes with their offset, without the mark and without empty pieces. */
async function* pieces(chunks: AsyncIterable<Buffer>): AsyncGenerator<{ bytes: Buffer; offset: number }> {
  let head: Buffer = Buffer.alloc(0);
  let offset = 0;
  for await (const chunk of chunks) {
    if (offset === 0) {
      head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
      if (head.length < BYTE_ORDER_MARK.length) continue;
      offset = BYTE_ORDER_MARK.equals(head.subarray(0, BYTE_ORDER_MARK.length)) ? BYTE_ORDER_MARK.length : 0;
      if (head.length > offset) yield { bytes: head.subarray(offset), offset };
      offset = head.length;
    } else if (chunk.length > 0) {
      yield { bytes: chunk, offset };
      offset += chunk.length;
    }
  }
  if (offset === 0 && head.length > 0) yield { bytes: head, offset };
}
