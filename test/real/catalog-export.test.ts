import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MetastoreWriter, openMetastore } from '../../catalog/index.js';
import type { HiveColumn, HivePartition, HiveTable, Metastore, StorageDescriptor } from '../../catalog/index.js';
import { parquetStorage } from '../catalog/samples.js';
import { lakelift } from '../services/cli.js';
import { parseStarRocks, runHive, runSparkSql } from '../services/engines-sql.js';

const hms = process.env.LAKELIFT_TEST_HMS ?? '';
const database = `exported_${randomUUID().slice(0, 8)}`;
const named = (engine: string): string => `${database}_${engine}`;

const TYPES =
  `boolean tinyint smallint int bigint float double string binary date timestamp decimal(10,2) decimal(38,18) char(7)
  varchar(20) array<int> map<string,array<bigint>> struct<a:int,b:array<struct<c:string,d:decimal(9,3)>>>`.split(/\s+/);
const COMMENTS = ["it's", 'a;b', 'back\\slash', '\\n', 'größe 𝄞', '"', '`', '--', '/*', '{x}', '%'];
const allTypes = TYPES.map((type, index): HiveColumn => {
  const comment = COMMENTS[index];
  return { name: `c${String(index)}`, type, ...(comment === undefined ? {} : { comment }) };
});
const oddNames = ['order', 'größe', 'a b', 'x-y', '1st', 'select', '_', 'a`b'].map((name) => ({ name, type: 'int' }));
const ID = [{ name: 'id', type: 'bigint' }];
const PARAMETERS = { comment: "the 'odd'; table \\ größe", team: "it's", 'a key; odd': 'x\ty\nz', empty: '' };

const stored = (word: 'orc' | 'text', location: string, columns: HiveColumn[]): StorageDescriptor => ({
  ...parquetStorage(location, columns),
  ...{
    orc: {
      inputFormat: 'org.apache.hadoop.hive.ql.io.orc.OrcInputFormat',
      outputFormat: 'org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat',
      serde: 'org.apache.hadoop.hive.ql.io.orc.OrcSerde',
    },
    text: {
      inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
      outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
      serde: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
      serdeParameters: { 'serialization.format': '\u0001', 'field.delim': '\u0001', 'escape.delim': '\\' },
    },
  }[word],
});

/** The tables that are exported; folders below `root`. */
function tablesIn(root: string): HiveTable[] {
  const table = (name: string, storage: StorageDescriptor, more: Partial<HiveTable> = {}): HiveTable => ({
    ...{ database, name, owner: 'etl', tableType: 'EXTERNAL_TABLE', createTime: 1_700_000_000 },
    ...{ parameters: { EXTERNAL: 'TRUE' }, partitionKeys: [], storage },
    ...more,
  });
  const at = (name: string): string => `${root}/${name}`;
  const days = [
    { name: 'day', type: 'string', comment: 'the day' },
    { name: 'hour', type: 'int' },
  ];
  return [
    table('all_types', parquetStorage(at('all_types'), allTypes), { parameters: { EXTERNAL: 'TRUE', ...PARAMETERS } }),
    table('odd', stored('orc', at('odd'), oddNames)),
    table('select', stored('text', at('select'), ID)),
    table('parts', stored('orc', at('parts'), ID), { partitionKeys: days }),
    table('buckets', {
      ...stored('text', at('buckets'), ID),
      ...{ bucketColumns: ['id'], buckets: 4, sortColumns: [{ name: 'id', descending: false }] },
    }),
    table(
      'view1',
      { ...parquetStorage('', ID), inputFormat: '', outputFormat: '', serde: '', serdeParameters: {} },
      { tableType: 'VIRTUAL_VIEW', parameters: {}, viewText: `SELECT \`parts\`.\`id\` FROM \`${database}\`.\`parts\`` },
    ),
  ];
}

const partitionsOf = ({ storage }: HiveTable): HivePartition[] =>
  [
    ['2024-01-01', '1'],
    ['a/b=c d', '2'],
    ["it's; größe", '3'],
  ].map((values, index) => ({
    ...{ values, createTime: 1_700_000_000, parameters: {} },
    storage: { ...storage, location: `${storage.location}/elsewhere-${String(index)}` },
  }));

/** What engines note by themselves. */
const OF_ENGINES = new RegExp(
  '^(transient_lastDdlTime|EXTERNAL|bucketing_version|num.*|totalSize|rawDataSize|COLUMN_STATS.*|SORTBUCKETCOLSPREFIX' +
    '|spark\\.sql\\..*|view\\..*)$',
);

/** What DDL says of a table, without what engines write by themselves. */
async function described(metastore: Metastore, from: string, name: string): Promise<object> {
  const { tableType, parameters, partitionKeys, storage, viewText } = await metastore.getTable(from, name);
  const own = (entries: Record<string, string>): Record<string, string> =>
    Object.fromEntries(Object.entries(entries).filter(([key]) => !OF_ENGINES.test(key) && key !== 'path'));
  const { location, inputFormat, outputFormat, serde, columns, bucketColumns, buckets, sortColumns } = storage;
  const partitions: [string, string][] = [];
  const table = await metastore.getTable(from, name);
  for await (const page of metastore.partitions(table))
    for (const each of page) partitions.push([each.values.join('|'), `${each.storage.location} ${each.storage.serde}`]);
  return {
    ...{ tableType, parameters: own(parameters), partitionKeys, partitions: Object.fromEntries(partitions) },
    ...(viewText === undefined ? {} : { viewText: viewText.replaceAll(from, database) }),
    ...{ location: viewText === undefined ? location : '', columns },
    ...(viewText === undefined ? { inputFormat, outputFormat, serde, serde0: own(storage.serdeParameters) } : {}),
    ...{ bucketColumns, sortColumns, buckets: bucketColumns.length === 0 ? 0 : buckets },
  };
}

