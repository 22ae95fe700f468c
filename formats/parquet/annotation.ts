import type { DataType } from '../types.js';
import type { ConvertedType, LogicalType, SchemaNode, TimeUnit } from './metadata.js';

/** What a leaf's annotation says its numbers or bytes stand for, whichever of the two ways the writer wrote it down. */
export type Meaning =
  | { readonly kind: 'NONE' | 'STRING' | 'DATE' }
  | { readonly kind: 'DECIMAL'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'INTEGER'; readonly bitWidth: number; readonly signed: boolean }
  | { readonly kind: 'TIMESTAMP'; readonly unit: TimeUnit; readonly adjustedToUtc: boolean }
  | { readonly kind: 'OTHER'; readonly name: string };

/** Source: parquet-format LogicalTypes.md, "ConvertedType" tables. A logical type wins over a converted one. */
export function meaningOf(node: SchemaNode): Meaning {
  if (node.logicalType !== undefined) return ofLogical(node.logicalType);
  if (node.convertedType !== undefined) return ofConverted(node.convertedType, node);
  return { kind: 'NONE' };
}

function ofLogical(type: LogicalType): Meaning {
  switch (type.kind) {
    case 'STRING':
    case 'ENUM':
    case 'JSON':
      return { kind: 'STRING' };
    case 'DATE':
      return { kind: 'DATE' };
    case 'BSON':
      return { kind: 'NONE' };
    case 'DECIMAL':
      return { kind: 'DECIMAL', precision: type.precision, scale: type.scale };
    case 'INTEGER':
      return { kind: 'INTEGER', bitWidth: type.bitWidth, signed: type.signed };
    case 'TIMESTAMP':
      return { kind: 'TIMESTAMP', unit: type.unit, adjustedToUtc: type.adjustedToUtc };
    default:
      return { kind: 'OTHER', name: type.kind };
  }
}

function ofConverted(type: ConvertedType, node: SchemaNode): Meaning {
  switch (type) {
    case 'UTF8':
    case 'ENUM':
    case 'JSON':
      return { kind: 'STRING' };
    case 'DATE':
      return { kind: 'DATE' };
    case 'BSON':
      return { kind: 'NONE' };
    case 'DECIMAL':
      return { kind: 'DECIMAL', precision: node.precision ?? 0, scale: node.scale ?? 0 };
    case 'TIMESTAMP_MILLIS':
      return { kind: 'TIMESTAMP', unit: 'MILLIS', adjustedToUtc: true };
    case 'TIMESTAMP_MICROS':
      return { kind: 'TIMESTAMP', unit: 'MICROS', adjustedToUtc: true };
    default: {
      const integer = /^(U?)INT_(8|16|32|64)$/.exec(type);
      if (integer === null) return { kind: 'OTHER', name: type };
      return { kind: 'INTEGER', bitWidth: Number(integer[2]), signed: integer[1] === '' };
    }
  }
}

type Annotation = Pick<SchemaNode, 'convertedType' | 'logicalType' | 'precision' | 'scale'>;

/**
 * The annotation Paimon writes for a scalar type, in both forms.
 * Source: org.apache.paimon.format.parquet.ParquetSchemaConverter.
 */
export function annotationOf(type: DataType): Annotation {
  switch (type.kind) {
    case 'STRING':
    case 'CHAR':
    case 'VARCHAR':
      return { convertedType: 'UTF8', logicalType: { kind: 'STRING' } };
    case 'TINYINT':
      return { convertedType: 'INT_8', logicalType: { kind: 'INTEGER', bitWidth: 8, signed: true } };
    case 'SMALLINT':
      return { convertedType: 'INT_16', logicalType: { kind: 'INTEGER', bitWidth: 16, signed: true } };
    case 'DATE':
      return { convertedType: 'DATE', logicalType: { kind: 'DATE' } };
    case 'DECIMAL': {
      const { precision, scale } = type;
      return { convertedType: 'DECIMAL', logicalType: { kind: 'DECIMAL', precision, scale }, precision, scale };
    }
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ': {
      const unit = type.precision <= 3 ? 'MILLIS' : 'MICROS';
      const adjustedToUtc = type.kind === 'TIMESTAMP_LTZ';
      // The converted types are by definition adjusted to UTC.
      const logicalType = { kind: 'TIMESTAMP', unit, adjustedToUtc } as const;
      return adjustedToUtc ? { convertedType: `TIMESTAMP_${unit}`, logicalType } : { logicalType };
    }
    default:
      return {};
  }
}

/** The node with the annotation of `type`; unchanged when its own means the same. */
export function annotated(node: SchemaNode, type: DataType): SchemaNode {
  const annotation = annotationOf(type);
  const wanted: SchemaNode = { ...withoutAnnotation(node), ...annotation };
  const [is, should] = [meaningOf(node), meaningOf(wanted)];
  const plainInt = type.kind === 'INT' || type.kind === 'BIGINT';
  const same = JSON.stringify(is) === JSON.stringify(should) || (plainInt && is.kind === 'INTEGER');
  return same ? node : wanted;
}

/** A leaf stripped to its physical type. */
export function withoutAnnotation(node: SchemaNode): SchemaNode {
  const { name, repetition, type, typeLength, fieldId, children } = node;
  return {
    name,
    ...(repetition === undefined ? {} : { repetition }),
    ...(type === undefined ? {} : { type }),
    ...(typeLength === undefined ? {} : { typeLength }),
    ...(fieldId === undefined ? {} : { fieldId }),
    children,
  };
}
