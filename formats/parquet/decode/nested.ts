import type { Data, DataType as ArrowType } from 'apache-arrow';
import type { DataType, Field, Value } from '../../types.js';
import { findColumn, isElement } from '../fit.js';
import type { SchemaNode } from '../metadata.js';
import type { WriterTimes } from '../writer-times.js';
import { leafValues } from './leaf.js';
import type { ValueAt } from './values.js';

/** Values of a column whose arrow data was decoded from `node`, as the table's type and the writer's calendar have them; null where the data says so. */
export function valuesOf(data: Data<ArrowType>, node: SchemaNode, type: DataType, times: WriterTimes): ValueAt {
  const present = presentValues(data, node, type, times);
  if (data.nullCount === 0) return present;
  return (row) => (data.getValid(row) ? present(row) : null);
}

function presentValues(data: Data<ArrowType>, node: SchemaNode, type: DataType, times: WriterTimes): ValueAt {
  switch (type.kind) {
    case 'ARRAY':
      return lists(data, valuesOf(data.children[0]!, elementNode(node), type.element, times));
    case 'MAP': {
      const pairs = data.children[0]!;
      const [key, value] = node.children[0]!.children;
      const keyAt = valuesOf(pairs.children[0]!, key!, type.key, times);
      const valueAt = valuesOf(pairs.children[1]!, value!, type.value, times);
      return lists(data, (row) => [keyAt(row), valueAt(row)]);
    }
    case 'ROW':
      return structs(data, node, type.fields, times);
    default:
      return leafValues(data, node, type, times);
  }
}

/** The node of a list's elements in the three-level, two-level and bare forms. */
function elementNode(node: SchemaNode): SchemaNode {
  if (node.repetition === 'REPEATED') return { ...node, repetition: 'REQUIRED' };
  const repeated = node.children[0]!;
  if (repeated.type !== undefined || isElement(node, repeated)) return { ...repeated, repetition: 'REQUIRED' };
  return repeated.children[0]!;
}

function lists(data: Data<ArrowType>, element: (row: number) => Value): ValueAt {
  const offsets = data.valueOffsets as Int32Array;
  return (row) => {
    const values: Value[] = [];
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) values.push(element(at));
    return values;
  };
}

/** A field the file lacks is null; a struct of which it has no field is null itself, as in Hive. */
function structs(data: Data<ArrowType>, node: SchemaNode, fields: readonly Field[], times: WriterTimes): ValueAt {
  const parts = fields.map((field): ValueAt | undefined => {
    const index = findColumn(node, field.name);
    if (index === undefined) return undefined;
    return valuesOf(data.children[index]!, node.children[index]!, field.type, times);
  });
  if (parts.every((part) => part === undefined)) return () => null;
  return (row) => parts.map((part) => part?.(row) ?? null);
}
