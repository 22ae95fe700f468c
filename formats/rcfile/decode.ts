import { lazyBinaryColumn } from '../lazybinary/reader.js';
import { inColumn } from '../batch.js';
import type { DecodedBatch } from '../batch.js';
import type { ByteSource } from '../byte-source.js';
import type { Field, Value } from '../types.js';
import { lazyParameters } from '../text/lazy-parameters.js';
import { lazySimpleField } from '../text/lazy-simple.js';
import { rcGroups } from './groups.js';
import type { RcGroup } from './groups.js';
import type { RcFileHeader } from './header.js';

export const COLUMNAR_SERDE = 'org.apache.hadoop.hive.serde2.columnar.ColumnarSerDe';
export const LAZY_BINARY_COLUMNAR_SERDE = 'org.apache.hadoop.hive.serde2.columnar.LazyBinaryColumnarSerDe';

/** Rows of a batch, at most. */
const MAX_ROWS = 8192;

/** Reads one row's bytes of a column, which lie in the row group at `offset`. */
export type ColumnReader = (bytes: Uint8Array, offset: number) => Value;

/** Readers of the table's columns, which go by position. Throws REFUSED, naming the column, for what cannot be read with certainty. */
export function rcColumns(
  serde: string,
  properties: Readonly<Record<string, string>>,
  columns: readonly Field[],
): ColumnReader[] {
  const parameters = lazyParameters(properties);
  return columns.map(({ name, type }) =>
    inColumn(name, () => {
      if (serde === LAZY_BINARY_COLUMNAR_SERDE) return lazyBinaryColumn(type);
      const read = lazySimpleField(type, parameters, name);
      return (bytes) => read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length);
    }),
  );
}

/**
 * Decodes an RCFile in batches of up to 8,192 rows; a column that the file does not have is null. Memory: the wanted columns of one row
 * group. Throws CORRUPT with the offset of the row group, REFUSED for values that have no certain meaning.
 */
export async function* decodeRcFile(
  source: ByteSource,
  header: RcFileHeader,
  columns: readonly Field[],
  readers: readonly ColumnReader[],
): AsyncGenerator<DecodedBatch> {
  for await (const group of rcGroups(source, header)) {
    const stored = columns.map((_, index) => (index < header.columnCount ? group.column(index) : undefined));
    for (let from = 0; from < group.rowCount; from += MAX_ROWS) {
      yield batchOf(group, stored, columns, readers, from, Math.min(MAX_ROWS, group.rowCount - from));
    }
  }
}

function batchOf(
  { offset }: RcGroup,
  stored: readonly (readonly Uint8Array[] | undefined)[],
  columns: readonly Field[],
  readers: readonly ColumnReader[],
  from: number,
  rowCount: number,
): DecodedBatch {
  return {
    rowCount,
    columns: columns.map(({ name, type }, index) => ({
      name,
      type,
      forEach(use) {
        const [bytes, read] = [stored[index], readers[index]!];
        inColumn(name, () => {
          for (let row = 0; row < rowCount; row++)
            use(bytes === undefined ? null : read(bytes[from + row]!, offset), row);
        });
      },
    })),
  };
}
