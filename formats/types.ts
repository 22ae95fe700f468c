/** The logical types shared by Hive tables, Parquet files and the lake. Every type here is nullable. */
export type DataType =
  | {
      readonly kind:
        'BOOLEAN' | 'TINYINT' | 'SMALLINT' | 'INT' | 'BIGINT' | 'FLOAT' | 'DOUBLE' | 'STRING' | 'BYTES' | 'DATE';
    }
  | { readonly kind: 'DECIMAL'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'CHAR' | 'VARCHAR'; readonly length: number }
  | { readonly kind: 'TIMESTAMP' | 'TIMESTAMP_LTZ'; readonly precision: number }
  | { readonly kind: 'ARRAY'; readonly element: DataType }
  | { readonly kind: 'MAP'; readonly key: DataType; readonly value: DataType }
  | { readonly kind: 'ROW'; readonly fields: readonly Field[] };

export interface Field {
  readonly name: string;
  readonly type: DataType;
  readonly comment?: string;
}

/**
 * One value, by type: boolean; number for TINYINT, SMALLINT, INT, DATE (days since 1970), FLOAT, DOUBLE; bigint for BIGINT, DECIMAL
 * (unscaled) and both timestamps (nanoseconds since the epoch); bytes for STRING, CHAR, VARCHAR (UTF-8) and BYTES. Null is null.
 */
export type Scalar = boolean | number | bigint | Uint8Array | null;

/**
 * One decoded value. Nested: an array is the list of its elements, a map the list of its [key, value] pairs in stored order, a struct
 * the list of its fields in the type's order.
 */
export type Value = Scalar | readonly Value[];

/** What a file or manifest says of one column. An absent property is unknown, never a guess. */
export interface ColumnStatistics {
  readonly nullCount?: number;
  readonly min?: Scalar;
  readonly max?: Scalar;
}
