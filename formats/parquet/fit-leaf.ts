import { LakeliftError } from '../../errors/error.js';
import { typeName } from '../type-name.js';
import type { DataType } from '../types.js';
import { annotated, meaningOf } from './annotation.js';
import type { Meaning } from './annotation.js';
import type { SchemaNode } from './metadata.js';

/** A column stands as it is under the schema node `kept`, or must be decoded and written again, and why. */
export type Fit = { readonly kept: SchemaNode } | { readonly reencode: string };

/**
 * Whether the bytes of a leaf are what Java Paimon reads, and filters, as `type`. Throws REFUSED when the file's type cannot become
 * the table's without guessing. The cases were measured with Java Paimon 1.4.2; docs/paimon-format.md lists them.
 */
export function fitLeaf(node: SchemaNode, type: DataType): Fit {
  const reason = reasonToReencode(node, meaningOf(node), type);
  return reason === undefined ? { kept: annotated(node, type) } : { reencode: reason };
}

function reasonToReencode(node: SchemaNode, meaning: Meaning, type: DataType): string | undefined {
  const physical = node.type;
  switch (type.kind) {
    case 'BOOLEAN':
      if (physical === 'BOOLEAN') return undefined;
      break;
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
      if (physical !== 'INT32' || !isSigned(meaning)) break;
      return widthOf(meaning, 32) <= WIDTHS[type.kind] ? undefined : 'the file holds wider integers';
    case 'BIGINT':
      if (!isSigned(meaning)) break;
      if (physical === 'INT64') return undefined;
      if (physical === 'INT32') return 'INT32 in the file';
      break;
    case 'FLOAT':
      if (physical === 'FLOAT') return undefined;
      break;
    case 'DOUBLE':
      if (physical === 'DOUBLE') return undefined;
      if (physical === 'FLOAT') return 'FLOAT in the file';
      if (isInteger(node, meaning)) return `${physical} in the file`;
      break;
    case 'STRING':
      if (isInteger(node, meaning)) return `${physical} in the file`;
      if (physical === 'BYTE_ARRAY' && isBytes(meaning)) return undefined;
      break;
    case 'VARCHAR':
      if (physical === 'BYTE_ARRAY' && isBytes(meaning)) return undefined;
      break;
    case 'CHAR':
      if (physical === 'BYTE_ARRAY' && isBytes(meaning)) return 'CHAR values need their padding';
      break;
    case 'BYTES':
      if (physical === 'BYTE_ARRAY' && isBytes(meaning)) return undefined;
      if (physical === 'FIXED_LEN_BYTE_ARRAY' && meaning.kind === 'NONE') return 'fixed-length bytes in the file';
      break;
    case 'DATE':
      if (physical === 'INT32' && meaning.kind === 'DATE') return undefined;
      break;
    case 'DECIMAL':
      return decimalReason(node, meaning, type);
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return timestampReason(node, meaning, type);
  }
  throw mismatch(node, type);
}

const WIDTHS = { TINYINT: 8, SMALLINT: 16, INT: 32 } as const;
const isSigned = (meaning: Meaning) => meaning.kind === 'NONE' || (meaning.kind === 'INTEGER' && meaning.signed);
const isInteger = (node: SchemaNode, meaning: Meaning) =>
  (node.type === 'INT32' || node.type === 'INT64') && isSigned(meaning);
const isBytes = (meaning: Meaning) => meaning.kind === 'NONE' || meaning.kind === 'STRING';
const widthOf = (meaning: Meaning, otherwise: number) => (meaning.kind === 'INTEGER' ? meaning.bitWidth : otherwise);

/** The physical form Paimon wants: INT32 up to 9 digits, INT64 up to 18, else the fewest bytes that hold the precision. */
function decimalReason(node: SchemaNode, meaning: Meaning, type: DataType & { kind: 'DECIMAL' }): string | undefined {
  // A column that was INT or BIGINT before ALTER TABLE, as Hive 3 and 4 read it.
  if (isInteger(node, meaning)) return `${node.type} in the file`;
  const physicals = ['INT32', 'INT64', 'FIXED_LEN_BYTE_ARRAY', 'BYTE_ARRAY'];
  if (meaning.kind !== 'DECIMAL' || !physicals.includes(node.type!)) throw mismatch(node, type);
  const { precision, scale } = type;
  if (meaning.scale !== scale) return `scale ${meaning.scale} in the file, ${scale} in the table`;
  if (meaning.precision > precision) return `precision ${meaning.precision} in the file, ${precision} in the table`;
  const wanted = precision <= 9 ? 'INT32' : precision <= 18 ? 'INT64' : 'FIXED_LEN_BYTE_ARRAY';
  if (node.type !== wanted) return `${typeName(type)} is ${node.type} in the file, readers filter on ${wanted}`;
  if (wanted === 'FIXED_LEN_BYTE_ARRAY' && node.typeLength !== decimalBytes(precision)) {
    return `${node.typeLength} bytes wide in the file, ${typeName(type)} has ${decimalBytes(precision)}`;
  }
  return undefined;
}

/** Bytes of the two's complement form of the largest unscaled value. Source: ParquetSchemaConverter.computeMinBytesForDecimalPrecision. */
export function decimalBytes(precision: number): number {
  let bytes = 1;
  while (2n ** BigInt(8 * bytes - 1) < 10n ** BigInt(precision)) bytes += 1;
  return bytes;
}

function timestampReason(
  node: SchemaNode,
  meaning: Meaning,
  type: DataType & { kind: 'TIMESTAMP' | 'TIMESTAMP_LTZ' },
): string | undefined {
  if (node.type === 'INT96') return 'INT96 timestamps cannot be filtered';
  if (node.type !== 'INT64' || meaning.kind !== 'TIMESTAMP') throw mismatch(node, type);
  if (type.kind === 'TIMESTAMP_LTZ' && !meaning.adjustedToUtc) throw mismatch(node, type);
  const wanted = type.precision <= 3 ? 'MILLIS' : type.precision <= 6 ? 'MICROS' : undefined;
  return meaning.unit === wanted ? undefined : `${meaning.unit} in the file, ${typeName(type)} in the table`;
}

/** REFUSED: the file's type is not the table's and cannot become it without guessing. */
export function mismatch(node: SchemaNode, type: DataType): LakeliftError {
  const meaning = meaningOf(node);
  const annotation =
    meaning.kind === 'NONE' ? '' : ` (${node.logicalType?.kind ?? node.convertedType ?? meaning.kind})`;
  const found = `${node.type ?? 'a group'}${annotation}`;
  return new LakeliftError('REFUSED', `${node.name} is ${found} in the file, ${typeName(type)} in the table`, {
    next: "rewrite the file with the table's types, or leave the table out with --tables",
  });
}
