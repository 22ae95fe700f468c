import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isDeepStrictEqual, promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MetastoreServer, SqliteCatalog, openMetastore } from '../../catalog/index.js';
import type {
  Annotations,
  CatalogEntry,
  DatabaseAnnotations,
  HivePartition,
  Metastore,
  PartitionAnnotations,
  Role,
} from '../../catalog/index.js';
import { list, struct } from '../../catalog/thrift/codec.js';
import type { Codec } from '../../catalog/thrift/codec.js';
import { database as databaseCodec, partition as partitionCodec, table } from '../../catalog/thrift/structs.js';
import type { ThriftStorage, ThriftTable } from '../../catalog/thrift/structs.js';
import { AnyClient } from '../catalog/any-reply.js';
import { besideCalls, columnCalls, conformanceCalls, ofTable } from '../catalog/conformance-calls.js';
import { entry } from '../catalog/random-tables.js';
import { database, entryOf, partition } from '../catalog/samples.js';
import { Folders, requireBuild } from '../cli/built.js';
import { useDuck } from '../duck.js';
import { pysparkJars } from '../services/cache.js';
import { lakelift } from '../services/cli.js';
import { startHms } from '../services/hms.js';
import type { HiveMetastore } from '../services/hms.js';
import { runPython } from '../services/spark.js';

const available = process.env.LAKELIFT_TEST_HMS !== undefined;
const RANDOM_TABLES = 36;
const exec = promisify(execFile);
const ASK_BOTH = fileURLToPath(new URL('../services/java/AskBoth.java', import.meta.url));

const by = { grantor: 'admin', grantorType: 'USER', createTime: 1_700_000_000 } as const;
const ann = { principal: 'ann', principalType: 'USER', ...by } as const;
const toRole = { principal: 'etl', principalType: 'ROLE', privilege: 'SELECT', grantOption: false, ...by } as const;

/** What is kept beside the database sales, and the table orders in it. */
const BESIDE = {
  roles: [
    {
      name: 'etl',
      members: [
        { principal: 'crew', principalType: 'GROUP', ...by, grantOption: false },
        { ...ann, grantOption: true },
      ],
    },
  ],
  ofDatabase: {
    functions: [
      {
        ...{
          name: 'shout',
          className: 'com.example.Shout',
          owner: 'ann',
          ownerType: 'USER',
          createTime: 1_700_000_000,
        },
        resources: [
          { kind: 'JAR', uri: 'hdfs://nn:8020/lib/shout.jar' },
          { kind: 'FILE', uri: 'hdfs://nn:8020/lib/größe.txt' },
        ],
      },
    ],
    grants: [toRole],
    notRead: [],
  },
  partitions: [
    {
      values: ['2024-01-01'],
      statistics: [{ column: 'id', type: 'bigint', kind: 'long', nulls: 0, distinct: 3, low: '-5', high: '9' }],
      grants: [toRole, { column: 'id', ...ann, privilege: 'SELECT', grantOption: false }],
    },
  ],
} satisfies { roles: Role[]; ofDatabase: DatabaseAnnotations; partitions: PartitionAnnotations[] };

const columns = [
  { name: 'id', type: 'bigint', comment: 'the id: größe, "it\'s"' },
  { name: 'note', type: 'string' },
];

function storage(location: string | undefined): ThriftStorage {
  return {
    cols: columns,
    location,
    inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
    outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
    compressed: false,
    numBuckets: 4,
    serdeInfo: {
      name: 'named',
      serializationLib: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
      parameters: { 'serialization.format': '1' },
    },
    bucketCols: ['id'],
    sortCols: [
      { col: 'id', order: 1 },
      { col: 'note', order: 0 },
    ],
    parameters: { of: 'storage' },
    storedAsSubDirectories: false,
  };
}

const PARTITIONS = [
  ['2024-01-01', '1'],
  ['2024-01-01', '5'],
  ['2024-01-02', '10'],
  ['2024-01-02', '2'],
  ['größe', '1'],
  ['a/b=c d', '3'],
  ['__HIVE_DEFAULT_PARTITION__', '7'],
];

/** A call that changes the real Metastore. Throws what it answers. */
async function change<A>(client: AnyClient, name: string, field: Codec<A>, value: A): Promise<void> {
  const args = struct({ only: { id: 1, codec: field } }) as Codec<unknown>;
  const reply = await client.call({ name, args, value: { only: value } });
  const failed = 'exception' in reply || Object.keys(reply.fields as object).some((id) => id !== '0');
  if (failed) throw new Error(`${name}: ${JSON.stringify(reply)}`);
}

