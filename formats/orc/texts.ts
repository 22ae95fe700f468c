import { entriesOf } from '../parquet/encode/coded.js';
import type { Entries } from '../parquet/encode/coded.js';
import { MOST_BYTES } from '../parquet/encode/dictionary.js';
import type { Laid } from '../parquet/encode/laid-data.js';
import { integers } from './scalars.js';
import type { DenseReader } from './scalars.js';
import type { OrcType } from './schema.js';
import type { StripeStreams } from './stripe.js';

/** Entries of a dictionary are read in portions, so that a size it only claims costs nothing. */
const PORTION = 4096;

/** STRING, CHAR, VARCHAR and BINARY: bytes as views of a batch's or the dictionary's. */
export function texts(streams: StripeStreams, type: OrcType): DenseReader {
  return streams.encoding(type.id).dictionary ? fromDictionary(streams, type) : direct(streams, type);
}

function direct(streams: StripeStreams, type: OrcType): DenseReader {
  const lengths = integers(streams, type.id, 'LENGTH', false);
  const data = streams.open(type.id, 'DATA');
  return (count) => {
    const { offsets, total } = offsetsOf(lengths.readSizes(count));
    const bytes = data.copy(total);
    return {
      at: (i) => bytes.subarray(offsets[i], offsets[i + 1]),
      laid: () => (total < 2 ** 31 ? { bytes, offsets: new Int32Array(offsets.buffer) } : undefined),
    };
  };
}

function fromDictionary(streams: StripeStreams, type: OrcType): DenseReader {
  const indexes = integers(streams, type.id, 'DATA', false);
  const data = streams.open(type.id, 'DATA');
  let entries: readonly Uint8Array[] | undefined;
  let shared: Entries | undefined;
  return (count) => {
    const chosen = indexes.readSizes(count);
    if (count === 0) return { at: () => null };
    if (entries === undefined) {
      entries = dictionary(streams, type);
      shared = sharedEntries(entries);
    }
    const { length } = entries;
    for (let i = 0; i < count; i++) {
      if (chosen[i]! >= length) throw data.corrupt(`entry ${chosen[i]!} of a dictionary of ${length}`);
    }
    const texts = entries;
    return {
      at: (i) => texts[chosen[i]!]!,
      laid: () => (shared === undefined ? chosenTexts(texts, chosen) : { codes: chosen, entries: shared }),
    };
  };
}

/** Undefined for a dictionary too large to be one of Parquet. */
function sharedEntries(entries: readonly Uint8Array[]): Entries | undefined {
  const offsets = new Int32Array(entries.length + 1);
  for (let i = 0; i < entries.length; i++) {
    offsets[i + 1] = offsets[i]! + entries[i]!.length;
    if (offsets[i + 1]! > MOST_BYTES) return undefined;
  }
  return entriesOf({ bytes: Buffer.concat(entries), offsets });
}

function chosenTexts(entries: readonly Uint8Array[], chosen: Int32Array): Laid | undefined {
  const offsets = new Int32Array(chosen.length + 1);
  let total = 0;
  for (let i = 0; i < chosen.length; i++) offsets[i + 1] = total += entries[chosen[i]!]!.length;
  if (total >= 2 ** 31) return undefined;
  const bytes = new Uint8Array(total);
  for (let i = 0; i < chosen.length; i++) {
    const entry = entries[chosen[i]!]!;
    const start = offsets[i]!;
    // A call for a few bytes takes longer than they do.
    if (entry.length > 32) bytes.set(entry, start);
    else for (let k = 0; k < entry.length; k++) bytes[start + k] = entry[k]!;
  }
  return { bytes, offsets };
}

function dictionary(streams: StripeStreams, type: OrcType): Uint8Array[] {
  const { dictionarySize } = streams.encoding(type.id);
  const lengths = integers(streams, type.id, 'LENGTH', false);
  const data = streams.open(type.id, 'DICTIONARY_DATA');
  const entries: Uint8Array[] = [];
  while (entries.length < dictionarySize) {
    const { offsets, total } = offsetsOf(lengths.readSizes(Math.min(PORTION, dictionarySize - entries.length)));
    const bytes = data.copy(total);
    for (let i = 0; i + 1 < offsets.length; i++) entries.push(bytes.subarray(offsets[i], offsets[i + 1]));
  }
  return entries;
}

/** Offsets of 32 bits where they fit. */
function offsetsOf(lengths: Int32Array): { offsets: Uint32Array | Float64Array; total: number } {
  let total = 0;
  for (let i = 0; i < lengths.length; i++) total += lengths[i]!;
  const size = lengths.length + 1;
  const offsets = total < 2 ** 32 ? new Uint32Array(size) : new Float64Array(size);
  for (let i = 0; i < lengths.length; i++) offsets[i + 1] = offsets[i]! + lengths[i]!;
  return { offsets, total };
}
