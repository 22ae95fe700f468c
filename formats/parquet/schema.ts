import { CONVERTED_TYPES, NEW_ANNOTATIONS, PHYSICAL_TYPES, REPETITIONS } from './metadata.js';
import type { LogicalType, SchemaNode, TimeUnit } from './metadata.js';
import type { Fields } from './thrift-fields.js';
import { binary, bool, corruptFooter, i32, optional, struct, text } from './thrift-fields.js';
import type { ThriftValue } from './thrift-compact.js';

const MAX_DEPTH = 64;

/** The tree of a footer's flat SchemaElement list (parquet.thrift: depth first, each group with its number of children). */
export function schemaFromElements(elements: readonly Fields[]): SchemaNode {
  let next = 0;
  const take = (depth: number): SchemaNode => {
    const element = elements[next++];
    if (element === undefined) throw corruptFooter('the schema ends before its groups are full');
    if (depth > MAX_DEPTH) throw corruptFooter(`the schema is nested deeper than ${MAX_DEPTH}`);
    const count = element.int(5) ?? 0;
    const node = elementNode(element, depth === 0);
    if (count < 0 || count > elements.length - next) throw corruptFooter(`group ${node.name} has ${count} children`);
    if (node.type !== undefined) {
      if (count > 0) throw corruptFooter(`${node.name} is both a group and a column`);
      return node;
    }
    const children: SchemaNode[] = [];
    for (let i = 0; i < count; i++) children.push(take(depth + 1));
    return { ...node, children };
  };
  const root = take(0);
  if (root.type !== undefined) throw corruptFooter('the root of the schema is not a group');
  if (next !== elements.length) throw corruptFooter('the schema has elements outside of its root');
  return root;
}

function elementNode(element: Fields, root: boolean): SchemaNode {
  const type = known(PHYSICAL_TYPES, element.int(1), 'physical type');
  const repetition = known(REPETITIONS, element.int(3), 'repetition');
  const convertedType = known(CONVERTED_TYPES, element.int(6), 'converted type');
  const typeLength = element.int(2);
  const logical = element.struct(10, 'LogicalType');
  const scale = element.int(7);
  const precision = element.int(8);
  const fieldId = element.int(9);
  const name = element.required(element.text(4), 'name');
  if (!root && repetition === undefined) throw corruptFooter(`${name} has no repetition`);
  if (type === 'FIXED_LEN_BYTE_ARRAY' && (typeLength === undefined || typeLength < 0)) {
    throw corruptFooter(`${name} is of a fixed length but has none`);
  }
  return {
    name,
    ...(root || repetition === undefined ? {} : { repetition }),
    ...(type === undefined ? {} : { type }),
    ...(type !== 'FIXED_LEN_BYTE_ARRAY' || typeLength === undefined ? {} : { typeLength }),
    ...(convertedType === undefined ? {} : { convertedType }),
    ...(logical === undefined ? {} : { logicalType: readLogicalType(logical) }),
    ...(scale === undefined ? {} : { scale }),
    ...(precision === undefined ? {} : { precision }),
    ...(fieldId === undefined ? {} : { fieldId }),
    children: [],
  };
}

/** The name for a number of the file; an unknown number is CORRUPT. */
export function known<T>(names: readonly T[], value: number | undefined, what: string): T | undefined {
  if (value === undefined) return undefined;
  const name = names[value];
  if (name === undefined) throw corruptFooter(`unknown ${what} ${value}`);
  return name;
}

const SIMPLE_LOGICAL = {
  1: 'STRING',
  2: 'MAP',
  3: 'LIST',
  4: 'ENUM',
  6: 'DATE',
  11: 'UNKNOWN',
  12: 'JSON',
  13: 'BSON',
  14: 'UUID',
  15: 'FLOAT16',
  16: 'VARIANT',
  17: 'GEOMETRY',
  18: 'GEOGRAPHY',
} as const;
const UNITS: readonly TimeUnit[] = ['MILLIS', 'MICROS', 'NANOS'];