/** Of Paimon's schema file, what is compared. */
interface PaimonSchema {
  readonly fields: readonly { readonly name: string; readonly type: unknown; readonly description?: string }[];
  readonly partitionKeys: readonly string[];
  readonly comment?: string;
}

describe.skipIf(hms === '')('DDL that catalog export writes', () => {
  let folder: string;
  let metastore: Metastore;
  let tables: HiveTable[];
  const inFolder = (name: string): string => join(folder, name);

  /** The DDL of a dialect, about a database of its own. */
  async function exported(format: string, engine: string, only = '*'): Promise<string> {
    const args = ['catalog', 'export', '--metastore', hms, '--tables', `${database}.${only}`, '--format', format];
    const { code, stdout, stderr } = await lakelift(args);
    expect([code, stderr]).toEqual([0, '']);
    return stdout.replaceAll(database, named(engine));
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-export-'));
    const root = pathToFileURL(folder).href.replace('file:///', 'file:/');
    tables = tablesIn(`${root}/tables`);
    const writer = await MetastoreWriter.open(hms, {});
    const facts = { description: "it's; \\ größe", parameters: { "k'": 'v;' }, owner: 'etl' };
    await writer.createDatabase({ name: database, location: `${root}/base`, ownerType: 'ROLE', ...facts });
    for (const table of tables) await writer.createTable(table);
    const parts = tables.find(({ name }) => name === 'parts')!;
    await writer.addPartitions(parts, partitionsOf(parts));
    await writer.close();
    metastore = await openMetastore(hms);
  });
  afterAll(async () => {
    await metastore.close();
    if (process.env['LAKELIFT_KEEP'] === undefined) await rm(folder, { recursive: true, force: true });
  });

  it('makes the same tables in Hive 2.3.9', async () => {
    await writeFile(inFolder('hive.sql'), await exported('hive', 'hive'));
    await runHive(inFolder('hive.sql'), hms, inFolder('hive'));
    for (const { name } of tables)
      expect(await described(metastore, named('hive'), name), name).toEqual(await described(metastore, database, name));
    const [one, other] = [await metastore.getDatabase(database), await metastore.getDatabase(named('hive'))];
    expect({ ...other, name: database }).toEqual(one);
  });

  it('makes the same tables in Spark, that of Hive as well as its own, and in a Paimon catalog', async () => {
    const lake = pathToFileURL(inFolder('lake')).href;
    // Spark has no owners of databases.
    const ofHive = (await exported('hive', 'hive_in_spark')).replace(/^ALTER DATABASE .* SET OWNER .*$/m, '');
    const texts = [ofHive, await exported('spark', 'spark')];
    texts.push('USE paimon;\n', await exported('paimon', 'paimon', '!(view1)'));
    await writeFile(inFolder('spark.sql'), texts.join(''));
    await runSparkSql(inFolder('spark.sql'), hms, lake, inFolder('spark'));
    for (const engine of ['hive_in_spark', 'spark'])
      for (const { name } of tables)
        expect(await described(metastore, named(engine), name), `${engine} ${name}`).toEqual(
          await described(metastore, database, name),
        );
    for (const { name, storage, partitionKeys, parameters } of tables.filter(
      ({ viewText }) => viewText === undefined,
    )) {
      const path = inFolder(`lake/${named('paimon')}.db/${name}/schema/schema-0`);
      const schema = JSON.parse(await readFile(path, 'utf8')) as PaimonSchema;
      const wanted = [...storage.columns, ...partitionKeys];
      expect(schema.fields.map((field) => [field.name, field.description])).toEqual(
        wanted.map((column) => [column.name, column.comment]),
      );
      expect(schema.partitionKeys).toEqual(partitionKeys.map((key) => key.name));
      expect(schema.comment ?? '').toBe(parameters['comment'] ?? '');
    }
  });

  it('says the same of each table to a parser of StarRocks SQL', async () => {
    await writeFile(inFolder('starrocks.sql'), await exported('starrocks', 'starrocks', '!(view1)'));
    const parsed = await parseStarRocks(inFolder('starrocks.sql'), inFolder('starrocks.json'));
    expect(parsed.unknown).toEqual([]);
    const wanted = tables.filter(({ viewText }) => viewText === undefined);
    const said = parsed.tables.map(({ columns, ...table }) => ({
      ...table,
      columns: columns.map(([name, type, comment]) => [name, type.replace(/[` ]/g, ''), comment]),
    }));
    const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
    expect(said.sort(byName)).toEqual(
      wanted
        .map(({ name, storage, partitionKeys, parameters }) => ({
          name,
          partitionKeys: partitionKeys.map((key) => key.name),
          comment: parameters['comment'] ?? null,
          distributed: 'RANDOM',
          columns: [...storage.columns, ...partitionKeys].map((column) => [
            ...[column.name, column.type, column.comment ?? null],
          ]),
        }))
        .sort(byName),
    );
  });
});
