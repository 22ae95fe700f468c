/** The migrate room: plans tables, carries plans out and goes on after a crash. */
export { mapBounded, readAhead } from './bounded.js';
export { DEFAULT_TARGET_FILE_SIZE } from './context.js';
export type { Outcome, PlanContext, ProgressEvent, RunContext, SourceOptions, TargetOptions } from './context.js';
export { collectGarbage } from './gc.js';
export type { Garbage, GarbageContext } from './gc.js';
export { hiveTypeText, parseHiveType } from './hive-types.js';
export { copiedFiles, outputPath, partitionValues, registerTable, schemaOf } from './commit.js';
export { fileIdentityOf, identityOf } from './identity.js';
export { inferMetastore } from './infer.js';
export { openJournal } from './journal.js';
export type {
  Journal,
  JournaledOutput,
  JournaledPublication,
  JournaledRound,
  JournaledTable,
  JournaledTiming,
  TableState,
} from './journal.js';
export { identityOfKey, inTimeOrder } from './keyed/plan.js';
export type { KeyRequest } from './keyed/plan.js';
export { acquireLock } from './lock.js';
export { sameColumns } from './outdated.js';
export { planMigration, refusedError } from './plan.js';
export { planTable } from './plan-table.js';
export { WorkerPool } from './pool.js';
export { registerBeside } from './register-beside.js';
export { lostTable } from './resume.js';
export type {
  KeyPlan,
  MigrationPlan,
  OutputFile,
  PlannedPartition,
  PlanTotals,
  Refusal,
  SourceFile,
  TablePlan,
} from './plan-types.js';
export { scanDirectory } from './scan.js';
export type { DirectoryScan } from './scan.js';
export { requireSource } from './require-source.js';
export { selectSomeTables, selectSource, selectTables } from './select.js';
export type { TableName, TableNames } from './select.js';
export { requireKept, runTable, writeOutputs } from './table-run.js';
export type { OutputRunner } from './table-run.js';
export { withUploads } from './uploads.js';
export type { OnUpload } from './uploads.js';
export { runMigration } from './run.js';
export type { MigrationResult, TableResult } from './run.js';
