import type { DecodedBatch } from './batch.js';
import type { ByteSource } from './byte-source.js';
import type { Field } from './types.js';

/** The formats of source files that are read. */
export type FormatName = 'parquet' | 'orc' | 'avro' | 'text' | 'sequence' | 'rcfile';

/** The name Hive has for the SerDe's class among a table's properties. Source: org.apache.hadoop.hive.serde.serdeConstants. */
export const SERDE_PROPERTY = 'serialization.lib';

/** How the files of one directory are stored; pure data that survives JSON. */
export interface FileStorage {
  readonly format: FormatName;
  /** What the format's reader must know besides the file, by the names Hive has for it. */
  readonly properties: Readonly<Record<string, string>>;
}

/** One source file to be read as rows of a table. */
export interface RowInput {
  readonly bytes: ByteSource;
  /** Store path; some formats tell their compression by it. */
  readonly path: string;
  /** All data columns of the table in their order, without partition keys. */
  readonly columns: readonly Field[];
  readonly storage: FileStorage;
}

/**
 * What turns the files of one format into rows of a table. Both functions throw REFUSED, naming the column where there is one, for what
 * cannot become the table without guessing, and CORRUPT with the offset for damage; what the file's path is, the caller adds.
 */
export interface RowFormat {
  /**
   * Checks, without reading the rows, that the file can become rows of the table: a refused table is refused before anything of it is
   * written. Returns the number of rows, undefined when only reading them all can tell.
   */
  check(input: RowInput): Promise<number | undefined>;
  /**
   * The rows in the file's order, in batches that are bounded in rows (8,192 or so) and bytes. Each batch has every column, with
   * values of the table's types as `Scalar` describes them. A batch may be asked for its values until the next one is begun.
   */
  read(input: RowInput): AsyncGenerator<DecodedBatch>;
}
