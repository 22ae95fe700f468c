import { LakeliftError } from '../../errors/error.js';
import type { DataType } from '../types.js';
import { leavesOf } from './metadata.js';
import type { ParquetFooter, SchemaNode } from './metadata.js';

const UTC = new Set(['UTC', 'Z', 'GMT', 'Etc/UTC', 'Etc/GMT', 'UCT', 'Etc/UCT', 'Zulu', 'Universal', 'Greenwich']);

/**
 * Refuses dates and timestamps whose footer says that they are not what they look like: written in a zone other than UTC (Hive's
 * `writer.time.zone`), or in the hybrid Julian calendar (Spark's legacy keys). Sources: Hive's DataWritableWriteSupport, Spark's
 * ParquetWriteSupport and DataSourceUtils.datetimeRebaseSpec.
 */
export function refuseForeignTime(footer: ParquetFooter, node: SchemaNode, type: DataType): void {
  const kinds = kindsOf(type);
  const times = kinds.has('TIMESTAMP') || kinds.has('TIMESTAMP_LTZ');
  if (!times && !kinds.has('DATE')) return;
  const zone = footer.keyValues.get('writer.time.zone');
  if (times && zone !== undefined && !UTC.has(zone)) {
    throw refusal(`its timestamps were written in the zone ${zone}, not in UTC`);
  }
  if (footer.keyValues.has('org.apache.spark.legacyDateTime')) {
    throw refusal('its dates are in the hybrid Julian calendar (org.apache.spark.legacyDateTime)');
  }
  const int96 = leavesOf(node).some((leaf) => leaf.node.type === 'INT96');
  if (int96 && footer.keyValues.has('org.apache.spark.legacyINT96')) {
    throw refusal('its INT96 timestamps are in the hybrid Julian calendar (org.apache.spark.legacyINT96)');
  }
}

function kindsOf(type: DataType): Set<DataType['kind']> {
  switch (type.kind) {
    case 'ARRAY':
      return kindsOf(type.element);
    case 'MAP':
      return new Set([...kindsOf(type.key), ...kindsOf(type.value)]);
    case 'ROW':
      return new Set(type.fields.flatMap((field) => [...kindsOf(field.type)]));
    default:
      return new Set([type.kind]);
  }
}

function refusal(what: string): LakeliftError {
  return new LakeliftError('REFUSED', what, {
    next: 'rewrite the file in UTC and the proleptic calendar, or leave the table out with --tables',
  });
}