function readLogicalType(union: Fields): LogicalType {
  const id = union.ids()[0];
  if (id === undefined) return { kind: 'UNRECOGNIZED' };
  const inner = union.struct(id, 'LogicalType');
  if (inner === undefined) return { kind: 'UNRECOGNIZED' };
  if (id === 5) {
    const [scale, precision] = [inner.int(1), inner.int(2)];
    return {
      kind: 'DECIMAL',
      scale: inner.required(scale, 'scale'),
      precision: inner.required(precision, 'precision'),
    };
  }
  if (id === 7 || id === 8) {
    const unit = UNITS[(inner.struct(2, 'TimeUnit')?.ids()[0] ?? 0) - 1];
    if (unit === undefined) return { kind: 'UNRECOGNIZED' };
    return { kind: id === 7 ? 'TIME' : 'TIMESTAMP', adjustedToUtc: inner.bool(1) ?? false, unit };
  }
  if (id === 10) return { kind: 'INTEGER', bitWidth: inner.byte(1) ?? 0, signed: inner.bool(2) ?? false };
  const kind = (SIMPLE_LOGICAL as Record<number, (typeof SIMPLE_LOGICAL)[keyof typeof SIMPLE_LOGICAL]>)[id];
  return { kind: kind ?? 'UNRECOGNIZED' };
}

function isNew({ kind }: LogicalType): boolean {
  return (NEW_ANNOTATIONS as readonly string[]).includes(kind);
}

/** Whether a node or one below it has an annotation that readers may fail on. */
export function hasNewAnnotation(node: SchemaNode): boolean {
  return (node.logicalType !== undefined && isNew(node.logicalType)) || node.children.some(hasNewAnnotation);
}

/** The flat SchemaElement list of a tree. Annotations of NEW_ANNOTATIONS are left out: their columns are none of a table. */
export function schemaToElements(node: SchemaNode): ThriftValue[] {
  const element = struct({
    1: optional(node.type, (type) => i32(PHYSICAL_TYPES.indexOf(type))),
    2: optional(node.typeLength, i32),
    3: optional(node.repetition, (repetition) => i32(REPETITIONS.indexOf(repetition))),
    4: text(node.name),
    5: node.type === undefined ? i32(node.children.length) : undefined,
    6: optional(node.convertedType, (type) => i32(CONVERTED_TYPES.indexOf(type))),
    7: optional(node.scale, i32),
    8: optional(node.precision, i32),
    9: optional(node.fieldId, i32),
    10: node.logicalType === undefined ? undefined : writeLogicalType(node.logicalType),
  });
  return [element, ...node.children.flatMap(schemaToElements)];
}

function writeLogicalType(type: LogicalType): ThriftValue | undefined {
  if (isNew(type)) return undefined;
  switch (type.kind) {
    case 'DECIMAL':
      return struct({ 5: struct({ 1: i32(type.scale), 2: i32(type.precision) }) });
    case 'TIME':
    case 'TIMESTAMP': {
      const unit = struct({ [UNITS.indexOf(type.unit) + 1]: struct({}) });
      return struct({ [type.kind === 'TIME' ? 7 : 8]: struct({ 1: bool(type.adjustedToUtc), 2: unit }) });
    }
    case 'INTEGER':
      return struct({ 10: struct({ 1: { type: 'i8', value: type.bitWidth }, 2: bool(type.signed) }) });
    default: {
      const id = Object.entries(SIMPLE_LOGICAL).find(([, kind]) => kind === type.kind)![0];
      return struct({ [id]: struct({}) });
    }
  }
}

/** A key-value pair of the footer as Thrift. */
export const keyValue = ([key, value]: readonly [string, string]): ThriftValue =>
  struct({ 1: text(key), 2: binary(new TextEncoder().encode(value)) });
