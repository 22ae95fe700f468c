/** The migrate room: plans tables, carries plans out and goes on after a crash. */
export { DEFAULT_TARGET_FILE_SIZE } from './context.js';
export type { Outcome, PlanContext, ProgressEvent, RunContext, SourceOptions, TargetOptions } from './context.js';
export { collectGarbage } from './gc.js';
export type { Garbage, GarbageContext } from './gc.js';
export { hiveTypeText, parseHiveType } from './hive-types.js';
export { inferMetastore } from './infer.js';
export { openJournal } from './journal.js';
export type { Journal, JournaledOutput, JournaledTable, JournaledTiming, TableState } from './journal.js';
export { planMigration } from './plan.js';
export type {
  MigrationPlan,
  OutputFile,
  PlannedPartition,
  PlanTotals,
  Refusal,
  SourceFile,
  TablePlan,
} from './plan-types.js';
export { selectTables } from './select.js';
export type { TableName } from './select.js';
export { runMigration } from './run.js';
export type { MigrationResult, TableResult } from './run.js';
