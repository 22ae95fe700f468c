/** The catalog room: Hive Metastores read over Thrift or from SQLite, and the SQLite catalog of migrated tables. */
export type {
  CatalogEntry,
  HiveColumn,
  HiveDatabase,
  HivePartition,
  HiveTable,
  Metastore,
  StorageDescriptor,
} from './model.js';
export { openMetastore } from './open.js';
export type { MetastoreOptions } from './open.js';
export { SqliteCatalog } from './sqlite/catalog.js';
export { MetastoreServer } from './server/server.js';
export type { ServeOptions } from './server/server.js';
