/** The classes a table's files are read and written with, as the metastore names them. */
export interface StorageFormat {
  readonly inputFormat: string;
  readonly outputFormat: string;
  readonly serde: string;
}

const QL = 'org.apache.hadoop.hive.ql.io.';
const TEXT_OUTPUT = `${QL}HiveIgnoreKeyTextOutputFormat`;
const TEXT_INPUT = 'org.apache.hadoop.mapred.TextInputFormat';

/** What a table is read by when its DDL names only a format of text lines. */
export const LAZY_SIMPLE_SERDE = 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe';

/**
 * `STORED AS <word>` and the formats Spark calls by the same word.
 * Source: org.apache.hadoop.hive.ql.io.*StorageFormatDescriptor and org.apache.spark.sql.internal.HiveSerDe.
 */
const FORMATS: Readonly<Record<string, StorageFormat>> = {
  parquet: {
    inputFormat: `${QL}parquet.MapredParquetInputFormat`,
    outputFormat: `${QL}parquet.MapredParquetOutputFormat`,
    serde: `${QL}parquet.serde.ParquetHiveSerDe`,
  },
  orc: {
    inputFormat: `${QL}orc.OrcInputFormat`,
    outputFormat: `${QL}orc.OrcOutputFormat`,
    serde: `${QL}orc.OrcSerde`,
  },
  avro: {
    inputFormat: `${QL}avro.AvroContainerInputFormat`,
    outputFormat: `${QL}avro.AvroContainerOutputFormat`,
    serde: 'org.apache.hadoop.hive.serde2.avro.AvroSerDe',
  },
  textfile: { inputFormat: TEXT_INPUT, outputFormat: TEXT_OUTPUT, serde: LAZY_SIMPLE_SERDE },
  sequencefile: {
    inputFormat: 'org.apache.hadoop.mapred.SequenceFileInputFormat',
    outputFormat: `${QL}HiveSequenceFileOutputFormat`,
    serde: LAZY_SIMPLE_SERDE,
  },
  rcfile: {
    inputFormat: `${QL}RCFileInputFormat`,
    outputFormat: `${QL}RCFileOutputFormat`,
    serde: 'org.apache.hadoop.hive.serde2.columnar.LazyBinaryColumnarSerDe',
  },
  jsonfile: {
    inputFormat: TEXT_INPUT,
    outputFormat: TEXT_OUTPUT,
    serde: 'org.apache.hadoop.hive.serde2.JsonSerDe',
  },
};

/** The words after STORED AS, for messages. */
export const FORMAT_WORDS = Object.keys(FORMATS).map((word) => word.toUpperCase());

/** The format behind a word in any case, or undefined. */
export function formatNamed(word: string): StorageFormat | undefined {
  return FORMATS[word.toLowerCase()];
}

/**
 * What Spark enters in the metastore for `USING <provider>`: a format Hive has too, else a stand-in that Hive cannot read.
 * Source: org.apache.spark.sql.hive.HiveExternalCatalog.createDataSourceTable.
 */
export function formatOfProvider(provider: string): StorageFormat {
  const known: Readonly<Record<string, string>> = { parquet: 'parquet', orc: 'orc', avro: 'avro' };
  const { inputFormat, outputFormat, serde } = FORMATS[known[provider.toLowerCase()] ?? 'sequencefile']!;
  return { inputFormat, outputFormat, serde };
}
