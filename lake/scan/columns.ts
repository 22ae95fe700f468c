import { LakeliftError, placed } from '../../errors/error.js';
import type { DataType, Field, Scalar } from '../../formats/index.js';
import type { TableField, TableSchema } from '../schema.js';
import { castOf, type Cast } from './cast.js';

/** Where the values of one wanted column are in a data file. */
export type ColumnSource =
  | { readonly constant: Scalar }
  | {
      /** Among the columns to be read of the file. */
      readonly index: number;
      readonly cast?: Cast;
    };

/** What to read of a data file for the wanted columns, under the names and types the file has them. */
export interface FileColumns {
  readonly read: readonly Field[];
  readonly sources: readonly ColumnSource[];
}

/**
 * Finds the columns of a table in a file that was written under another of its schemas: by field id, as names and types change
 * (org.apache.paimon.schema.SchemaEvolutionUtil). Columns added later are null; partition keys are in the manifest, not in the file.
 * Throws REFUSED naming the column when its type has changed in a way that is not supported.
 */
export function fileColumns(
  wanted: readonly TableField[],
  file: { readonly fileName: string; readonly partition: readonly Scalar[] },
  written: TableSchema,
  table: TableSchema,
): FileColumns {
  const isAvro = file.fileName.endsWith('.avro');
  const read: Field[] = [];
  const sources = wanted.map((field): ColumnSource => {
    const key = table.partitionKeys.indexOf(field.name);
    if (key >= 0) return { constant: file.partition[key] ?? null };
    const found = written.fields.find(({ id }) => id === field.id);
    if (found === undefined) return { constant: null };
    const cast = castOfField(found, field);
    read.push({ name: found.name, type: isAvro ? avroType(found.type) : storedType(found.type) });
    return { index: read.length - 1, ...(cast === undefined ? {} : { cast }) };
  });
  return { read, sources };
}

function castOfField(from: TableField, to: TableField): Cast | undefined {
  // A nested field that was dropped and added again has its name, but not its id.
  if (String(from.nestedIds ?? []) !== String(to.nestedIds ?? [])) {
    throw new LakeliftError('REFUSED', 'the fields within the column have changed', {
      column: to.name,
      next: 'read without the column (--columns)',
    });
  }
  try {
    return castOf(from.type, to.type);
  } catch (error) {
    throw placed(error, { column: to.name });
  }
}

/** Paimon neither pads CHAR nor cuts VARCHAR: the bytes are taken as they are. */
function storedType(type: DataType): DataType {
  return type.kind === 'CHAR' || type.kind === 'VARCHAR' ? { kind: 'STRING' } : type;
}

/** Paimon calls a local time `timestamp-micros` in Avro, and a moment `local-timestamp-micros` (org.apache.paimon.format.avro.AvroSchemaConverter). */
function avroType(type: DataType): DataType {
  switch (type.kind) {
    case 'TIMESTAMP':
      return { ...type, kind: 'TIMESTAMP_LTZ' };
    case 'TIMESTAMP_LTZ':
      return { ...type, kind: 'TIMESTAMP' };
    case 'ARRAY':
      return { kind: 'ARRAY', element: avroType(type.element) };
    case 'MAP':
      return { kind: 'MAP', key: avroType(type.key), value: avroType(type.value) };
    case 'ROW':
      return { kind: 'ROW', fields: type.fields.map((field) => ({ ...field, type: avroType(field.type) })) };
    default:
      return storedType(type);
  }
}
