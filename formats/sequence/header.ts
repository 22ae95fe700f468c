import { LakeliftError } from '../../errors/error.js';
import type { ByteSource } from '../byte-source.js';
import { readHeader } from '../header.js';
import { corruptSequence, WritableInput } from '../writable-input.js';

/* Source: org.apache.hadoop.io.SequenceFile, "SequenceFile Formats". */

const MAGIC = 'SEQ';
export const SYNC_BYTES = 16;
const TEXT = 'org.apache.hadoop.io.Text';
const BYTES = 'org.apache.hadoop.io.BytesWritable';

export interface SequenceHeader {
  readonly values: 'text' | 'bytes';
  readonly compression: 'none' | 'record' | 'block';
  /** Class name of the codec, where there is compression. */
  readonly codec?: string;
  readonly sync: Uint8Array;
  /** Offset of the first record. */
  readonly dataStart: number;
}

/** Reads the header. Throws CORRUPT when the file is no SequenceFile, REFUSED for old versions and values that are no rows of text. */
export const readSequenceHeader = (source: ByteSource): Promise<SequenceHeader> => readHeader(source, parseHeader);

function parseHeader(bytes: Uint8Array): SequenceHeader {
  const input = new WritableInput(bytes, 0);
  if (new TextDecoder('latin1').decode(input.raw(MAGIC.length)) !== MAGIC) {
    throw corruptSequence('does not start as a SequenceFile does', 0);
  }
  const version = input.raw(1)[0]!;
  if (version !== 5 && version !== 6) throw refused(`the file is of version ${version} of SequenceFile`);
  input.text();
  const values = valuesOf(input.text());
  const compressed = input.boolean();
  const blocks = input.boolean();
  const codec = compressed ? input.text() : undefined;
  if (version === 6) skipMetadata(input);
  const compression = blocks ? 'block' : compressed ? 'record' : 'none';
  if (blocks && !compressed) throw corruptSequence('has blocks without compression', 0);
  const header = { values, compression, sync: input.raw(SYNC_BYTES).slice(), dataStart: input.read } as const;
  return codec === undefined ? header : { ...header, codec };
}

function valuesOf(className: string): 'text' | 'bytes' {
  if (className === TEXT) return 'text';
  if (className === BYTES) return 'bytes';
  throw refused(`its values are of the class ${className}; Text and BytesWritable are read`);
}

function skipMetadata(input: WritableInput): void {
  for (let left = input.int(); left > 0; left--) {
    input.sized();
    input.sized();
  }
}

function refused(why: string): LakeliftError {
  return new LakeliftError('REFUSED', why, {
    next: 'rewrite the file in another format, or leave its table out with --tables',
  });
}
