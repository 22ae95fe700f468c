import type { ColumnStatistics, Scalar } from '../formats/index.js';

/** One data file of an append table, as a commit adds it and as a reader finds it. */
export interface DataFile {
  /** One value per partition key, in the order of the schema's partition keys. */
  readonly partition: readonly Scalar[];
  /** The name alone, without a directory; its extension tells the file format. */
  readonly fileName: string;
  /** Bytes. */
  readonly fileSize: number;
  readonly rowCount: number;
  /** By column name. A missing column, or a missing property, is unknown; partition columns need not be given. */
  readonly statistics: ReadonlyMap<string, ColumnStatistics>;
  /** Milliseconds since the epoch. */
  readonly creationTime: number;
}
