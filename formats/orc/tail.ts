import { LakeliftError, placed } from '../../errors/error.js';
import type { ByteSource } from '../byte-source.js';
import { expandAll, MAX_BLOCK, ORC_CODECS } from './compression.js';
import type { OrcCompression } from './compression.js';
import { corruptTail } from './corrupt.js';
import { Message } from './protobuf.js';
import { typeTree } from './schema.js';
import type { OrcType } from './schema.js';

/** What most tails fit in; one read then serves them. */
const TAIL = 64 * 1024;
/** A footer that expands to more is damage, or an attack. */
export const MAX_FOOTER = 256 * 1024 * 1024;
const DEFAULT_BLOCK = 256 * 1024;
const PROLEPTIC = 2;

/** Offsets are in the file, lengths in bytes. */
export interface OrcStripe {
  readonly offset: number;
  readonly indexLength: number;
  readonly dataLength: number;
  readonly footerLength: number;
  readonly rowCount: number;
}

/** What the end of an ORC file says of it. Source: ORC specification v1, "File Tail". */
export interface OrcTail {
  readonly compression: OrcCompression;
  readonly stripes: readonly OrcStripe[];
  readonly schema: OrcType;
  readonly rowCount: number;
  /** Whether dates before 1582-10-15 are those of the Gregorian calendar; else of the Julian. */
  readonly proleptic: boolean;
  /** Whether Java wrote it, whose time zones differ from others before 1900. */
  readonly javaWriter: boolean;
  /** Counts the corrections of Java's writer. Source: org.apache.orc.OrcFile.WriterVersion. */
  readonly writerVersion: number;
  /** Whether decimals of up to 18 digits are plain integers of the type's scale. */
  readonly decimalsAsLongs: boolean;
  /** Type ids of the roots of encrypted columns. */
  readonly encrypted: readonly number[];
  /** ColumnStatistics of the whole file, by type id; fewer, or none, where the writer left them out. */
  readonly statistics: readonly Message[];
  /** As they stand in the file, with the offset of the footer, before which the metadata lies. */
  readonly raw: { readonly footer: Message; readonly script: Message; readonly footerAt: number };
}

/** Reads a file's tail. Throws CORRUPT with the offset for what is no sound ORC file. All stripes of the result lie within the file. */
export async function readOrcTail(source: ByteSource): Promise<OrcTail> {
  const { length } = source;
  if (length < 4) throw corruptTail(`${length} bytes are too few for an ORC file`, 0);
  let start = Math.max(0, length - TAIL);
  let tail = await source.read({ offset: start, length: length - start });
  const scriptLength = tail.at(-1)!;
  const scriptAt = length - 1 - scriptLength;
  if (scriptAt < 0) throw corruptTail(`a postscript of ${scriptLength} bytes does not fit the file`, length - 1);
  const script = atOffset(scriptAt, () => new Message(tail.subarray(scriptAt - start, -1), 'ORC postscript'));
  await requireMagic(source, script, scriptAt);
  const compression = atOffset(scriptAt, () => compressionOf(script));
  const footerLength = script.uint(1) ?? 0;
  const footerAt = scriptAt - footerLength;
  if (footerAt < 0) throw corruptTail(`a footer of ${footerLength} bytes does not fit the file`, scriptAt);
  if (footerAt < start) {
    tail = await source.read({ offset: footerAt, length: footerLength });
    start = footerAt;
  }
  const stored = tail.subarray(footerAt - start, scriptAt - start);
  const footer = atOffset(
    footerAt,
    () => new Message(expandAll(stored, compression, footerAt, MAX_FOOTER), 'ORC footer'),
  );
  return atOffset(footerAt, () => decodeFooter(footer, script, compression, footerAt));
}

/** Before Hive 0.12 the magic stood only at the start of the file. */
async function requireMagic(source: ByteSource, script: Message, offset: number): Promise<void> {
  if (script.text(8000) === 'ORC') return;
  const head = await source.read({ offset: 0, length: 3 });
  if (!script.has(8000) && new TextDecoder().decode(head) === 'ORC') return;
  throw corruptTail('the file is no ORC file', offset);
}

function compressionOf(script: Message): OrcCompression {
  const number = script.uint(2) ?? 0;
  const codec = ORC_CODECS[number];
  if (codec === undefined) throw new LakeliftError('REFUSED', `the file is compressed by the unknown codec ${number}`);
  const blockSize = script.uint(3) ?? DEFAULT_BLOCK;
  if (blockSize > MAX_BLOCK) throw corruptTail(`chunks of ${blockSize} bytes`);
  const [major = 0, minor = 0] = script.uints(4);
  if (major > 1) throw new LakeliftError('REFUSED', `the file is of ORC version ${major}.${minor}`);
  return { codec, blockSize };
}

function decodeFooter(footer: Message, script: Message, compression: OrcCompression, end: number): OrcTail {
  const schema = typeTree(footer.messages(4, 'ORC footer'));
  const stripes = footer.messages(3, 'ORC footer').map((stripe) => ({
    offset: stripe.uint(1) ?? 0,
    indexLength: stripe.uint(2) ?? 0,
    dataLength: stripe.uint(3) ?? 0,
    footerLength: stripe.uint(4) ?? 0,
    rowCount: stripe.uint(5) ?? 0,
  }));
  for (const { offset, indexLength, dataLength, footerLength } of stripes) {
    if (offset + indexLength + dataLength + footerLength > end) throw corruptTail('a stripe lies outside of the file');
  }
  const counted = stripes.reduce((sum, stripe) => sum + stripe.rowCount, 0);
  const rowCount = footer.uint(6) ?? counted;
  if (counted !== rowCount) throw corruptTail(`it says ${rowCount} rows, its stripes ${counted}`);
  const [major = 0, minor = 0] = script.uints(4);
  const variants = footer.message(10, 'ORC footer')?.messages(3, 'ORC footer') ?? [];
  return {
    compression,
    stripes,
    schema,
    rowCount,
    proleptic: footer.uint(11) === PROLEPTIC,
    javaWriter: (footer.uint(9) ?? 0) === 0,
    writerVersion: script.uint(6) ?? 0,
    // Version "UNSTABLE-PRE-2.0" of Java's OrcFile.Version.
    decimalsAsLongs: major === 1 && minor === 9999,
    encrypted: variants.map((variant) => variant.uint(1) ?? 0),
    statistics: footer.messages(7, 'ORC footer'),
    raw: { footer, script, footerAt: end },
  };
}

/** Runs work on a part of the file; what it finds damaged and cannot place itself lies at `offset`. */
export function atOffset<T>(offset: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw placed(error, { offset });
  }
}
