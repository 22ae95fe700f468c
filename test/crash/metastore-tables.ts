import { join } from 'node:path';
import { SqliteCatalog } from '../../catalog/index.js';
import type {
  Annotations,
  DatabaseAnnotations,
  Grant,
  HiveDatabase,
  HivePartition,
  HiveTable,
  Metastore,
  PartitionAnnotations,
  Role,
} from '../../catalog/index.js';
import { openForWriting } from '../../catalog/sqlite/file.js';
import { Sequences } from '../../catalog/sqlite/sequence.js';
import { addAnnotations } from '../../catalog/sqlite/write-annotations.js';
import { addDatabaseAnnotations, addPartitionAnnotations, addRoles } from '../../catalog/sqlite/write-beside.js';
import { writeDatabase, writeTable } from '../../catalog/sqlite/write-rows.js';
import type { MetastoreWriter } from '../../catalog/index.js';
import { parquetStorage } from '../catalog/samples.js';

const COLUMNS = [
  { name: 'id', type: 'bigint', comment: 'the id' },
  { name: 'amount', type: 'decimal(9,2)' },
];
const CREATED = { createTime: 1_700_000_000 };

/** What the source of a push has: `events`, which the metastore has otherwise, and `fresh`, whose database it lacks. */
export const pushedTables = (name: string) =>
  [
    { database: name, table: 'events' },
    { database: `${name}_new`, table: 'fresh' },
  ] as const;

const databaseIn = (root: string, name: string): HiveDatabase => ({
  ...{ name, location: `${root}/${name}`, owner: 'etl', parameters: {} },
});

function tableIn(root: string, database: string, name: string, parameters: Record<string, string>): HiveTable {
  return {
    ...{ database, name, owner: 'etl', tableType: 'MANAGED_TABLE', ...CREATED, parameters },
    partitionKeys: [{ name: 'day', type: 'string' }],
    storage: parquetStorage(`${root}/${database}/${name}`, COLUMNS),
  };
}

const partitionsOf = ({ storage }: HiveTable, days: readonly string[]): HivePartition[] =>
  days.map((day) => ({
    ...{ values: [day], ...CREATED, parameters: { of: day } },
    storage: parquetStorage(`${storage.location}/day=${day}`, COLUMNS),
  }));

const annotationsIn = (database: string): Annotations => ({
  statistics: [{ column: 'id', type: 'bigint', kind: 'long', nulls: 0, distinct: 3, low: '1', high: '3' }],
  constraints: [
    {
      ...{ kind: 'primary key', name: `${database}_pk`, columns: ['id'] },
      ...{ enabled: true, validated: false, rely: true },
    },
  ],
  grants: ['ann', 'bob'].map((principal) => ({
    ...{ principal, principalType: 'USER', privilege: 'SELECT', grantOption: false },
    ...{ grantor: 'admin', grantorType: 'USER', createTime: 0 },
  })),
  notRead: [],
});

const by = { grantor: 'admin', grantorType: 'USER', createTime: 0 } as const;
const toRole = (name: string): Grant => ({
  ...{ principal: roleOf(name).name, principalType: 'ROLE', privilege: 'INSERT', grantOption: false, ...by },
});

/** A role that only the source of a push has, and that grants are for. */
export const roleOf = (name: string): Role => ({
  name: `${name}_etl`,
  members: [{ principal: 'crew', principalType: 'GROUP', grantOption: true, ...by }],
});

const besideIn = (name: string): DatabaseAnnotations => ({
  functions: [
    {
      ...{ name: 'shout', className: 'com.example.Shout', owner: 'ann', ownerType: 'USER', createTime: 0 },
      resources: [{ kind: 'JAR', uri: 'hdfs://nn:8020/lib/größe.jar' }],
    },
  ],
  grants: [toRole(name)],
  notRead: [],
});