/** Hive's own tables of many kinds, made by the Metastore itself in its database `made`. */
async function makeHiveTables(client: AnyClient, location: string): Promise<void> {
  const made = { name: 'made', description: 'by hive', locationUri: location, ownerName: 'me', parameters: { a: 'b' } };
  await change(client, 'create_database', databaseCodec, made);
  const base: ThriftTable = { dbName: 'made', owner: 'me', createTime: 1_700_000_000, tableType: 'EXTERNAL_TABLE' };
  const orders = {
    ...base,
    tableName: 'orders',
    sd: storage(`${location}/orders`),
    partitionKeys: [
      { name: 'dt', type: 'string', comment: 'the day' },
      { name: 'hr', type: 'int' },
    ],
    parameters: { EXTERNAL: 'TRUE', comment: "all 'orders'", long: 'v'.repeat(4000) },
  };
  await change(client, 'create_table', table, orders);
  const rows = PARTITIONS.map((values, index) => ({
    values,
    dbName: 'made',
    tableName: 'orders',
    createTime: 1_700_000_001,
    sd: storage(`${location}/orders/part-${String(index)}`),
    parameters: { index: String(index) },
  }));
  await change(client, 'add_partitions', list(partitionCodec), rows);
  await change(client, 'create_table', table, { ...base, tableName: 'plain', sd: storage(`${location}/plain`) });
  const query = 'SELECT `orders`.`id`, `orders`.`note` FROM `made`.`orders`';
  const view = { viewOriginalText: query, viewExpandedText: query, tableType: 'VIRTUAL_VIEW' };
  await change(client, 'create_table', table, { ...base, ...view, tableName: 'view1', sd: storage(undefined) });
}

/**
 * A reply without what says nothing: the Metastore leaves `storedAsSubDirectories` (12) unset where it reads by SQL, and
 * the words about a filter that cannot be parsed are its parser's.
 */
function comparable(reply: unknown): unknown {
  return JSON.parse(JSON.stringify(reply), (key, value: unknown) => {
    if (key === '12' && value === false) return undefined;
    return typeof value === 'string' ? value.replace(/^(Error parsing partition filter).*/, '$1') : value;
  });
}

/** A table lake.events, migrated by the command line into a folder and registered in the catalog at `path`. */
async function migrateEvents(folders: Folders, path: string): Promise<void> {
  for (const day of ['d1', 'd2']) {
    await folders.file(`lake.db/events/day=${day}/0.parquet`, `SELECT range::INT AS n, '${day}' AS s FROM range(3)`);
  }
  const { code, stderr } = await lakelift(['migrate', ...folders.flags, '--catalog', path]);
  if (code !== 0) throw new Error(stderr);
}

/** A Metastore of 2.3 tells of keys only, not of other constraints. */
function keptBy239(annotations: Annotations): Annotations {
  return { ...annotations, constraints: annotations.constraints.filter(({ kind }) => kind === 'primary key') };
}

const byDay = <P extends { readonly values: readonly string[] }>(all: readonly P[]): Map<string | undefined, P> =>
  new Map(all.map((each) => [each.values[0], each]));

async function everything(metastore: Metastore, name: string): Promise<unknown> {
  const found = await metastore.getTable('sales', name);
  const partitions: HivePartition[] = [];
  for await (const page of metastore.partitions(found)) partitions.push(...page);
  const annotations = keptBy239(await metastore.annotations(found));
  const beside: PartitionAnnotations[] = [];
  for await (const page of metastore.partitionAnnotations(found)) beside.push(...page.partitions);
  return { found, annotations, partitions: byDay(partitions), beside: byDay(beside) };
}

