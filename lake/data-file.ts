import type { ColumnStatistics, Scalar } from '../formats/index.js';

/** One data file of a table, as a commit adds it and as a reader finds it. */
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
  /** Of files of primary-key tables. */
  readonly keyed?: KeyedFile;
}

/**
 * The name, or the store path, of the file that keeps the changes of a data file, by Paimon's defaults of `data-file.prefix` and
 * `changelog-file.prefix`. Source: org.apache.paimon.io.DataFilePathFactory.
 */
export function changelogName(file: string): string {
  return file.replace(/(^|\/)data-([^/]*)$/, '$1changelog-$2');
}

/** What the manifest says besides of a file whose rows are sorted by key. */
export interface KeyedFile {
  readonly bucket: number;
  /** 0: may hold keys of other files; above, no key is twice in one level. */
  readonly level: number;
  /** Key of the first and the last row, without partition keys, as a BinaryRow in manifest form. */
  readonly minKey: Uint8Array;
  readonly maxKey: Uint8Array;
  readonly minSequence: bigint;
  readonly maxSequence: bigint;
  /** Rows that delete their key. */
  readonly deletedRows: number;
}
