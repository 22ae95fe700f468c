export { tablePath } from './paths.js';
export { createTable, withdrawTable, type CreatedTable, type TableCommit } from './commit.js';
export { addSchema, evolvedSchema, type ColumnChange } from './evolve.js';
export { commitChange, findChange, isReplaced, type CommittedChange } from './change.js';
export { guardOf, type CommitLock, type Guard } from './commit-lock.js';
export { isContained } from './contained.js';
export type { AddedFile, TableChange } from './next-snapshot.js';
export { bucketOf } from './bucket.js';
export { encodeKey, KEY_PREFIX, keyValueFields, MAX_LEVEL, maxLevelOf, trimmedKey } from './key-value.js';
export { isDeletion, ROW_KIND } from './row-kind.js';
export { mergeEngineOf, type PrimaryKey } from './primary-key.js';
export { dataFilePath, parsePartitionValue, partitionPath } from './partition.js';
export { metadataFaults, type MetadataFault } from './faults.js';
export { reachableFiles } from './reachable.js';
export { readTable, type LakeTable, type LiveFile } from './read.js';
export { newTableSchema, type TableField, type TableSchema } from './schema.js';
export { BATCH_COMMIT, type Snapshot } from './snapshot.js';
export { dataFileStorage } from './scan/data-file.js';
export { scanBucket, scanTable, wantedFields, type ScanOptions } from './scan/scan.js';
export type { TimeTravel } from './time-travel.js';
export { changelogName, type DataFile, type KeyedFile } from './data-file.js';
export {
  readChanges,
  ROW_KIND_COLUMN,
  scanChanges,
  type SnapshotRange,
  type TableChanges,
} from './scan/incremental.js';
export { lakeTables } from './lake-tables.js';
export { expireSnapshots, planExpiry, type Expiry, type Retention } from './expire.js';
export { findOrphans, SAFE_AGE, type Orphan } from './orphans.js';
export { snapshotIds } from './history.js';
export { readDelta, wasEverPart, type SnapshotDelta } from './delta.js';
