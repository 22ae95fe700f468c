import type { DataType, Field } from '../formats/index.js';
import type { LakeTable } from '../lake/index.js';

/** A Hive table as it lies in its source; a migration's plan of a table is one. */
export interface SourceTable {
  readonly database: string;
  readonly table: string;
  /** Data columns, partition keys not among them. */
  readonly columns: readonly Field[];
  readonly partitionKeys: readonly Field[];
  readonly partitions: readonly {
    /** Raw metastore texts in key order. */
    readonly values: readonly string[];
    /** Store path of the directory. */
    readonly location: string;
    readonly missing: boolean;
    /** Index into `storages`. */
    readonly storage: number;
  }[];
  readonly files: readonly {
    readonly path: string;
    readonly length: number;
    /** Index into `partitions`. */
    readonly partition: number;
    /** Absent when only reading the whole file can tell. */
    readonly rowCount?: number;
  }[];
  readonly storages: readonly { readonly format: string }[];
}

/** One table on both sides of a migration. */
export interface BenchTable {
  readonly before: SourceTable;
  readonly after: LakeTable;
}

export const tableName = ({ before }: BenchTable): string => `${before.database}.${before.table}`;

/** The type of both sides in SQL; undefined for a nested one, which is read as the files have it. */
export function sqlType(type: DataType): string | undefined {
  switch (type.kind) {
    case 'INT':
      return 'INTEGER';
    case 'STRING':
    case 'CHAR':
    case 'VARCHAR':
      return 'VARCHAR';
    case 'BYTES':
      return 'BLOB';
    case 'DECIMAL':
      return `DECIMAL(${type.precision}, ${type.scale})`;
    case 'TIMESTAMP':
      return 'TIMESTAMP';
    case 'TIMESTAMP_LTZ':
      return 'TIMESTAMP WITH TIME ZONE';
    case 'ARRAY':
    case 'MAP':
    case 'ROW':
      return undefined;
    default:
      return type.kind;
  }
}

/** Whether a column of this type holds bytes that are no text. */
export function holdsBytes(type: DataType): boolean {
  switch (type.kind) {
    case 'ARRAY':
      return holdsBytes(type.element);
    case 'MAP':
      return holdsBytes(type.key) || holdsBytes(type.value);
    case 'ROW':
      return type.fields.some((field) => holdsBytes(field.type));
    default:
      return type.kind === 'BYTES';
  }
}
