import type { ByteSource } from '../byte-source.js';
import { expandHadoop } from '../codecs/hadoop.js';
import { SourceWindow } from '../window.js';
import { SYNC_BYTES } from './header.js';
import type { SequenceHeader } from './header.js';
import { corruptSequence, WritableInput } from '../writable-input.js';

/** In place of a record's length: a sync marker follows. */
const SYNC_ESCAPE = -1;
/** Values handed on at once, at most, and their bytes. */
const MAX_VALUES = 8192;
const BATCH_BYTES = 4 * 1024 * 1024;
/** A value longer than this is damage: Hive's readers hold it in one array. */
const MAX_RECORD = 1024 ** 3;

/**
 * The values of all records in their order, in batches of up to 8,192 and some 4 MiB; keys are passed over, as in Hive. Memory: one
 * batch, and one block where blocks are compressed. Throws CORRUPT with the offset, REFUSED for an unknown codec.
 */
export async function* sequenceValues(source: ByteSource, header: SequenceHeader): AsyncGenerator<Uint8Array[]> {
  const records = header.compression === 'block' ? blockRecords(source, header) : singleRecords(source, header);
  let batch: Uint8Array[] = [];
  let bytes = 0;
  for await (const value of records) {
    batch.push(value);
    bytes += value.length;
    if (batch.length < MAX_VALUES && bytes < BATCH_BYTES) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}

async function* singleRecords(source: ByteSource, header: SequenceHeader): AsyncGenerator<Uint8Array> {
  const window = new SourceWindow(source);
  for (let offset = header.dataStart; offset < source.length;) {
    const length = new WritableInput(await window.at(offset, 4), offset).int();
    if (length === SYNC_ESCAPE) {
      offset = await passSync(window, offset, header.sync);
      continue;
    }
    const keyLength = new WritableInput(await window.at(offset + 4, 4), offset + 4).int();
    const start = offset + 8;
    if (length < 0 || length > MAX_RECORD || keyLength < 0 || keyLength > length) {
      throw corruptSequence(`has a record of ${length} bytes with a key of ${keyLength}`, offset);
    }
    if (start + length > source.length) throw corruptSequence('ends within a record', offset);
    const stored = await window.at(start + keyLength, length - keyLength);
    const value =
      header.compression === 'none' ? stored.slice() : expandHadoop(header.codec!, stored, start + keyLength);
    yield payload(new WritableInput(value, start), header);
    offset = start + length;
  }
}

async function* blockRecords(source: ByteSource, header: SequenceHeader): AsyncGenerator<Uint8Array> {
  const window = new SourceWindow(source);
  const buffer = async (offset: number): Promise<{ readonly bytes: Uint8Array; readonly end: number }> => {
    const head = new WritableInput(await window.at(offset, 9), offset);
    const length = head.vint();
    const start = offset + head.read;
    if (length < 0 || start + length > source.length) throw corruptSequence('ends within a block', offset);
    return { bytes: await window.at(start, length), end: start + length };
  };
  for (let offset = header.dataStart; offset < source.length;) {
    if (new WritableInput(await window.at(offset, 4), offset).int() !== SYNC_ESCAPE) {
      throw corruptSequence('has a block without a sync marker', offset);
    }
    const start = await passSync(window, offset, header.sync);
    const head = new WritableInput(await window.at(start, 9), start);
    const count = head.vint();
    // Lengths of keys, keys and lengths of values: none is needed, since every value tells its own.
    let at = start + head.read;
    for (let skipped = 0; skipped < 3; skipped++) at = (await buffer(at)).end;
    const { bytes, end } = await buffer(at);
    const values = new WritableInput(expandHadoop(header.codec!, bytes, at), at);
    for (let record = 0; record < count; record++) yield payload(values, header);
    if (!values.done) throw corruptSequence(`has a block of more than its ${count} records`, start);
    offset = end;
  }
}

/** The offset behind a sync marker and its escape. */
async function passSync(window: SourceWindow, offset: number, sync: Uint8Array): Promise<number> {
  const start = offset + 4;
  const found = await window.at(start, SYNC_BYTES);
  if (found.length === SYNC_BYTES && found.every((byte, i) => byte === sync[i])) return start + SYNC_BYTES;
  throw corruptSequence('has another sync marker than its header', offset);
}

/** What a Text or BytesWritable holds. */
const payload = (input: WritableInput, { values }: SequenceHeader): Uint8Array =>
  values === 'text' ? input.sized() : input.raw(input.int());