const besidePartitions = (name: string): PartitionAnnotations[] =>
  ['d1', 'd3'].map((day) => ({
    values: [day],
    statistics: [{ column: 'id', type: 'bigint', kind: 'long', nulls: 1, distinct: 2, low: '-7', high: '3' }],
    grants: [toRole(name), { ...toRole(name), column: 'amount' }],
  }));

/** Makes the database `name` with its table `events` in a running metastore; `root` is the URL of the trial's folder. */
export async function makeEvents(writer: MetastoreWriter, root: string, name: string): Promise<void> {
  await writer.createDatabase(databaseIn(root, name));
  const events = tableIn(root, name, 'events', { mine: 'yes' });
  await writer.createTable(events);
  await writer.addPartitions(events, partitionsOf(events, ['d1', 'd2']));
  const { statistics, constraints, grants } = annotationsIn(name);
  await writer.setStatistics(events, statistics);
  for (const key of constraints) await writer.addConstraint(events, key);
  for (const grant of grants) await writer.grantOn({ database: events.database, table: events.name }, grant);
}

/** A SQLite metastore with `pushedTables`. */
export function makePushSource(path: string, root: string, name: string): void {
  const db = openForWriting(path, 10_000);
  db.transaction(() => {
    const ids = new Sequences(db);
    for (const { database, table } of pushedTables(name)) {
      const id = writeDatabase(db, ids, databaseIn(root, database), undefined);
      const of = tableIn(root, database, table, { theirs: 'no', PARTITION_LEVEL_PRIVILEGE: 'TRUE' });
      const tableId = writeTable(db, ids, id, of, partitionsOf(of, ['d1', 'd2', 'd3']), undefined);
      addAnnotations(db, ids, { tableId, database, table }, annotationsIn(database));
      addDatabaseAnnotations(db, ids, id, besideIn(name));
      addPartitionAnnotations(db, ids, { tableId, database, table }, ['day'], besidePartitions(name));
    }
    addRoles(db, ids, [roleOf(name)]);
    ids.save();
  })();
  db.close();
}

/** The catalog in which `events` is migrated; cutover reads the catalog only. */
export function makeLakeCatalog(path: string, root: string, name: string): void {
  const catalog = SqliteCatalog.open(path);
  catalog.put(databaseIn(root, name), {
    table: tableIn(root, name, 'events', { mine: 'yes' }),
    partitions: [],
    lakeLocation: join(root, `lake/${name}.db/events`),
    paimonColumns: [...COLUMNS, { name: 'day', type: 'string' }],
  });
  catalog.close();
}

const WRITTEN_BY_METASTORE = /^(transient_lastDdlTime|COLUMN_STATS_ACCURATE|num.*|totalSize|rawDataSize)$/;

/** A description without what a metastore sets by itself, as a text. */
export function comparable(description: object): string {
  return JSON.stringify(description, (key, value: unknown) => {
    if (key === 'createTime' || key === 'notRead' || WRITTEN_BY_METASTORE.test(key)) return undefined;
    const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isRecord ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
  });
}

/** All that a metastore tells of one table, in the form of a backup. */
export async function describeTable(metastore: Metastore, database: string, name: string): Promise<string> {
  const table = await metastore.getTable(database, name);
  const partitions: HivePartition[] = [];
  for await (const page of metastore.partitions(table)) partitions.push(...page);
  const partitionAnnotations: PartitionAnnotations[] = [];
  for await (const page of metastore.partitionAnnotations(table)) partitionAnnotations.push(...page.partitions);
  for (const list of [partitions, partitionAnnotations])
    list.sort((a, b) => (a.values.join() < b.values.join() ? -1 : 1));
  return comparable({ ...table, annotations: await metastore.annotations(table), partitions, partitionAnnotations });
}

/** What is kept beside a database, and the role that is for it. */
export async function describeBeside(metastore: Metastore, database: string, role: string): Promise<string> {
  const { roles } = await metastore.roles();
  return comparable({
    annotations: await metastore.databaseAnnotations(database),
    role: roles.find(({ name }) => name === role) ?? 'none',
  });
}
