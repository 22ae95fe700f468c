import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MetastoreWriter, openMetastore } from '../../catalog/index.js';
import type { Annotations, Constraint, Grant, HivePartition, HiveTable, Metastore } from '../../catalog/index.js';
import { lakelift } from '../services/cli.js';
import { runPython } from '../services/spark.js';
import type { TableReading } from '../services/spark.js';
import { eventsFile } from '../services/warehouse.js';

const hms = process.env.LAKELIFT_TEST_HMS ?? '';
const database = `push_${randomUUID().slice(0, 8)}`;
const COLUMNS = "id BIGINT COMMENT 'the id', name STRING, amount DECIMAL(9,2), pad STRING";

interface NamesRead {
  readonly listed: string[];
  readonly tables: Readonly<Record<string, TableReading>>;
}

const ANNOTATIONS: Annotations = {
  statistics: [
    { column: 'amount', type: 'decimal(9,2)', kind: 'decimal', nulls: 1, distinct: 9, low: '-12.50', high: '99999.99' },
    { column: 'id', type: 'bigint', kind: 'long', nulls: 0, distinct: 20, low: '-9223372036854775808', high: '19' },
    { column: 'name', type: 'string', kind: 'string', nulls: 2, distinct: 3, maxLength: 12, averageLength: 4.25 },
  ],
  constraints: [],
  grants: [
    ['etl', 'GROUP', 'INSERT', true],
    ['ann', 'USER', 'SELECT', false],
    ['bob', 'USER', 'SELECT', false, 'name'],
  ].map(([principal, principalType, privilege, grantOption, column]) => ({
    ...(column === undefined ? {} : { column }),
    ...{ principal, principalType, privilege, grantOption },
    ...{ grantor: 'admin', grantorType: 'USER', createTime: 0 },
  })) as Grant[],
  notRead: [],
};

/** The time of a grant is the server's. */
function timeless(annotations: Annotations): Annotations {
  return { ...annotations, grants: annotations.grants.map((grant) => ({ ...grant, createTime: 0 })) };
}

/** A foreign and a primary key of the table `known`. */
function keysOf(database: string): [Constraint, Constraint] {
  const flags = { enabled: true, validated: false, rely: true };
  const references = { database, table: 'known', columns: ['id'] };
  return [
    { kind: 'foreign key', name: 'known_fk', columns: ['id'], references, ...flags },
    { kind: 'primary key', name: 'known_pk', columns: ['id', 'name'], ...flags },
  ];
}

let folder: string;
let metastore: Metastore;
let writer: MetastoreWriter;

const inFolder = (name: string): string => join(folder, name);
const lines = async (...args: string[]): Promise<[number | null, string[]]> => {
  const { code, stdout, stderr } = await lakelift(args);
  return [code, (stdout + (code === 0 ? '' : stderr)).trim().split('\n')];
};
const push = (...args: string[]) => lines('catalog', 'push', '--to', hms, ...args);
const fromDdl = () => ['--metastore', `ddl:${inFolder('hive.sql')}`];
const fromCatalog = () => ['--catalog', inFolder('lake/.lakelift/catalog.db')];
const cutover = (...args: string[]) =>
  lines(...['cutover', '--metastore', hms, '--target', pathToFileURL(inFolder('lake')).href], ...args);

async function partitionsOf(table: HiveTable): Promise<HivePartition[]> {
  const all: HivePartition[] = [];
  for await (const page of metastore.partitions(table)) all.push(...page);
  return all;
}

const read = (output: string, ...tables: string[]): Promise<NamesRead> =>
  runPython<NamesRead>('read_names.py', inFolder(output), [hms, database, ...tables]);

