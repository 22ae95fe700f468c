import type { Cost, Side } from '../pairs.js';

/** A column and the SQL type both sides are read as; without one, as the files have it. */
export interface EngineColumn {
  readonly name: string;
  readonly type?: string;
}

/** What the files of a table are in; an engine refuses what it does not read. */
export const FILE_FORMATS = ['parquet', 'orc', 'avro'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** A table as an engine reads it: files of one format and nothing else. Pure data that survives JSON. */
export interface EngineTable {
  readonly database: string;
  readonly table: string;
  /** Data columns; their case does not matter. */
  readonly columns: readonly EngineColumn[];
  /** In the names of the directories of the files, `key=value`, as text. */
  readonly partitionKeys: readonly Required<EngineColumn>[];
  /** What NULL is called in the names of partition directories. */
  readonly nullPartition: string;
  /** A column without annotation in the files is text, as the table has no bytes. */
  readonly binaryIsText: boolean;
  readonly format: FileFormat;
  /** Absolute paths on this machine; with `store`, `s3://` addresses. */
  readonly files: readonly string[];
  /** The object store that has the files, without TLS at `host:port`; keys are in the environment. DuckDB alone is given such tables. */
  readonly store?: { readonly address: string; readonly httpfs?: string };
  /** Of a table with a primary key: of the rows of one key only the last counts, and only when it is no deletion. */
  readonly merge?: {
    readonly keys: readonly string[];
    /** The last row is that with the greatest values of these columns, which the files have. NULL is the least. */
    readonly order: readonly string[];
  };
  /** Rows of all files, where they are known: an engine that reads another number of rows reads wrong. */
  readonly rows?: number;
}

/** The rows of a query, whatever order they came in. */
export interface Answer {
  readonly rows: number;
  readonly digest: string;
}

export interface QueryRun {
  readonly answer: Answer;
  readonly cost: Cost;
  /** Milliseconds of it that the engine says it planned, where it says so. */
  readonly planMs?: number;
}

/** A query engine that knows the same tables on two sides under the same names. */
export interface Engine {
  readonly name: string;
  readonly version: string;
  /** Makes a table known on one side. Throws REFUSED for one the engine cannot read. */
  define(side: Side, table: EngineTable): Promise<void>;
  /**
   * Runs a query to its last row. Throws REFUSED with the engine's own words when it fails, IO or UNREACHABLE when the engine is gone, and
   * the reason of the signal that the engine was opened with, where it ends a query for that. What is out of time is ended where it runs.
   */
  run(side: Side, sql: string): Promise<QueryRun>;
  /** Milliseconds of processor time of all its processes since they were started; undefined where nothing tells. */
  spentMs?(): number | undefined;
  close(): Promise<void>;
}
