import { expandHadoop } from '../codecs/hadoop.js';
import type { ByteSource } from '../byte-source.js';
import { corruptSequence, WritableInput } from '../writable-input.js';
import { SourceWindow } from '../window.js';
import { SYNC_BYTES } from './header.js';
import type { RcFileHeader } from './header.js';

/** In place of a row group's length: a sync marker follows. */
const SYNC_ESCAPE = -1;
/** Lengths of the group, of its key, and of the key as it is stored, four bytes each. */
const HEAD = 12;
/** More in one row group is damage: writers close one at 4 MB. */
const MAX_GROUP = 1024 ** 3;

/** Some rows of an RCFile, column by column. */
export interface RcGroup {
  readonly rowCount: number;
  /** Offset in the file. */
  readonly offset: number;
  /** The bytes of each row in one column, as the SerDe wrote them. Throws CORRUPT. */
  column(index: number): Uint8Array[];
}

/** All row groups in order. Memory: one group as it is stored, and the columns that are asked for. Throws CORRUPT with the offset. */
export async function* rcGroups(source: ByteSource, header: RcFileHeader): AsyncGenerator<RcGroup> {
  const window = new SourceWindow(source);
  for (let offset = header.dataStart; offset < source.length;) {
    const head = new WritableInput(await window.at(offset, HEAD), offset);
    const length = head.int();
    if (length === SYNC_ESCAPE) {
      const sync = await window.at(offset + 4, SYNC_BYTES);
      if (sync.length < SYNC_BYTES || !sync.every((byte, i) => byte === header.sync[i])) {
        throw corruptSequence('has another sync marker than its header', offset);
      }
      offset += 4 + SYNC_BYTES;
      continue;
    }
    const [keyLength, storedKey] = [head.int(), head.int()];
    if (length < 0 || length > MAX_GROUP || keyLength < 0 || storedKey < 0 || storedKey > length) {
      throw corruptSequence(`has a row group of ${length} bytes with a key of ${storedKey}`, offset);
    }
    const start = offset + HEAD;
    // The length counts the key before its compression and the values.
    const keyBytes = await window.at(start, storedKey);
    const key = parseKey(expanded(header, keyBytes, offset), keyLength, header.columnCount, offset);
    const values = await window.at(start + storedKey, key.valueBytes);
    if (values.length < key.valueBytes) throw corruptSequence('ends within a row group', offset);
    yield { rowCount: key.rowCount, offset, column: (index) => columnOf(header, key, values, index, offset) };
    offset = start + storedKey + key.valueBytes;
  }
}

const expanded = ({ codec }: RcFileHeader, bytes: Uint8Array, offset: number): Uint8Array =>
  codec === undefined ? bytes : expandHadoop(codec, bytes, offset);

interface GroupKey {
  readonly rowCount: number;
  readonly columns: readonly ColumnKey[];
  /** Of all columns as they are stored. */
  readonly valueBytes: number;
}

interface ColumnKey {
  readonly start: number;
  readonly stored: number;
  readonly length: number;
  /** Lengths of the rows' values, run-length encoded. */
  readonly lengths: Uint8Array;
}

/** Source: org.apache.hadoop.hive.ql.io.RCFile.KeyBuffer.readFields. */
function parseKey(bytes: Uint8Array, keyLength: number, columnCount: number, offset: number): GroupKey {
  if (bytes.length !== keyLength) throw corruptSequence(`has a key of ${bytes.length} bytes, not ${keyLength}`, offset);
  const input = new WritableInput(bytes, offset);
  const rowCount = input.vint();
  const columns: ColumnKey[] = [];
  let valueBytes = 0;
  for (let column = 0; column < columnCount; column++) {
    const [stored, length] = [input.vint(), input.vint()];
    const lengths = input.sized();
    if (stored < 0 || length < 0 || stored > MAX_GROUP)
      throw corruptSequence('has a column of impossible length', offset);
    columns.push({ start: valueBytes, stored, length, lengths });
    valueBytes += stored;
  }
  if (rowCount < 0 || rowCount > MAX_GROUP || valueBytes > MAX_GROUP) {
    throw corruptSequence(`has a row group of ${rowCount} rows and ${valueBytes} bytes`, offset);
  }
  return { rowCount, columns, valueBytes };
}

function columnOf(
  header: RcFileHeader,
  key: GroupKey,
  values: Uint8Array,
  index: number,
  offset: number,
): Uint8Array[] {
  const { start, stored, length, lengths } = key.columns[index]!;
  const bytes = expanded(header, values.slice(start, start + stored), offset);
  if (bytes.length !== length) throw corruptSequence(`has a column of ${bytes.length} bytes, not ${length}`, offset);
  const rows: Uint8Array[] = [];
  let at = 0;
  for (const size of rowLengths(lengths, key.rowCount, offset)) {
    if (size > length - at) throw corruptSequence('has a column shorter than its rows', offset);
    rows.push(bytes.subarray(at, at + size));
    at += size;
  }
  if (at !== length) throw corruptSequence('has a column longer than its rows', offset);
  return rows;
}

/** A negative number `n` repeats the length before it `~n` times. */
function* rowLengths(bytes: Uint8Array, rowCount: number, offset: number): Generator<number> {
  const input = new WritableInput(bytes, offset);
  let last = -1;
  let repeats = 0;
  for (let row = 0; row < rowCount; row++) {
    if (repeats > 0) repeats -= 1;
    else {
      const number = input.vint();
      if (number >= 0) last = number;
      else repeats = -1 - number - 1;
    }
    if (last < 0) throw corruptSequence('repeats a length before there is one', offset);
    yield last;
  }
  if (!input.done || repeats > 0) throw corruptSequence('has more lengths than rows', offset);
}
