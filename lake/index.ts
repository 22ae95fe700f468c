export { tablePath } from './paths.js';
export { createTable, type CreatedTable, type TableCommit } from './commit.js';
export { dataFilePath, parsePartitionValue, partitionPath } from './partition.js';
export { reachableFiles } from './reachable.js';
export { readTable, type LakeTable, type LiveFile } from './read.js';
export { newTableSchema, type TableField, type TableSchema } from './schema.js';
export type { Snapshot } from './snapshot.js';
export type { DataFile } from './data-file.js';
