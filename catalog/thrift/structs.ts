import { bool, i32, list, shared, struct, text, textMap } from './codec.js';
import type { ValueOf } from './codec.js';

// Field ids of Hive's hive_metastore.thrift, the same in Hive 1.2 to 4.0; only what lakelift uses.

export const fieldSchema = struct({
  name: { id: 1, codec: text },
  type: { id: 2, codec: text },
  comment: { id: 3, codec: text },
});

const serdeInfo = struct({
  name: { id: 1, codec: text },
  serializationLib: { id: 2, codec: text },
  parameters: { id: 3, codec: textMap },
});

/** Skewed columns (list bucketing); locations by value are not used. */
const skewedInfo = struct({
  names: { id: 1, codec: list(text) },
  values: { id: 2, codec: list(list(text)) },
  locations: { id: 3, codec: textMap },
});

const order = struct({ col: { id: 1, codec: text }, order: { id: 2, codec: i32 } });

const storageDescriptor = struct({
  cols: { id: 1, codec: shared(list(fieldSchema)) },
  location: { id: 2, codec: text },
  inputFormat: { id: 3, codec: shared(text) },
  outputFormat: { id: 4, codec: shared(text) },
  compressed: { id: 5, codec: bool },
  numBuckets: { id: 6, codec: i32 },
  serdeInfo: { id: 7, codec: shared(serdeInfo) },
  bucketCols: { id: 8, codec: list(text) },
  sortCols: { id: 9, codec: list(order) },
  parameters: { id: 10, codec: textMap },
  skewedInfo: { id: 11, codec: skewedInfo },
  storedAsSubDirectories: { id: 12, codec: bool },
});

export const table = struct({
  tableName: { id: 1, codec: text },
  dbName: { id: 2, codec: text },
  owner: { id: 3, codec: text },
  createTime: { id: 4, codec: i32 },
  lastAccessTime: { id: 5, codec: i32 },
  retention: { id: 6, codec: i32 },
  sd: { id: 7, codec: storageDescriptor },
  partitionKeys: { id: 8, codec: list(fieldSchema) },
  parameters: { id: 9, codec: textMap },
  viewOriginalText: { id: 10, codec: text },
  viewExpandedText: { id: 11, codec: text },
  tableType: { id: 12, codec: text },
  rewriteEnabled: { id: 15, codec: bool },
});

export const partition = struct({
  values: { id: 1, codec: list(text) },
  dbName: { id: 2, codec: text },
  tableName: { id: 3, codec: text },
  createTime: { id: 4, codec: i32 },
  lastAccessTime: { id: 5, codec: i32 },
  sd: { id: 6, codec: storageDescriptor },
  parameters: { id: 7, codec: textMap },
});

export const database = struct({
  name: { id: 1, codec: text },
  description: { id: 2, codec: text },
  locationUri: { id: 3, codec: text },
  parameters: { id: 4, codec: textMap },
  ownerName: { id: 6, codec: text },
  /** 1 user, 2 role, 3 group. */
  ownerType: { id: 7, codec: i32 },
});

export type ThriftFieldSchema = ValueOf<typeof fieldSchema>;
export type ThriftStorage = ValueOf<typeof storageDescriptor>;
export type ThriftTable = ValueOf<typeof table>;
export type ThriftPartition = ValueOf<typeof partition>;
export type ThriftDatabase = ValueOf<typeof database>;
