import type { Grant } from '../annotations.js';
import type { HiveFunction, PartitionAnnotations } from '../beside.js';
import { databaseAnnotationFacts } from '../diff/facts.js';
import type { Facts } from '../diff/facts.js';
import type { HiveTable, Metastore } from '../model.js';
import { isPaimon } from '../paimon-table.js';
import { partitionName } from '../partition-name.js';
import { grantMissing, refusal } from './annotate.js';
import type { PushTarget } from './annotate.js';

/** Partitions whose statistics go in one call. */
const BATCH = 500;

/** What is to be done beside a database; grants are not changed where they are there. */
export interface DatabasePush {
  readonly database: string;
  /** Those the target lacks. */
  readonly functions: readonly HiveFunction[];
  readonly grants: readonly Grant[];
  readonly granted: readonly Grant[];
  readonly notCarried: readonly string[];
}

/** Compares functions and grants of a database. A function that is there otherwise will be left as it is. Reads only. */
export async function planDatabase(database: string, source: Metastore, target: Metastore): Promise<DatabasePush> {
  const wanted = await source.databaseAnnotations(database);
  const there = await target.databaseAnnotations(database);
  const factsOf = (functions: HiveFunction[]): Facts => databaseAnnotationFacts({ functions, grants: [], notRead: [] });
  const [ours, theirs] = [factsOf(wanted.functions), factsOf(there.functions)];
  const other = [...ours].filter(([name, says]) => theirs.has(name) && theirs.get(name) !== says);
  return {
    database,
    functions: wanted.functions.filter(({ name }) => !theirs.has(`function ${name}`)),
    grants: wanted.grants,
    granted: there.grants,
    notCarried: other.map(([name]) => `${name}: there is another one of this name`),
  };
}

/** Carries it out. Returns the functions made, and what the server does not take. */
export async function pushDatabase(
  { database, functions, grants, granted, notCarried }: DatabasePush,
  to: PushTarget,
): Promise<{ readonly made: readonly string[]; readonly notCarried: readonly string[] }> {
  const made: string[] = [];
  const refused = [...notCarried];
  for (const each of functions) {
    const reason = await refusal(() => to.writer.createFunction(database, each));
    if (reason === undefined) made.push(each.name);
    else refused.push(`function ${each.name}: ${reason}`);
  }
  refused.push(...(await grantMissing(to, { database }, grants, granted)));
  return { made, notCarried: refused };
}

/** Adds statistics and grants that partitions of a table lack, page by page; of a new table (`isNew`) all lack them. Returns what the server does not take. */
export async function pushPartitionAnnotations(
  table: HiveTable,
  source: Metastore,
  target: Metastore,
  to: PushTarget,
  isNew: boolean,
): Promise<string[]> {
  const keys = table.partitionKeys.map(({ name }) => name);
  const nameOf = ({ values }: PartitionAnnotations): string => partitionName(keys, values);
  const there = isNew ? new Map<string, Known>() : await knownBeside(target, table, nameOf);
  const notCarried = new Set<string>();
  for await (const { partitions, notRead } of source.partitionAnnotations(table)) {
    for (const what of notRead) notCarried.add(what);
    const analyzed = isPaimon(table)
      ? []
      : partitions.map((each) => {
          const columns = there.get(nameOf(each))?.columns;
          return { ...each, statistics: each.statistics.filter(({ column }) => columns?.has(column) !== true) };
        });
    const some = analyzed.filter(({ statistics }) => statistics.length > 0);
    for (let start = 0; start < some.length; start += BATCH) {
      const batch = some.slice(start, start + BATCH);
      const reason = await refusal(() => to.writer.setPartitionStatistics(table, batch));
      if (reason !== undefined) notCarried.add(`statistics of ${String(batch.length)} partitions: ${reason}`);
    }
    for (const each of partitions) {
      const at = { database: table.database, table: table.name, partition: each.values };
      const refused = await grantMissing(to, at, each.grants, there.get(nameOf(each))?.grants ?? []);
      for (const what of refused) notCarried.add(`partition ${nameOf(each)}: ${what}`);
    }
  }
  return [...notCarried];
}

interface Known {
  readonly columns: ReadonlySet<string>;
  readonly grants: readonly Grant[];
}

/** What partitions have; sets of columns are shared, so that a hundred thousand partitions fit. */
async function knownBeside(
  target: Metastore,
  table: HiveTable,
  nameOf: (of: PartitionAnnotations) => string,
): Promise<Map<string, Known>> {
  const known = new Map<string, Known>();
  const shared = new Map<string, ReadonlySet<string>>();
  for await (const { partitions } of target.partitionAnnotations(table)) {
    for (const each of partitions) {
      const names = each.statistics.map(({ column }) => column);
      const key = JSON.stringify(names);
      const columns = shared.get(key) ?? new Set(names);
      shared.set(key, columns);
      known.set(nameOf(each), { columns, grants: each.grants });
    }
  }
  return known;
}
