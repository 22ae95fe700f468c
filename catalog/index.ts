/** The catalog room: Hive Metastores read over Thrift, from SQLite or from DDL, the SQLite catalog of migrated tables; comparing, pushing, cutover. */
export type {
  CatalogEntry,
  HiveColumn,
  HiveDatabase,
  HivePartition,
  HiveTable,
  Metastore,
  Skew,
  SortColumn,
  StorageDescriptor,
} from './model.js';
export type { DatabaseAnnotations, HiveFunction, PartitionAnnotations, Role, Roles } from './beside.js';
export type { Annotations, ColumnStatistics, Constraint, Grant } from './annotations.js';
export { hasPartitionGrants } from './beside.js';
export { UntoldMetastore } from './untold.js';
export { bareStorage } from './bare-storage.js';
export { DIALECTS } from './ddl/dialect.js';
export type { Dialect, DialectName } from './ddl/dialect.js';
export { compareBesideDatabase, compareDatabases, compareRoles, compareTables } from './diff/compare.js';
export type { Difference } from './diff/compare.js';
export type { DdlWarehouse } from './ddl/metastore.js';
export { cutOver, isDone, rollBack } from './cutover/cutover.js';
export { hiveName, situationOf } from './cutover/situation.js';
export { planDatabase, pushDatabase } from './push/beside.js';
export { RolesPushed } from './push/roles.js';
export { planPush, unlessUnknown } from './push/plan.js';
export type { PushPlan, PushStep } from './push/plan.js';
export { createDatabases, runPush } from './push/run.js';
export * as thrift from './thrift/calls.js';
export { MetastoreWriter } from './thrift/writer.js';
export { openCatalogLock } from './open-lock.js';
export { openMetastore } from './open.js';
export type { MetastoreOptions } from './open.js';
export { unescapePathPart } from './partition-name.js';
export { SqliteCatalog } from './sqlite/catalog.js';
export { CATALOG_SCHEMAS } from './sqlite/file.js';
export type { CatalogSchema } from './sqlite/file.js';
export { upgradeCatalog } from './sqlite/upgrade.js';
export { JavaMetastore } from './java/server.js';
export { MetastoreServer } from './server/server.js';
export type { ServeOptions } from './server/server.js';
