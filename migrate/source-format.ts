import type { StorageDescriptor } from '../catalog/index.js';
import {
  AVRO_ANY_CASE,
  AVRO_LITERAL,
  AVRO_URL,
  COLUMNAR_SERDE,
  COLUMNS_PROPERTY,
  LAZY_BINARY_COLUMNAR_SERDE,
  ORC_POSITIONAL,
  PROLEPTIC_DEFAULT,
  SERDE_PROPERTY,
  TEXT_PROPERTIES,
  TEXT_SERDES,
} from '../formats/index.js';
import type { FileStorage, FormatName } from '../formats/index.js';

/** What a metastore entry says of files of one format. */
interface KnownFormat {
  /** How people name it. */
  readonly title: string;
  readonly inputFormats: readonly string[];
  readonly outputFormat: string;
  readonly serdes: readonly string[];
  /** Properties of table, partition or SerDe that the format's reader takes notice of. */
  readonly properties: readonly string[];
}

/** The first class of each list is the one `STORED AS` writes. Source: org.apache.hadoop.hive.ql.io.StorageFormatDescriptor. */
const FORMATS: Readonly<Record<FormatName, KnownFormat>> = {
  parquet: {
    title: 'Parquet',
    inputFormats: [
      'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
      'parquet.hive.DeprecatedParquetInputFormat',
      'parquet.hive.MapredParquetInputFormat',
    ],
    outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
    serdes: ['org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe', 'parquet.hive.serde.ParquetHiveSerDe'],
    properties: [PROLEPTIC_DEFAULT],
  },
  orc: {
    title: 'ORC',
    inputFormats: ['org.apache.hadoop.hive.ql.io.orc.OrcInputFormat'],
    outputFormat: 'org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat',
    serdes: ['org.apache.hadoop.hive.ql.io.orc.OrcSerde'],
    properties: [ORC_POSITIONAL],
  },
  avro: {
    title: 'Avro',
    inputFormats: ['org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat'],
    outputFormat: 'org.apache.hadoop.hive.ql.io.avro.AvroContainerOutputFormat',
    serdes: ['org.apache.hadoop.hive.serde2.avro.AvroSerDe'],
    properties: [AVRO_LITERAL, AVRO_URL, AVRO_ANY_CASE],
  },
  text: {
    title: 'text',
    inputFormats: ['org.apache.hadoop.mapred.TextInputFormat'],
    outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
    serdes: TEXT_SERDES,
    properties: [SERDE_PROPERTY, ...TEXT_PROPERTIES],
  },
  sequence: {
    title: 'SequenceFile',
    inputFormats: ['org.apache.hadoop.mapred.SequenceFileInputFormat'],
    outputFormat: 'org.apache.hadoop.hive.ql.io.HiveSequenceFileOutputFormat',
    serdes: TEXT_SERDES,
    properties: [SERDE_PROPERTY, ...TEXT_PROPERTIES],
  },
  rcfile: {
    title: 'RCFile',
    inputFormats: ['org.apache.hadoop.hive.ql.io.RCFileInputFormat'],
    outputFormat: 'org.apache.hadoop.hive.ql.io.RCFileOutputFormat',
    serdes: [LAZY_BINARY_COLUMNAR_SERDE, COLUMNAR_SERDE],
    properties: [SERDE_PROPERTY, ...TEXT_PROPERTIES],
  },
};

/** The formats that are carried, for messages. */
export const CARRIED = Object.values(FORMATS)
  .map(({ title }) => title)
  .join(', ');

/** The format whose input format a descriptor names; undefined when no lane reads it. */
export function formatOf(storage: StorageDescriptor): FormatName | undefined {
  const names = Object.keys(FORMATS) as FormatName[];
  return names.find((name) => FORMATS[name].inputFormats.includes(storage.inputFormat));
}

/** Whether the descriptor's SerDe is the format's own. */
export const hasOwnSerde = (storage: StorageDescriptor, format: FormatName): boolean =>
  FORMATS[format].serdes.includes(storage.serde);

/**
 * How the files of a descriptor are to be read. `parameters` are those of the table and of the partition; the SerDe's win over them, as
 * in Hive's MetaStoreUtils.getSchema.
 */
export function fileStorage(
  storage: StorageDescriptor,
  format: FormatName,
  parameters: Readonly<Record<string, string>>,
): FileStorage {
  const all: Record<string, string> = {
    ...parameters,
    ...storage.parameters,
    ...storage.serdeParameters,
    [SERDE_PROPERTY]: storage.serde,
    [COLUMNS_PROPERTY]: storage.columns.map(({ name }) => name).join(','),
  };
  const known = FORMATS[format].properties.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]]));
  return { format, properties: Object.fromEntries(known) as Record<string, string> };
}

/** The classes `STORED AS` gives a table of the format. */
export function storageClasses(format: FormatName): Pick<StorageDescriptor, 'inputFormat' | 'outputFormat' | 'serde'> {
  const { inputFormats, outputFormat, serdes } = FORMATS[format];
  return { inputFormat: inputFormats[0]!, outputFormat, serde: serdes[0]! };
}
