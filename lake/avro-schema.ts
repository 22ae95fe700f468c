/** The part of Avro's schema language that Paimon's manifests use. */
export type AvroSchema =
  | 'null'
  | 'boolean'
  | 'int'
  | 'long'
  | 'float'
  | 'double'
  | 'bytes'
  | 'string'
  | readonly AvroSchema[]
  | { readonly type: 'long' | 'int'; readonly logicalType: string }
  | { readonly type: 'array'; readonly items: AvroSchema }
  | AvroRecordSchema;

export interface AvroRecordSchema {
  readonly type: 'record';
  readonly name: string;
  readonly namespace?: string;
  readonly fields: readonly AvroField[];
}

export interface AvroField {
  readonly name: string;
  readonly type: AvroSchema;
  readonly default?: null;
}

/** int and float are numbers, long is a bigint; a union's value is that of its branch. */
export type AvroValue = null | boolean | number | bigint | string | Uint8Array | readonly AvroValue[] | AvroRecord;

export interface AvroRecord {
  readonly [field: string]: AvroValue;
}
