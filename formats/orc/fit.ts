import { LakeliftError, placed } from '../../errors/error.js';
import { typeName } from '../type-name.js';
import type { DataType, Field } from '../types.js';
import { conversion } from './convert.js';
import type { Convert } from './convert.js';
import { orcTypeName } from './schema.js';
import type { OrcType } from './schema.js';
import type { OrcTail } from './tail.js';

/** A node of the file beside what the table wants of it. */
export interface OrcNode {
  readonly file: OrcType;
  readonly to: DataType;
  /** Of scalars. */
  readonly convert?: Convert;
  /** Of lists, maps and structs, in the table's order; undefined is a field the file lacks, which is null. */
  readonly children: readonly (OrcNode | undefined)[];
}

/** Hive before 2.0 did not write column names. Source: org.apache.orc.impl.SchemaEvolution. */
const UNNAMED = /^_col\d+$/;
/** Columns of the files of a transactional table, around the row itself. */
const ACID = ['operation', 'originalTransaction', 'bucket', 'rowId', 'currentTransaction', 'row'];

/** How columns are found; struct fields below them always by name. */
export type OrcMapping = 'name' | 'position';

/**
 * Finds the table's columns in a file: by name without regard to case, or by position when asked to or when the file's names are all
 * `_col0`, `_col1`...; for that, `columns` are all of the table's in order, without partition keys. undefined is a column the file
 * lacks. Throws REFUSED, naming the column, where the file cannot become the table without guessing: other types, unions, encrypted
 * columns, files of transactional tables.
 */
export function fitOrc(
  tail: OrcTail,
  columns: readonly Field[],
  mapping: OrcMapping = 'name',
): (OrcNode | undefined)[] {
  const { schema, encrypted } = tail;
  if (schema.kind !== 'STRUCT') throw refused(`the file holds ${orcTypeName(schema)}, not rows`);
  if (ACID.every((name, i) => schema.fieldNames[i] === name)) {
    throw refused('the file is of a transactional (ACID) table: it holds changes, not rows');
  }
  const unnamed = schema.fieldNames.length > 0 && schema.fieldNames.every((name) => UNNAMED.test(name));
  const byPosition = mapping === 'position' || unnamed;
  return columns.map(({ name, type }, index) => {
    const position = byPosition ? index : fieldIndex(schema, name);
    const file = position === undefined ? undefined : schema.children[position];
    if (file === undefined) return undefined;
    try {
      const node = fitNode(file, type, name);
      requireReadable(node, encrypted);
      return node;
    } catch (error) {
      throw placed(error, { column: name });
    }
  });
}

function fitNode(file: OrcType, to: DataType, name: string): OrcNode {
  const [first, second] = file.children;
  if (file.kind === 'LIST' && to.kind === 'ARRAY') {
    return { file, to, children: [fitNode(first!, to.element, `${name}.element`)] };
  }
  if (file.kind === 'MAP' && to.kind === 'MAP') {
    const children = [fitNode(first!, to.key, `${name}.key`), fitNode(second!, to.value, `${name}.value`)];
    return { file, to, children };
  }
  if (file.kind === 'STRUCT' && to.kind === 'ROW') {
    const children = to.fields.map((field) => {
      const index = fieldIndex(file, field.name);
      return index === undefined ? undefined : fitNode(file.children[index]!, field.type, `${name}.${field.name}`);
    });
    return { file, to, children };
  }
  const convert = conversion(file, to);
  if (convert !== undefined) return { file, to, convert, children: [] };
  throw refused(`${name} is ${orcTypeName(file)} in the file, ${typeName(to)} in the table`);
}

function fieldIndex(struct: OrcType, name: string): number | undefined {
  const wanted = name.toLowerCase();
  const found = struct.fieldNames.flatMap((field, index) => (field.toLowerCase() === wanted ? [index] : []));
  if (found.length < 2) return found[0];
  const names = found.map((index) => struct.fieldNames[index]!).join(' and ');
  throw refused(`the file has the columns ${names}, which Hive cannot tell apart`).at({ column: name });
}

/** Without the key, an encrypted column reads as its mask: wrong values, not missing ones. */
function requireReadable(node: OrcNode, encrypted: readonly number[]): void {
  const ids = typeIds(node);
  if (encrypted.some((root) => root === 0 || ids.has(root))) throw refused('the column is encrypted');
}

/** The ids of all types that are read for a node. */
export function typeIds(node: OrcNode): Set<number> {
  const ids = new Set([node.file.id]);
  for (const child of node.children) {
    if (child !== undefined) for (const id of typeIds(child)) ids.add(id);
  }
  return ids;
}

function refused(why: string): LakeliftError {
  return new LakeliftError('REFUSED', why, {
    next: "rewrite the file with the table's types, or leave the table out with --tables",
  });
}
