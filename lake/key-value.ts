import type { Field, Scalar } from '../formats/index.js';
import { writeBinaryRow } from './binary-row-writer.js';
import { fieldNamed, type TableField, type TableSchema } from './schema.js';

/** Columns before the table's own in a data file. Source: org.apache.paimon.KeyValue.schema. */
export const KEY_PREFIX = '_KEY_';
export const SEQUENCE_NUMBER: Field = { name: '_SEQUENCE_NUMBER', type: { kind: 'BIGINT' } };
export const VALUE_KIND: Field = { name: '_VALUE_KIND', type: { kind: 'TINYINT' } };

/** The level of files in which no key is twice and nothing older lies below: that of a full compaction with Paimon's defaults. */
export const MAX_LEVEL = 5;

/** The level a full compaction of a table writes. Source: org.apache.paimon.CoreOptions.numLevels. */
export function maxLevelOf({ options }: TableSchema): number {
  const levels = options['num-levels'];
  if (levels !== undefined) return Number(levels) - 1;
  return Number(options['num-sorted-run.compaction-trigger'] ?? MAX_LEVEL);
}

/** The columns that tell rows of one partition apart: the primary key without the partition keys. */
export function trimmedKey(schema: TableSchema): TableField[] {
  return schema.primaryKeys
    .filter((name) => !schema.partitionKeys.includes(name))
    .map((name) => fieldNamed(schema, name));
}

/** The columns of a data file of a primary-key table, partition columns included. */
export function keyValueFields(schema: TableSchema): Field[] {
  const keys = trimmedKey(schema).map(({ name, type }) => ({ name: KEY_PREFIX + name, type }));
  return [...keys, SEQUENCE_NUMBER, VALUE_KIND, ...schema.fields.map(({ name, type }) => ({ name, type }))];
}

/** A key as manifests have it: the values of `trimmedKey` as a BinaryRow. */
export function encodeKey(schema: TableSchema, values: readonly Scalar[]): Uint8Array {
  return writeBinaryRow(
    trimmedKey(schema).map(({ type }) => type),
    values,
  );
}
