import type { DataType } from '../../types.js';
import { annotationOf, withoutAnnotation } from '../annotation.js';
import type { SchemaNode } from '../metadata.js';

/**
 * A node as parquet-wasm wrote it, under the names and annotations Paimon gives to `type`; the physical form stays.
 * Source: org.apache.paimon.format.parquet.ParquetSchemaConverter.
 */
export function paimonNode(written: SchemaNode, name: string, type: DataType): SchemaNode {
  const node = { ...withoutAnnotation(written), name };
  switch (type.kind) {
    case 'ARRAY': {
      const list = written.children[0]!;
      const element = paimonNode(list.children[0]!, 'element', type.element);
      const repeated = { ...withoutAnnotation(list), name: 'list', children: [element] };
      return { ...node, convertedType: 'LIST', logicalType: { kind: 'LIST' }, children: [repeated] };
    }
    case 'MAP': {
      const pairs = written.children[0]!;
      const [key, value] = pairs.children;
      const children = [paimonNode(key!, 'key', type.key), paimonNode(value!, 'value', type.value)];
      const repeated = { ...withoutAnnotation(pairs), name: 'key_value', children };
      return { ...node, convertedType: 'MAP', logicalType: { kind: 'MAP' }, children: [repeated] };
    }
    case 'ROW':
      return {
        ...node,
        children: type.fields.map((field, i) => paimonNode(written.children[i]!, field.name, field.type)),
      };
    default:
      return { ...node, ...annotationOf(type) };
  }
}
