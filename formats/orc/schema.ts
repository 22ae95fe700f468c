import { LakeliftError } from '../../errors/error.js';
import { corruptTail } from './corrupt.js';
import type { Message } from './protobuf.js';

/** Index = the number in the file. Source: orc_proto.proto, Type.Kind. */
export const ORC_KINDS = [
  'BOOLEAN',
  'BYTE',
  'SHORT',
  'INT',
  'LONG',
  'FLOAT',
  'DOUBLE',
  'STRING',
  'BINARY',
  'TIMESTAMP',
  'LIST',
  'MAP',
  'STRUCT',
  'UNION',
  'DECIMAL',
  'DATE',
  'VARCHAR',
  'CHAR',
  'TIMESTAMP_INSTANT',
] as const;
export type OrcKind = (typeof ORC_KINDS)[number];

/** One node of a file's type tree. */
export interface OrcType {
  /** Its number in the flattened tree, by which streams and statistics name it. */
  readonly id: number;
  readonly kind: OrcKind;
  readonly children: readonly OrcType[];
  /** Of STRUCT, one for each child. */
  readonly fieldNames: readonly string[];
  /** Characters, of CHAR and VARCHAR. */
  readonly maxLength?: number;
  /** Of DECIMAL; 0 in files of Hive 0.11, which did not limit it. */
  readonly precision: number;
  readonly scale: number;
}

const MAX_DEPTH = 100;

/** Builds the tree from the footer's list. Throws CORRUPT unless the list is a tree in pre-order, REFUSED for a kind newer than this reader. */
export function typeTree(types: readonly Message[]): OrcType {
  let next = 0;
  const node = (depth: number): OrcType => {
    const id = next++;
    const type = types[id];
    if (type === undefined || depth > MAX_DEPTH) throw corruptTail('its types are no tree');
    const number = type.uint(1) ?? 0;
    const kind = ORC_KINDS[number];
    if (kind === undefined) throw new LakeliftError('REFUSED', `the file has a column of the unknown type ${number}`);
    const children = type.uints(2).map((child) => {
      if (child !== next) throw corruptTail('its types are no tree');
      return node(depth + 1);
    });
    const fieldNames = type.texts(3);
    requireShape(kind, children.length, fieldNames.length);
    const maxLength = type.uint(4);
    const numbers = { precision: type.uint(5) ?? 0, scale: type.uint(6) ?? 0 };
    return { id, kind, children, fieldNames, ...numbers, ...(maxLength === undefined ? {} : { maxLength }) };
  };
  const root = node(0);
  if (next !== types.length) throw corruptTail('its types are no tree');
  return root;
}

function requireShape(kind: OrcKind, children: number, names: number): void {
  const expected = kind === 'LIST' ? 1 : kind === 'MAP' ? 2 : kind === 'STRUCT' || kind === 'UNION' ? children : 0;
  if (children !== expected || (kind === 'STRUCT' && names !== children)) {
    throw corruptTail(`a ${kind} has ${children} children and ${names} names`);
  }
}

/** A type as ORC's own tools write it: `struct<a:int,b:array<string>>`. */
export function orcTypeName(type: OrcType): string {
  const [first, second] = type.children;
  switch (type.kind) {
    case 'STRUCT':
      return `struct<${type.children.map((child, i) => `${type.fieldNames[i]!}:${orcTypeName(child)}`).join(',')}>`;
    case 'LIST':
      return `array<${orcTypeName(first!)}>`;
    case 'MAP':
      return `map<${orcTypeName(first!)},${orcTypeName(second!)}>`;
    case 'UNION':
      return `uniontype<${type.children.map(orcTypeName).join(',')}>`;
    case 'DECIMAL':
      return `decimal(${type.precision},${type.scale})`;
    case 'CHAR':
    case 'VARCHAR':
      return `${type.kind.toLowerCase()}(${type.maxLength ?? '?'})`;
    default:
      return HIVE_NAMES[type.kind];
  }
}

const HIVE_NAMES = {
  BOOLEAN: 'boolean',
  BYTE: 'tinyint',
  SHORT: 'smallint',
  INT: 'int',
  LONG: 'bigint',
  FLOAT: 'float',
  DOUBLE: 'double',
  STRING: 'string',
  BINARY: 'binary',
  DATE: 'date',
  TIMESTAMP: 'timestamp',
  TIMESTAMP_INSTANT: 'timestamp with local time zone',
} as const;
