import type { Data, DataType as ArrowType } from 'apache-arrow';
import { placed } from '../../../errors/error.js';
import type { Field } from '../../types.js';
import type { SchemaNode } from '../metadata.js';
import type { PlacedChunk } from '../stitch.js';
import { arrowData } from './arrow-data.js';
import type { ValueList } from './flat-data.js';
import { leafParts } from './leaves.js';
import type { LeafPart } from './leaves.js';
import { encodeLeaf } from './pages.js';
import type { LeafNode } from './pages.js';
import { paimonNode } from './schema.js';

/** A column encoded anew: its node for the target's schema and its chunks, one per leaf. */
export interface EncodedColumn {
  readonly field: Field;
  readonly schema: SchemaNode;
  readonly chunks: readonly PlacedChunk[];
}

/** Values of one column in the physical form Paimon stores its type in: of a column that is not nested as its only leaf, too. */
export type ColumnData = Data<ArrowType> | LeafPart;

/** Bytes of memory that the values take. */
export function bytesOf(values: ColumnData): number {
  return 'slots' in values ? values.data.byteLength + (values.definition?.length ?? 0) : values.byteLength;
}

/** Values as `encodeData` takes them. Throws REFUSED, naming the column, for values the type cannot hold. */
export function columnData({ name, type }: Field, values: ValueList): Data<ArrowType> {
  try {
    return arrowData(values, type);
  } catch (error) {
    throw placed(error, { column: name });
  }
}

/** Encodes one column's values as a single row group. Throws REFUSED naming the column. */
export function encodeColumn(field: Field, values: ValueList): EncodedColumn {
  return encodeData(field, [columnData(field, values)]);
}

/** Encodes one column, whose values come in one or more parts, as a single row group; without values, as a schema only. */
export function encodeData(field: Field, parts: readonly ColumnData[]): EncodedColumn {
  const schema = paimonNode(field.name, field.type);
  if (parts.every((part) => ('slots' in part ? part.slots : part.length) === 0)) return { field, schema, chunks: [] };
  const split = parts.map((part) => ('slots' in part ? [part] : leafParts(schema, part)));
  const chunks = leafNodes(schema).map((leaf, i) =>
    encodeLeaf(
      leaf,
      split.map((leaves) => leaves[i]!),
    ),
  );
  return { field, schema, chunks };
}

function leafNodes(node: SchemaNode, above: LeafNode = ROOT): LeafNode[] {
  const leaf: LeafNode = {
    node,
    path: [...above.path, node.name],
    maxDefinition: above.maxDefinition + (node.repetition === 'REQUIRED' ? 0 : 1),
    maxRepetition: above.maxRepetition + (node.repetition === 'REPEATED' ? 1 : 0),
  };
  return node.type === undefined ? node.children.flatMap((child) => leafNodes(child, leaf)) : [leaf];
}

const ROOT: LeafNode = { node: { name: '', children: [] }, path: [], maxDefinition: 0, maxRepetition: 0 };
