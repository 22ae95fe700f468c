import type { ByteSource } from './byte-source.js';
import { orcStatistics } from './orc/statistics.js';
import { readOrcTail } from './orc/tail.js';
import { readFooter } from './parquet/footer.js';
import { fileStatistics } from './parquet/statistics.js';
import type { FormatName } from './row-format.js';
import type { ColumnStatistics, Field } from './types.js';

/** What a data file of the lake says of itself. */
export interface DataFileFacts {
  readonly rowCount: number;
  readonly statistics: Map<string, ColumnStatistics>;
}

/** Reads the end of a data file in one of the formats lakelift leaves in the lake: ORC, else Parquet. Throws CORRUPT with the offset. */
export async function dataFileFacts(
  format: FormatName,
  bytes: ByteSource,
  columns: readonly Field[],
): Promise<DataFileFacts> {
  if (format === 'orc') {
    const tail = await readOrcTail(bytes);
    return { rowCount: tail.rowCount, statistics: orcStatistics(tail, columns) };
  }
  const footer = await readFooter(bytes);
  return { rowCount: footer.rowCount, statistics: fileStatistics(footer, columns) };
}
