import { LakeliftError } from '../errors/error.js';
import type { Scalar } from '../formats/index.js';
import { partitionValueText } from './partition-value.js';
import { partitionTypes, type TableSchema } from './schema.js';

export { parsePartitionValue } from './partition-value.js';

/** Paimon's name for a null partition where the table does not say otherwise. */
const DEFAULT_NAME = '__DEFAULT_PARTITION__';
/** What Paimon's PartitionPathUtils writes as %XX; a blank is not among it. */

const ESCAPED = /[\x00-\x1f"#%'*/:=?\\\x7f{}[\]^]/g;
/** Text that Java's Character.isWhitespace finds blank from end to end: written as null is. */

const BLANK = /^[\t-\r\x1c-\x20\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]*$/;

/** A name or value as it stands in a partition directory. */
export function escapePathName(text: string): string {
  return text.replace(
    ESCAPED,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

/**
 * The partition directory of a table, 'dt=2024-01-01/hr=3', or '' for a table without partitions. Paimon derives it from the values in
 * the manifest, so it must be exactly this text. Throws INTERNAL when the number of values is not that of the keys.
 */
export function partitionPath(schema: TableSchema, values: readonly Scalar[]): string {
  const types = partitionTypes(schema);
  if (values.length !== types.length) {
    throw new LakeliftError('INTERNAL', `${values.length} partition values for ${types.length} partition keys`);
  }
  const legacy = schema.options['partition.legacy-name'] !== 'false';
  const nullName = schema.options['partition.default-name'] ?? DEFAULT_NAME;
  return schema.partitionKeys
    .map((key, index) => {
      const value = values[index] ?? null;
      const text = value === null ? '' : partitionValueText(value, types[index]!, legacy);
      return `${escapePathName(key)}=${escapePathName(BLANK.test(text) ? nullName : text)}`;
    })
    .join('/');
}

/** Directory of one bucket: '<table>/<partition>/bucket-0'. */
export function bucketPath(schema: TableSchema, table: string, values: readonly Scalar[], bucket: number): string {
  const directory = schema.options['data-file.path-directory'];
  const name = bucket === -2 ? 'bucket-postpone' : `bucket-${bucket}`;
  return [table, directory ?? '', partitionPath(schema, values), name].filter((part) => part !== '').join('/');
}

/** Store path of a data file; tables without buckets have all of them in bucket 0. */
export function dataFilePath(
  schema: TableSchema,
  table: string,
  values: readonly Scalar[],
  fileName: string,
  bucket = 0,
): string {
  return `${bucketPath(schema, table, values, bucket)}/${fileName}`;
}
