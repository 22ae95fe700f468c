import { LakeliftError, placed } from '../../errors/error.js';
import type { ByteSource } from '../byte-source.js';
import type { DataFileFacts } from '../data-file-facts.js';
import type { Field } from '../types.js';
import { expandAll, MAX_BLOCK } from './compression.js';
import type { OrcCompression } from './compression.js';
import { corruptTail } from './corrupt.js';
import { orcForm } from './form.js';
import { mergeColumnStatistics } from './merge-statistics.js';
import { MessageWriter } from './message-writer.js';
import { Message } from './protobuf.js';
import { orcStatistics } from './statistics.js';
import { readStripeFooter } from './stripe.js';
import { atOffset, MAX_FOOTER, readOrcTail } from './tail.js';
import type { OrcStripe, OrcTail } from './tail.js';

const MAGIC = Buffer.from('ORC');
/** Bytes of a stripe held in memory at once. */
const WINDOW = 8 * 1024 * 1024;

export interface OrcStitchInput {
  readonly source: ByteSource;
  /** For messages. */
  readonly path: string;
}

/** What a file made of others will say of itself. */
interface Collected {
  readonly stripes: Uint8Array[];
  readonly stripeStatistics: Uint8Array[];
  readonly fileStatistics: (readonly Message[])[];
  first?: OrcTail;
  /** Of all. */
  form?: string;
  rowCount: number;
  /** Where the next stripe goes. */
  offset: number;
}

/**
 * The bytes of one ORC file with the stripes of all inputs, in their order and byte for byte, and a new end; what it says of `columns`. All inputs
 * must be of one `orcForm`. Positions within a stripe count from its start, so that a stripe may lie anywhere. Memory: 8 MiB, and the
 * footers. Throws CORRUPT, naming the file, for a stripe whose own footer is damaged. Source: org.apache.orc.OrcFile.mergeFiles.
 */
export async function* stitchOrc(
  inputs: Iterable<OrcStitchInput> | AsyncIterable<OrcStitchInput>,
  columns: readonly Field[],
): AsyncGenerator<Uint8Array, DataFileFacts> {
  const found: Collected = { stripes: [], stripeStatistics: [], fileStatistics: [], rowCount: 0, offset: MAGIC.length };
  yield MAGIC;
  for await (const { source, path } of inputs) {
    try {
      const tail = await readOrcTail(source);
      requireSameForm(found, tail);
      found.stripeStatistics.push(...(await readStripeStatistics(source, tail)));
      for (const stripe of tail.stripes) yield* stripeBytes(source, tail, stripe, found);
      // Each file's by themselves first, so that damage in them is told with its name.
      for (const one of tail.statistics) mergeColumnStatistics([one]);
      found.fileStatistics.push(tail.statistics);
      found.rowCount += tail.rowCount;
    } catch (error) {
      throw placed(error, { file: path });
    }
  }
  const { first, rowCount } = found;
  if (first === undefined) throw new LakeliftError('INTERNAL', 'an ORC file was to be made of no others');
  const statistics = first.statistics.map((_, id) => mergeColumnStatistics(found.fileStatistics.map((of) => of[id]!)));
  yield endOf(first, found, statistics);
  const merged = { ...first, rowCount, statistics: statistics.map((one) => new Message(one, 'ORC column statistics')) };
  return { rowCount, statistics: orcStatistics(merged, columns) };
}

function requireSameForm(found: Collected, tail: OrcTail): void {
  const stated = orcForm(tail);
  if ('form' in stated) {
    found.first ??= tail;
    found.form ??= stated.form;
    if (found.form === stated.form) return;
  }
  throw new LakeliftError('INTERNAL', 'the ORC file is not of the form of those before it');
}

/** The StripeStatistics of all stripes, as they are stored. */
async function readStripeStatistics(source: ByteSource, { raw, compression, stripes }: OrcTail): Promise<Uint8Array[]> {
  const length = raw.script.uint(5) ?? 0;
  const offset = raw.footerAt - length;
  if (offset < 0) throw corruptTail(`metadata of ${length} bytes does not fit the file`, raw.footerAt);
  const stored = await source.read({ offset, length });
  const metadata = atOffset(offset, () =>
    new Message(expandAll(stored, compression, offset, MAX_FOOTER), 'ORC metadata').all(1),
  );
  if (metadata.length === stripes.length) return metadata;
  throw corruptTail(`it has ${stripes.length} stripes, and statistics of ${metadata.length}`, offset);
}

async function* stripeBytes(
  source: ByteSource,
  tail: OrcTail,
  stripe: OrcStripe,
  found: Collected,
): AsyncGenerator<Uint8Array, void> {
  // Damage is found here, and not by the readers of the lake.
  await readStripeFooter(source, tail, stripe);
  const length = stripe.indexLength + stripe.dataLength + stripe.footerLength;
  for (let at = 0; at < length; at += WINDOW) {
    yield await source.read({ offset: stripe.offset + at, length: Math.min(WINDOW, length - at) });
  }
  const moved = new MessageWriter().uint(1, found.offset).uint(2, stripe.indexLength).uint(3, stripe.dataLength);
  found.stripes.push(moved.uint(4, stripe.footerLength).uint(5, stripe.rowCount).finish());
  found.offset += length;
}

/** Metadata, footer, postscript and its length. Source: ORC specification v1, "File Tail"; orc_proto.proto. */
function endOf({ raw, compression }: OrcTail, found: Collected, statistics: readonly Uint8Array[]): Uint8Array {
  const { footer: given, script } = raw;
  const metadata = new MessageWriter();
  for (const one of found.stripeStatistics) metadata.bytes(1, one);
  const footer = new MessageWriter().uint(1, MAGIC.length).uint(2, found.offset);
  for (const one of found.stripes) footer.bytes(3, one);
  for (const one of given.all(4)) footer.bytes(4, one);
  for (const one of given.all(5)) footer.bytes(5, one);
  footer.uint(6, found.rowCount);
  for (const one of statistics) footer.bytes(7, one);
  footer.uint(8, given.uint(8)).uint(9, given.uint(9)).uint(11, given.uint(11)).bytes(12, given.bytes(12));
  const sections = [metadata, footer].map((section) => stored(section.finish(), compression));
  const postscript = new MessageWriter().uint(1, sections[1]!.length).uint(2, script.uint(2)).uint(3, script.uint(3));
  postscript.uints(4, script.uints(4)).uint(5, sections[0]!.length).uint(6, script.uint(6)).bytes(8000, MAGIC);
  const last = postscript.finish();
  return Buffer.concat([...sections, last, Uint8Array.of(last.length)]);
}

/** A section as it stands in the file: in chunks that say they are not compressed, where the file is. */
function stored(section: Uint8Array, { codec, blockSize }: OrcCompression): Uint8Array {
  if (codec === 'NONE') return section;
  const most = Math.min(blockSize, MAX_BLOCK - 1);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < section.length; at += most) {
    const chunk = section.subarray(at, at + most);
    const header = Buffer.alloc(3);
    header.writeUIntLE(chunk.length * 2 + 1, 0, 3);
    parts.push(header, chunk);
  }
  return Buffer.concat(parts);
}
