import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { TableReading } from '../../services/spark.js';
import type { Plain } from '../values.js';

/** A warehouse of one table for each format, writer and codec, as golden/generate.py wrote it. */
export const GOLDEN = fileURLToPath(new URL('./golden/', import.meta.url));

const TEXT_CODECS = ['none', 'deflate', 'bzip2', 'snappy', 'lz4', 'gzip'] as const;
const PARQUET_CODECS = ['uncompressed', 'snappy', 'gzip', 'zstd', 'lz4', 'lz4_raw'] as const;
const ORC_CODECS = ['none', 'zlib', 'snappy', 'lz4', 'zstd', 'lzo'] as const;

interface Format {
  readonly title: string;
  readonly codecs: readonly string[];
  readonly refused?: readonly string[];
}

/** Formats with their writers, and the codecs of each that are read and that are refused: a table is `matrix.FORMAT_CODEC`. */
export const FORMATS = {
  parquet_hive: { title: 'Parquet, Hive', codecs: PARQUET_CODECS },
  parquet_spark_int96: { title: 'Parquet, Spark (INT96)', codecs: PARQUET_CODECS },
  parquet_spark_micros: { title: 'Parquet, Spark (micros)', codecs: PARQUET_CODECS },
  orc_hive: { title: 'ORC, Hive', codecs: ORC_CODECS },
  orc_spark: { title: 'ORC, Spark', codecs: ORC_CODECS },
  avro: { title: 'Avro', codecs: ['null', 'deflate', 'snappy', 'bzip2', 'zstandard'], refused: ['xz'] },
  text_delimited: { title: 'delimited text', codecs: TEXT_CODECS },
  text_csv: { title: 'CSV', codecs: TEXT_CODECS },
  text_json: { title: 'JSON', codecs: TEXT_CODECS },
  text_regex: { title: 'regular expression', codecs: TEXT_CODECS },
  sequence: {
    title: 'SequenceFile',
    codecs: [
      ...['none', 'deflate', 'bzip2', 'snappy', 'lz4'],
      ...['record_deflate', 'record_bzip2', 'record_snappy', 'record_lz4'],
    ],
  },
  rcfile_text: { title: 'RCFile, text', codecs: ['none', 'deflate', 'snappy', 'lz4'] },
  rcfile_binary: { title: 'RCFile, binary', codecs: ['none', 'deflate', 'snappy', 'lz4'] },
} as const satisfies Record<string, Format>;
export type FormatId = keyof typeof FORMATS;
export const FORMAT_IDS = Object.keys(FORMATS) as FormatId[];

/** Codecs of a format that its tables are refused for, by name. */
export const refusedCodecs = (id: FormatId): readonly string[] => (FORMATS[id] as Format).refused ?? [];

/** What Hive's reader gave of a format's tables, which is the same under all codecs. */
export interface FormatValues {
  /** Name and Hive type. */
  readonly columns: readonly (readonly [string, string])[];
  readonly rows: readonly (readonly Plain[])[];
  /** In the form the readers of Paimon tables answer. */
  readonly reading: TableReading;
  /** Rows of the tables `matrix.FORMAT_COLUMN`, which have one column beside the id. */
  readonly alone: Readonly<Record<string, readonly (readonly Plain[])[]>>;
}

export const formatValues = async (id: FormatId): Promise<FormatValues> =>
  JSON.parse(await readFile(`${GOLDEN}${id}.json`, 'utf8')) as FormatValues;

/** The tables of all formats as SHOW CREATE TABLE describes them. */
export async function matrixDdl(): Promise<string> {
  return (await Promise.all(FORMAT_IDS.map((id) => readFile(`${GOLDEN}${id}.sql`, 'utf8')))).join('\n');
}
