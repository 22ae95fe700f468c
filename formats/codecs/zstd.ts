import { Decompress } from 'fzstd';
import * as zlib from 'node:zlib';

type Inflate = (
  input: Uint8Array,
  options: { readonly maxOutputLength: number; readonly info: true },
) => { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } };
/** Node has it from 22.15 on. */
const native = (zlib as { readonly zstdDecompressSync?: Inflate }).zstdDecompressSync;

/** Decompresses Zstandard frames of at most `limit` bytes. Throws for damaged ones and for more. */
export function decompressZstd(input: Uint8Array, limit: number): Uint8Array {
  if (native === undefined) return inflate(input, limit);
  const { buffer, engine } = native(input, { maxOutputLength: limit, info: true });
  // Node's decoder ends with the first frame, and does not mind what follows.
  return engine.bytesWritten === input.length ? buffer : inflate(input, limit);
}

function inflate(input: Uint8Array, limit: number): Uint8Array {
  if (windowBits(input) > MAX_WINDOW_BITS) throw new RangeError('a Zstandard frame wants too much memory');
  const parts: Uint8Array[] = [];
  let total = 0;
  const stream = new Decompress((part) => {
    total += part.length;
    if (total > limit) throw new RangeError(`a Zstandard frame is longer than ${limit} bytes`);
    parts.push(part);
  });
  stream.push(input, true);
  return Buffer.concat(parts, total);
}

/** As zstd itself has it by default. */
const MAX_WINDOW_BITS = 27;

/** Of the memory a frame asks for, by its header (RFC 8878, 3.1.1.1). */
function windowBits(frame: Uint8Array): number {
  const descriptor = frame[4] ?? 0;
  const singleSegment = (descriptor & 0x20) !== 0;
  if (!singleSegment) return 11 + ((frame[5] ?? 0) >> 3);
  const size = Buffer.from(frame.subarray(5 + [0, 1, 2, 4][descriptor & 3]!)).subarray(0, 1 << (descriptor >> 6));
  return size.length === 0 ? 0 : Math.log2(1 + size.readUIntLE(0, Math.min(size.length, 6)));
}
