import type { DataType } from '../../types.js';
import { annotationOf } from '../annotation.js';
import { decimalBytes } from '../fit-leaf.js';
import type { PhysicalType, Repetition, SchemaNode } from '../metadata.js';

/** The node of a column of `type` as Paimon writes it. Source: org.apache.paimon.format.parquet.ParquetSchemaConverter. */
export function paimonNode(name: string, type: DataType, repetition: Repetition = 'OPTIONAL'): SchemaNode {
  const node = { name, repetition };
  switch (type.kind) {
    case 'ARRAY': {
      const list: SchemaNode = {
        name: 'list',
        repetition: 'REPEATED',
        children: [paimonNode('element', type.element)],
      };
      return { ...node, convertedType: 'LIST', logicalType: { kind: 'LIST' }, children: [list] };
    }
    case 'MAP': {
      const children = [paimonNode('key', type.key, 'REQUIRED'), paimonNode('value', type.value)];
      const pairs: SchemaNode = { name: 'key_value', repetition: 'REPEATED', children };
      return { ...node, convertedType: 'MAP', logicalType: { kind: 'MAP' }, children: [pairs] };
    }
    case 'ROW':
      return { ...node, children: type.fields.map((field) => paimonNode(field.name, field.type)) };
    case 'DECIMAL':
      if (type.precision > 18) {
        const typeLength = decimalBytes(type.precision);
        return { ...node, type: 'FIXED_LEN_BYTE_ARRAY', typeLength, ...annotationOf(type), children: [] };
      }
      return { ...node, type: type.precision <= 9 ? 'INT32' : 'INT64', ...annotationOf(type), children: [] };
    default:
      return { ...node, type: PHYSICAL[type.kind], ...annotationOf(type), children: [] };
  }
}

const PHYSICAL: Readonly<Record<Exclude<DataType['kind'], 'ARRAY' | 'MAP' | 'ROW' | 'DECIMAL'>, PhysicalType>> = {
  BOOLEAN: 'BOOLEAN',
  TINYINT: 'INT32',
  SMALLINT: 'INT32',
  INT: 'INT32',
  DATE: 'INT32',
  BIGINT: 'INT64',
  TIMESTAMP: 'INT64',
  TIMESTAMP_LTZ: 'INT64',
  FLOAT: 'FLOAT',
  DOUBLE: 'DOUBLE',
  STRING: 'BYTE_ARRAY',
  CHAR: 'BYTE_ARRAY',
  VARCHAR: 'BYTE_ARRAY',
  BYTES: 'BYTE_ARRAY',
};