describe.skipIf(!available)('a served catalog beside a real Metastore on the same file', () => {
  let folder: string;
  let real: HiveMetastore;
  let theirs: AnyClient;
  let ours: MetastoreServer;
  let random: CatalogEntry[];
  const duck = useDuck();

  beforeAll(async () => {
    requireBuild();
    folder = await mkdtemp(join(tmpdir(), 'lakelift-serve-'));
    const path = join(folder, 'catalog.db');
    random = fc.sample(
      fc.uniqueArray(entry, {
        minLength: RANDOM_TABLES,
        maxLength: RANDOM_TABLES,
        selector: (each) => each.table.name,
      }),
      { numRuns: 1, seed: 20240101 },
    )[0]!;
    const catalog = SqliteCatalog.open(path);
    for (const each of random) catalog.put(database, each);
    catalog.put(database, {
      ...entryOf(['2024-01-01', '2024-01-02'].map(partition)),
      partitionAnnotations: BESIDE.partitions,
    });
    catalog.putBeside(BESIDE.roles, new Map([['sales', BESIDE.ofDatabase]]));
    catalog.close();
    await migrateEvents(new Folders(duck, 'events'), path);
    const warehouse = pathToFileURL(join(folder, 'warehouse')).href.replace('file:///', 'file:/');
    real = await startHms(join(folder, 'hms'), warehouse, { kind: 'sqlite', path });
    theirs = await AnyClient.open(real.uri);
    await makeHiveTables(theirs, `${warehouse}/made.db`);
    for (const index of PARTITIONS.keys()) {
      const at = join(folder, 'warehouse', 'made.db', 'orders', `part-${String(index)}`);
      await mkdir(at, { recursive: true });
      await duck.rows(
        `COPY (SELECT ${String(index)}::BIGINT AS id, 'n' AS note) TO '${at}/0.parquet' (FORMAT parquet)`,
      );
    }
    ours = await MetastoreServer.start(path, { host: '127.0.0.1', port: 0 });
  });

  afterAll(async () => {
    theirs.close();
    await ours.close();
    await real.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('answers every call alike', async () => {
    const calls = [
      ...conformanceCalls('made', ['orders', 'plain', 'view1'], 'orders'),
      ...columnCalls('made', 'orders'),
      ...ofTable('sales', 'orders'),
      ...besideCalls('sales', 'orders', 'id', ['2024-01-01'], 'dt=2024-01-01'),
    ];
    const client = await AnyClient.open(ours.url);
    const different: unknown[] = [];
    for (const call of calls) {
      const [expected, found] = [comparable(await theirs.call(call)), comparable(await client.call(call))];
      if (!isDeepStrictEqual(found, expected)) different.push({ call: call.name, value: call.value, expected, found });
    }
    client.close();
    expect(different).toEqual([]);
  });

  it("answers Hive's own client in Java as the real one does", async () => {
    const jars = `${await pysparkJars()}/*`;
    await exec('javac', ['-nowarn', '-cp', jars, '-d', folder, ASK_BOTH]);
    const args = ['-Xmx512m', '-cp', [folder, jars].join(delimiter), 'AskBoth', real.uri, ours.url, 'made', 'orders'];
    expect((await exec('java', args)).stdout).toMatch(/^ASKED 5\d DIFFERENT 0\n$/);
  });

  it('gives random tables as the real one does, and as they were written', async () => {
    const [remote, our] = [await openMetastore(real.uri), await openMetastore(ours.url)];
    for (const { table: source, annotations, partitionAnnotations } of random) {
      const [expected, found] = [await everything(remote, source.name), await everything(our, source.name)];
      expect(found).toEqual(expected);
      expect(found).toMatchObject({
        annotations: keptBy239(annotations!),
        beside: byDay(partitionAnnotations!),
      });
    }
    for (const one of [remote, our]) {
      expect(await one.databaseAnnotations('sales')).toEqual(BESIDE.ofDatabase);
      expect((await one.roles()).roles).toContainEqual(BESIDE.roles[0]);
    }
    await Promise.all([remote.close(), our.close()]);
  });

  it('is read by Spark: listed, pruned and queried, Hive tables and Paimon tables', async () => {
    const output = join(folder, 'served.json');
    const found = await runPython<Record<string, unknown>>('read_served.py', output, [
      ours.url,
      pathToFileURL(join(duck.folder(), 'events', 'lake')).href,
    ]);
    const folders = (...indexes: number[]) => ({
      rows: indexes,
      folders: indexes.map((index) => `part-${String(index)}`),
    });
    expect(found).toMatchObject({
      databases: ['default', 'lake', 'made', 'sales'],
      tables: ['orders', 'plain', 'view1'],
      somePartitions: ['dt=2024-01-01/hr=1', 'dt=2024-01-01/hr=5'],
      described: { id: 'bigint', note: 'string', dt: 'string', hr: 'int' },
      all: folders(0, 1, 2, 3, 4, 5, 6),
      byDay: folders(2, 3),
      byHour: folders(1),
      byList: folders(0, 2, 4),
      byText: folders(0),
      view: [[PARTITIONS.length]],
      paimonTables: ['events'],
      paimon: ['d1', 'd2'].flatMap((day) => [0, 1, 2].map((n) => [n, day, day])).sort(),
      paimonPruned: [[0], [1], [2]],
      createDatabase: expect.stringContaining('read-only') as string,
      dropTable: expect.stringContaining('read-only') as string,
    });
    expect(found.partitions).toHaveLength(PARTITIONS.length);
  });
});
