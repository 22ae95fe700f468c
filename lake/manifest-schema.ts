import type { AvroField, AvroRecordSchema, AvroSchema } from './avro-schema.js';

/*
 * The Avro schemas of Paimon 1.4.2's manifests, field for field: org.apache.paimon.manifest.ManifestEntry, ManifestFileMeta,
 * org.apache.paimon.io.DataFileMeta and org.apache.paimon.stats.SimpleStats, named as AvroSchemaConverter names nested records.
 */

const NAMESPACE = 'org.apache.paimon.avro.generated';

const field = (name: string, type: AvroSchema): AvroField => ({ name, type });
const nullable = (name: string, type: AvroSchema): AvroField => ({ name, type: ['null', type], default: null });
const list = (items: AvroSchema): AvroSchema => ({ type: 'array', items });

function statistics(name: string): AvroRecordSchema {
  return {
    type: 'record',
    name,
    fields: [
      field('_MIN_VALUES', 'bytes'),
      field('_MAX_VALUES', 'bytes'),
      nullable('_NULL_COUNTS', list(['null', 'long'])),
    ],
  };
}

const DATA_FILE: AvroRecordSchema = {
  type: 'record',
  name: 'record__FILE',
  fields: [
    field('_FILE_NAME', 'string'),
    field('_FILE_SIZE', 'long'),
    field('_ROW_COUNT', 'long'),
    field('_MIN_KEY', 'bytes'),
    field('_MAX_KEY', 'bytes'),
    field('_KEY_STATS', statistics('record__FILE__KEY_STATS')),
    field('_VALUE_STATS', statistics('record__FILE__VALUE_STATS')),
    field('_MIN_SEQUENCE_NUMBER', 'long'),
    field('_MAX_SEQUENCE_NUMBER', 'long'),
    field('_SCHEMA_ID', 'long'),
    field('_LEVEL', 'int'),
    field('_EXTRA_FILES', list('string')),
    nullable('_CREATION_TIME', { type: 'long', logicalType: 'timestamp-millis' }),
    nullable('_DELETE_ROW_COUNT', 'long'),
    nullable('_EMBEDDED_FILE_INDEX', 'bytes'),
    nullable('_FILE_SOURCE', 'int'),
    nullable('_VALUE_STATS_COLS', list('string')),
    nullable('_EXTERNAL_PATH', 'string'),
    nullable('_FIRST_ROW_ID', 'long'),
    nullable('_WRITE_COLS', list('string')),
  ],
};

/** One entry of a manifest: a data file added to or deleted from the table. */
export const MANIFEST_SCHEMA: AvroRecordSchema = {
  type: 'record',
  name: 'record',
  namespace: NAMESPACE,
  fields: [
    field('_VERSION', 'int'),
    field('_KIND', 'int'),
    field('_PARTITION', 'bytes'),
    field('_BUCKET', 'int'),
    field('_TOTAL_BUCKETS', 'int'),
    field('_FILE', DATA_FILE),
  ],
};

/** One entry of a manifest list: a manifest with a summary of its entries. */
export const MANIFEST_LIST_SCHEMA: AvroRecordSchema = {
  type: 'record',
  name: 'record',
  namespace: NAMESPACE,
  fields: [
    field('_VERSION', 'int'),
    field('_FILE_NAME', 'string'),
    field('_FILE_SIZE', 'long'),
    field('_NUM_ADDED_FILES', 'long'),
    field('_NUM_DELETED_FILES', 'long'),
    field('_PARTITION_STATS', statistics('record__PARTITION_STATS')),
    field('_SCHEMA_ID', 'long'),
    nullable('_MIN_BUCKET', 'int'),
    nullable('_MAX_BUCKET', 'int'),
    nullable('_MIN_LEVEL', 'int'),
    nullable('_MAX_LEVEL', 'int'),
    nullable('_MIN_ROW_ID', 'long'),
    nullable('_MAX_ROW_ID', 'long'),
  ],
};
