import { LakeliftError } from '../../errors/error.js';
import type { ByteSource } from '../byte-source.js';
import { readHeader } from '../header.js';
import { corruptSequence, WritableInput } from '../writable-input.js';

/* Source: org.apache.hadoop.hive.ql.io.RCFile, "RCFile Formats". */

export const SYNC_BYTES = 16;
/** Before Hive 0.9 an RCFile called itself a SequenceFile of these. */
const OLD_KEYS = 'org.apache.hadoop.hive.ql.io.RCFile$KeyBuffer';
const OLD_SEQUENCE_VERSION = 6;
const COLUMNS = 'hive.io.rcfile.column.number';
const MAX_COLUMNS = 100_000;

export interface RcFileHeader {
  /** Class name; absent when nothing is compressed. */
  readonly codec?: string;
  /** Columns of every row group. */
  readonly columnCount: number;
  readonly sync: Uint8Array;
  /** Offset of the first row group. */
  readonly dataStart: number;
}

/** Reads the header. Throws CORRUPT when the file is no RCFile, REFUSED for unknown versions. */
export const readRcFileHeader = (source: ByteSource): Promise<RcFileHeader> => readHeader(source, parseHeader);

function parseHeader(bytes: Uint8Array): RcFileHeader {
  const input = new WritableInput(bytes, 0);
  const magic = new TextDecoder('latin1').decode(input.raw(3));
  const version = input.raw(1)[0]!;
  if (magic === 'SEQ') passOldClasses(input, version);
  else if (magic !== 'RCF') throw corruptSequence('does not start as an RCFile does', 0);
  else if (version !== 1) throw refused(`the file is of version ${version} of RCFile`);
  const compressed = input.boolean();
  if (magic === 'SEQ' && input.boolean()) throw refused('the file is a SequenceFile of compressed blocks, no RCFile');
  const codec = compressed ? input.text() : undefined;
  const columnCount = columnsOf(input);
  const header = { columnCount, sync: input.raw(SYNC_BYTES).slice(), dataStart: input.read };
  return codec === undefined ? header : { ...header, codec };
}

function passOldClasses(input: WritableInput, version: number): void {
  const keys = input.text();
  input.text();
  if (version === OLD_SEQUENCE_VERSION && keys === OLD_KEYS) return;
  throw refused(`the file is a SequenceFile of ${keys}, no RCFile`);
}

function columnsOf(input: WritableInput): number {
  const metadata = new Map<string, string>();
  for (let left = input.int(); left > 0; left--) metadata.set(input.text(), input.text());
  const count = Number(metadata.get(COLUMNS));
  if (Number.isInteger(count) && count > 0 && count <= MAX_COLUMNS) return count;
  throw corruptSequence('does not say how many columns it has', 0);
}

function refused(why: string): LakeliftError {
  return new LakeliftError('REFUSED', why, {
    next: 'rewrite the file in another format, or leave its table out with --tables',
  });
}
