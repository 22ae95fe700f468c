import type { HiveTable, Metastore } from '../model.js';
import { partitionName } from '../partition-name.js';
import type { MetastoreWriter } from '../thrift/writer.js';
import { annotate } from './annotate.js';
import type { PushTarget } from './annotate.js';
import { pushPartitionAnnotations } from './beside.js';
import type { PushPlan, PushStep } from './plan.js';
import { tryTable } from './try-table.js';

/** Partitions in one call: the Metastore adds all of them in one transaction. */
const BATCH = 500;

/** Makes the databases of a plan; `runPush` needs them. */
export async function createDatabases(plan: PushPlan, writer: MetastoreWriter): Promise<void> {
  for (const database of plan.databases) await writer.createDatabase(database);
}

/** What was done for one table, and how many partitions were added. */
export interface PushResult {
  readonly step: PushStep;
  readonly partitions: number;
  /** What the Metastore did not take, each with its reason. */
  readonly notCarried: readonly string[];
}

/**
 * Carries a plan out, table by table; `backUp` was done before. Killed anywhere, the next plan goes on: a table dropped and not yet made
 * again is missing then, one with a part of its partitions, keys or grants is completed.
 */
export async function* runPush(
  plan: PushPlan,
  source: Metastore,
  target: Metastore,
  to: PushTarget,
): AsyncGenerator<PushResult> {
  const { writer } = to;
  for (const step of plan.steps) {
    const { database, name } = step.table;
    if (step.action === 'replace') {
      await tryTable(target, writer, step.table);
      await writer.dropTable(database, name);
    }
    if (step.action === 'replace' || step.action === 'create') await writer.createTable(step.table);
    const idle = step.action === 'unchanged' || step.action === 'differs';
    const partitions = idle ? 0 : await addMissing(step, source, target, writer);
    const notCarried = idle ? [] : await addAnnotations(step, source, target, to);
    yield { step, partitions, notCarried };
  }
}

async function addAnnotations(
  { action, table }: PushStep,
  source: Metastore,
  target: Metastore,
  to: PushTarget,
): Promise<string[]> {
  const notCarried = await annotate(to, table, await source.annotations(table), await target.annotations(table));
  return [...notCarried, ...(await pushPartitionAnnotations(table, source, target, to, action !== 'complete'))];
}

async function addMissing(
  { action, table }: PushStep,
  source: Metastore,
  target: Metastore,
  writer: MetastoreWriter,
): Promise<number> {
  const nameOf = (values: readonly string[]): string => partitionName(keysOf(table), values);
  const there = new Set<string>();
  if (action === 'complete') {
    for await (const page of target.partitions(table)) for (const { values } of page) there.add(nameOf(values));
  }
  let added = 0;
  for await (const page of source.partitions(table)) {
    const missing = page.filter(({ values }) => !there.has(nameOf(values)));
    for (let start = 0; start < missing.length; start += BATCH) {
      await writer.addPartitions(table, missing.slice(start, start + BATCH));
    }
    added += missing.length;
  }
  return added;
}

const keysOf = ({ partitionKeys }: HiveTable): string[] => partitionKeys.map(({ name }) => name);