describe.skipIf(hms === '')('a running Hive Metastore', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-push-'));
    const warehouse = inFolder(`warehouse/${database}.db`);
    const location = pathToFileURL(warehouse).href;
    for (const p of [0, 1]) {
      await mkdir(join(warehouse, `events/p=${p}`), { recursive: true });
      await writeFile(join(warehouse, `events/p=${p}/a.parquet`), await eventsFile(p * 100, 100));
    }
    await mkdir(join(warehouse, 'fresh'));
    await writeFile(join(warehouse, 'fresh/a.parquet'), await eventsFile(0, 50));
    const partitioned = (name: string): string => `CREATE TABLE ${database}.${name} (${COLUMNS}) PARTITIONED BY (p INT)
      STORED AS PARQUET LOCATION '${location}/${name}' TBLPROPERTIES ('team'='it\\'s');
      ALTER TABLE ${database}.${name} ADD PARTITION (p=0) PARTITION (p=1);`;
    const hive = `CREATE DATABASE ${database} COMMENT 'größe' LOCATION '${location}';
      ALTER DATABASE ${database} SET OWNER USER etl; ${partitioned('events')} ${partitioned('half')}`;
    await writeFile(inFolder('hive.sql'), hive);
    const fresh = `CREATE TABLE ${database}.fresh (${COLUMNS}) STORED AS PARQUET LOCATION '${location}/fresh'`;
    await writeFile(inFolder('all.sql'), `${hive} ${fresh}`);
    metastore = await openMetastore(hms);
    writer = await MetastoreWriter.open(hms, {});
  });
  afterAll(async () => {
    await Promise.all([metastore.close(), writer.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  it('gets databases, tables and partitions pushed once, and a table with a part of its partitions completed', async () => {
    const dry = await push(...fromDdl(), '--dry-run');
    expect(dry).toEqual([
      0,
      [database, `${database}.events`, `${database}.half`].map((name) => `${name}: would be created`),
    ]);
    await expect(metastore.getDatabase(database)).rejects.toMatchObject({ code: 'TABLE_UNKNOWN' });
    const created = `${database}.events: created, 2 partitions added`;
    expect(await push(...fromDdl(), '--tables', `${database}.events`)).toEqual([0, [`${database}: created`, created]]);
    const ddl = await openMetastore(`ddl:${inFolder('hive.sql')}`);
    const half = await ddl.getTable(database, 'half');
    await writer.createTable(half);
    for await (const page of ddl.partitions(half)) await writer.addPartitions(half, page.slice(0, 1));
    expect(await push(...fromDdl())).toEqual([
      0,
      [`${database}.events: unchanged`, `${database}.half: completed, 1 partitions added`],
    ]);
    const found = await metastore.getTable(database, 'events');
    expect(found).toMatchObject({ tableType: 'MANAGED_TABLE', parameters: { team: "it's" } });
    expect(await metastore.getDatabase(database)).toMatchObject({ description: 'größe', owner: 'etl' });
    expect((await lines('catalog', 'diff', ...fromDdl(), '--with', hms, '--tables', `${database}.*`))[0]).toBe(0);
  });

  it('gets migrated tables pushed; what is there is replaced only when told, and backed up before', async () => {
    const [source, target] = ['warehouse', 'lake'].map((name) => pathToFileURL(inFolder(name)).href) as [
      string,
      string,
    ];
    const all = ['--source', source, '--metastore', `ddl:${inFolder('all.sql')}`, '--target', target];
    expect((await lines('migrate', ...all, '--tables', '*.events,*.fresh', '--verify', '0'))[0]).toBe(0);
    const [code, said] = await push(...fromCatalog());
    expect(code).toBe(3);
    expect(said).toContain(`${database}.events: differs, left as it is`);
    expect(said).toContain(`${database}.fresh: created`);
    const fresh = await metastore.getTable(database, 'fresh');
    await writer.alterTable(database, 'fresh', { ...fresh, parameters: { ...fresh.parameters, mine: 'yes' } });
    const only = [...fromCatalog(), '--tables', `${database}.fresh`];
    expect((await push(...only))[0]).toBe(3);
    expect((await push(...only, '--replace'))[0]).toBe(2);
    const backup = inFolder('before.json');
    expect((await push(...only, '--replace', '--backup', backup))[1]).toContain(`${database}.fresh: replaced`);
    const kept = JSON.parse(await readFile(backup, 'utf8')) as { tables: HiveTable[] };
    expect(kept.tables.map(({ name, parameters }) => [name, parameters['mine']])).toEqual([['fresh', 'yes']]);
    expect((await metastore.getTable(database, 'fresh')).parameters['mine']).toBeUndefined();
  });

  it('lets a name stand for the Paimon table, and for the Hive table again', async () => {
    const before = await metastore.getTable(database, 'events');
    const partitions = await partitionsOf(before);
    const tables = ['--tables', `${database}.events`];
    expect((await cutover(...tables))[1][0]).toContain('would be the Paimon table');
    expect(await metastore.getTable(database, 'events')).toEqual(before);
    expect((await cutover(...tables, '--yes'))[0]).toBe(0);
    expect((await cutover(...tables, '--yes'))[1]).toEqual([`${database}.events: unchanged`]);
    expect((await metastore.getTable(database, 'events')).tableType).toBe('EXTERNAL_TABLE');
    const paimon = await read('paimon.json', 'events', 'fresh', 'events__hive');
    expect(paimon.listed).toEqual(['events', 'events__hive', 'fresh', 'half']);
    expect(paimon.tables['events']).toMatchObject({ rows: 200, row: paimon.tables['events__hive']!.row });
    expect(paimon.tables['fresh']).toMatchObject({ rows: 50 });
    expect(existsSync(inFolder(`warehouse/${database}.db/events/p=1/a.parquet`))).toBe(true);

    expect((await cutover(...tables, '--rollback', '--yes'))[0]).toBe(0);
    expect((await cutover(...tables, '--rollback', '--yes'))[1]).toEqual([`${database}.events: unchanged`]);
    expect(await metastore.getTable(database, 'events')).toEqual(before);
    expect(await partitionsOf(before)).toEqual(partitions);
    expect(existsSync(inFolder(`lake/${database}.db/events/snapshot/snapshot-1`))).toBe(true);
    const hive = await read('hive.json', 'events');
    expect(hive.listed).toEqual(['events', 'fresh', 'half']);
    expect(hive.tables['events']).toMatchObject({ rows: 200, row: paimon.tables['events']!.row });
  });

  it('leaves every table where it is when the lake is another one, or on a file system that it does not know', async () => {
    const source = pathToFileURL(inFolder('warehouse')).href;
    const target = `s3://${process.env.LAKELIFT_TEST_S3_BUCKET}/${database}`;
    const tables = ['--tables', `${database}.events`];
    const ends = [
      ...['--target', target, '--catalog', inFolder('s3.db'), '--state', inFolder('s3-state.db')],
      ...tables,
    ];
    const ddl = `ddl:${inFolder('hive.sql')}`;
    expect((await lines('migrate', '--source', source, '--metastore', ddl, ...ends, '--verify', '0'))[0]).toBe(0);
    const before = await metastore.getTable(database, 'events');
    const elsewhere = await cutover(...tables, '--catalog', inFolder('s3.db'), '--yes');
    expect(elsewhere).toEqual([3, expect.arrayContaining([expect.stringContaining(`another target: ${target}/`)])]);
    const replace = ['--catalog', inFolder('s3.db'), ...tables, '--replace', '--backup', inFolder('s3.json')];
    for (const run of [() => lines('cutover', '--metastore', hms, ...ends, '--yes'), () => push(...replace)]) {
      const [code, said] = await run();
      expect([code, said.join('\n')]).toEqual([
        3,
        expect.stringMatching(/No FileSystem for scheme "s3"[^]*fs\.s3\.impl/),
      ]);
      expect(await metastore.getTable(database, 'events')).toEqual(before);
      expect(await partitionsOf(before)).toHaveLength(2);
      expect((await metastore.tables(database)).sort()).toEqual(['events', 'fresh', 'half']);
    }
  });

  it('keeps statistics, keys and grants, and gives them to the migrated table', async () => {
    const ddl = await openMetastore(`ddl:${inFolder('all.sql')}`);
    const fresh = await ddl.getTable(database, 'fresh');
    await mkdir(inFolder(`warehouse/${database}.db/known`));
    await writeFile(inFolder(`warehouse/${database}.db/known/a.parquet`), await eventsFile(0, 20));
    const location = fresh.storage.location.replace(/fresh$/, 'known');
    const known: HiveTable = { ...fresh, name: 'known', storage: { ...fresh.storage, location } };
    await writer.createTable(known);
    await writer.setStatistics(known, ANNOTATIONS.statistics);
    const [foreign, primary] = keysOf(database);
    for (const key of [primary, foreign]) await writer.addConstraint(known, key);
    for (const grant of ANNOTATIONS.grants)
      await writer.grantOn({ database: known.database, table: known.name }, grant);
    expect(timeless(await metastore.annotations(known))).toEqual({ ...ANNOTATIONS, constraints: [foreign, primary] });

    const catalog = inFolder('known.db');
    const [source, target] = ['warehouse', 'known-lake'].map((name) => pathToFileURL(inFolder(name)).href);
    const ends = ['--source', source!, '--metastore', hms, '--target', target!, '--catalog', catalog];
    const only = ['--tables', `${database}.known`];
    expect((await lines('migrate', ...ends, ...only, '--verify', '0'))[0]).toBe(0);
    const migrated = await openMetastore(`sqlite:${catalog}`);
    const lake = await migrated.getTable(database, 'known');
    expect(timeless(await migrated.annotations(lake))).toEqual({ ...ANNOTATIONS, constraints: [primary] });
    expect(lake.parameters['lakelift.source.constraint.known_fk']).toContain('"references"');
    await migrated.close();
    expect((await lines('catalog', 'diff', '--metastore', hms, '--catalog', catalog, ...only))[0]).toBe(0);
    const replace = ['--catalog', catalog, ...only, '--replace', '--backup', inFolder('known.json')];
    expect(await push(...replace)).toMatchObject([0, expect.arrayContaining([`${database}.known: replaced`])]);
    const pushed = await metastore.annotations(await metastore.getTable(database, 'known'));
    expect(timeless(pushed)).toEqual({ ...ANNOTATIONS, statistics: [], constraints: [primary] });
    expect((await push('--catalog', catalog, ...only))[1]).toEqual([`${database}.known: unchanged`]);
  });

  it('is brought forward or back from wherever a killed cutover left it', async () => {
    const before = await metastore.getTable(database, 'events');
    const tables = ['--tables', `${database}.events`, '--yes'];
    for (const direction of [[], ['--rollback']]) {
      // What a run leaves that dies after the Hive table got its other name.
      expect((await cutover(...tables))[0]).toBe(0);
      await writer.dropTable(database, 'events');
      expect((await cutover(...tables, ...direction))[0]).toBe(0);
      expect((await cutover(...tables, '--rollback'))[0]).toBe(0);
      expect(await metastore.getTable(database, 'events')).toEqual(before);
    }
    await writer.createTable({ ...before, name: 'events__hive' });
    const [code, said] = await cutover(...tables);
    expect(code).toBe(3);
    expect(said.join()).toContain('TARGET_FOREIGN');
  });
});
