import { LakeliftError } from '../../errors/error.js';
import type { DataType, Field } from '../types.js';
import { fitLeaf, mismatch } from './fit-leaf.js';
import type { Fit } from './fit-leaf.js';
import type { SchemaNode } from './metadata.js';

/**
 * Whether the bytes of a column, nested ones included, are what Java Paimon reads as `type`; `kept` is the file's node under the
 * table's names and annotations. Throws REFUSED where the file cannot become the table without guessing. Within maps Hive takes the
 * fields of structs by position when one is absent, and fails.
 */
export function fitNode(node: SchemaNode, type: DataType, inMap = false): Fit {
  // A repeated field outside of a list or map annotation: Java Paimon throws on reading it.
  if (node.repetition === 'REPEATED') {
    if (type.kind !== 'ARRAY') throw mismatch(node, type);
    return { reencode: 'a repeated field without a list around it' };
  }
  switch (type.kind) {
    case 'ARRAY':
      return fitList(node, type, inMap);
    case 'MAP':
      return fitMap(node, type);
    case 'ROW':
      // A group of any annotation (LIST, MAP, VARIANT) is not a struct.
      if (node.type !== undefined || (node.logicalType ?? node.convertedType) !== undefined) throw mismatch(node, type);
      return fitRow(node, type.fields, inMap);
    default:
      if (node.type === undefined) throw mismatch(node, type);
      return fitLeaf(node, type);
  }
}

const isAnnotatedAs = (node: SchemaNode, kind: 'LIST' | 'MAP') =>
  node.logicalType?.kind === kind ||
  node.convertedType === kind ||
  (kind === 'MAP' && node.convertedType === 'MAP_KEY_VALUE');

/** Source: parquet-format LogicalTypes.md, "Lists" with its backward-compatibility rules. */
function fitList(node: SchemaNode, type: DataType & { kind: 'ARRAY' }, inMap: boolean): Fit {
  const repeated = node.children[0];
  if (!isAnnotatedAs(node, 'LIST') || node.children.length !== 1 || repeated?.repetition !== 'REPEATED') {
    throw mismatch(node, type);
  }
  if (repeated.type !== undefined) {
    const element = fitNode({ ...repeated, repetition: 'REQUIRED' }, type.element, inMap);
    return within(element, (kept) => ({ ...node, children: [{ ...kept, repetition: 'REPEATED' as const }] }));
  }
  if (isElement(node, repeated)) {
    // Checked for what it refuses; the two-level form itself cannot be read.
    fitNode({ ...repeated, repetition: 'REQUIRED' }, type.element, inMap);
    return { reencode: 'a list of structs in the two-level form' };
  }
  const element = fitNode(repeated.children[0]!, type.element, inMap);
  return within(element, (kept) => ({ ...node, children: [{ ...repeated, children: [kept] }] }));
}

/** Whether the repeated group of a list is itself the element (two levels) rather than a wrapper of it (three). */
export function isElement(list: SchemaNode, repeated: SchemaNode): boolean {
  return repeated.children.length !== 1 || repeated.name === 'array' || repeated.name === `${list.name}_tuple`;
}

/** Whether a node is a list whose repeated child is itself the element, be it a leaf or a group. */
export function isTwoLevel(node: SchemaNode): boolean {
  const [repeated, more] = node.children;
  if (!isAnnotatedAs(node, 'LIST') || repeated?.repetition !== 'REPEATED' || more !== undefined) return false;
  return repeated.type !== undefined || isElement(node, repeated);
}

function fitMap(node: SchemaNode, type: DataType & { kind: 'MAP' }): Fit {
  const pairs = node.children[0];
  const [key, value] = pairs?.children ?? [];
  const shaped = node.children.length === 1 && pairs?.repetition === 'REPEATED' && pairs.children.length === 2;
  if (!isAnnotatedAs(node, 'MAP') || !shaped || key === undefined || value === undefined) throw mismatch(node, type);
  const [keyFit, valueFit] = [fitNode(key, type.key, true), fitNode(value, type.value, true)];
  if ('reencode' in keyFit) return keyFit;
  return within(valueFit, (kept) => ({ ...node, children: [{ ...pairs, children: [keyFit.kept, kept] }] }));
}

/**
 * Sub-fields go by name, ignoring case; one more in the file is left in its place, one missing is null, as in Hive. pypaimon fails on
 * structs whose fields are in another order than the table's.
 */
function fitRow(node: SchemaNode, fields: readonly Field[], inMap: boolean): Fit {
  const children = [...node.children];
  let reencode: string | undefined;
  let last = -1;
  for (const field of fields) {
    const index = findColumn(node, field.name);
    if (index === undefined) {
      if (inMap) throw lacksField(node, field);
      reencode ??= `${field.name}: absent from the file`;
      continue;
    }
    if (index < last) reencode ??= `${field.name}: in another order than the table has it`;
    last = index;
    const fit = fitNode(node.children[index]!, field.type, inMap);
    if ('reencode' in fit) reencode ??= `${field.name}: ${fit.reencode}`;
    else children[index] = renamed(fit.kept, field.name);
  }
  return reencode === undefined ? { kept: { ...node, children } } : { reencode };
}

function lacksField(node: SchemaNode, field: Field): LakeliftError {
  return new LakeliftError('REFUSED', `struct ${node.name}, within a map, has no field ${field.name} in the file`, {
    next: "rewrite the file with the table's struct, or leave the table out with --tables",
  });
}

function within(fit: Fit, wrap: (kept: SchemaNode) => SchemaNode): Fit {
  return 'kept' in fit ? { kept: wrap(fit.kept) } : fit;
}

/** The node under another name. */
export const renamed = (node: SchemaNode, name: string): SchemaNode => ({ ...node, name });

/** The index of the child of that name, ignoring case as Hive does; REFUSED when two of them would do. */
export function findColumn(group: SchemaNode, name: string): number | undefined {
  const wanted = name.toLowerCase();
  const found = group.children.flatMap((child, index) => (child.name.toLowerCase() === wanted ? [index] : []));
  if (found.length > 1) {
    const names = found.map((index) => group.children[index]!.name).join(' and ');
    throw new LakeliftError('REFUSED', `the file has the columns ${names}, which Hive cannot tell apart`, {
      column: name,
      next: 'rewrite the file with one of them, or leave the table out with --tables',
    });
  }
  return found[0];
}
