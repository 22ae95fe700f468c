import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openForWriting } from '../../catalog/sqlite/file.js';
import { Sequences } from '../../catalog/sqlite/sequence.js';
import { writeDatabase, writeTable } from '../../catalog/sqlite/write-rows.js';
import { everything } from '../catalog/everything.js';
import { parquetStorage, table } from '../catalog/samples.js';
import { requireBuild } from '../cli/built.js';
import { makePushSource } from '../crash/metastore-tables.js';
import { lakelift } from '../services/cli.js';
import type { DatabaseServer } from '../services/database-server.js';
import { startHms } from '../services/hms.js';
import { LOGIN, createTables, startServers, urlOf } from './databases.js';
import type { Kind } from './databases.js';

/** A Metastore 2.3.9 makes its tables itself, which in a MariaDB of today it cannot. */
const CASES = [
  { version: '2.3.9', kind: 'postgres' },
  { version: '3.1.3', kind: 'mysql' },
  { version: '4.0.1', kind: 'postgres' },
] as const;
/** What a Metastore of Hive 4 makes of a managed table that is not ACID. */
const MADE_EXTERNAL =
  /: (type: "MANAGED_TABLE"|parameter (EXTERNAL|TRANSLATED_TO_EXTERNAL|external\.table\.purge): \(none\)) -> /;

let folder: string;
let servers: Readonly<Record<Kind, DatabaseServer>>;
const inFolder = (name: string): string => join(folder, name);

/** A metastore with all that is pushed: notes beside tables and partitions, a view, buckets and skew. */
function makeSource(path: string, root: string): void {
  makePushSource(path, root, 'sales');
  const db = openForWriting(path, 10_000);
  const ids = new Sequences(db);
  const odd = { "k'1": 'say "x"', größe: 'a\\b\tc', long: 'v'.repeat(3900), empty: '' };
  const location = `${root}/odd`;
  const of = { name: 'odd', location, owner: 'etl', description: 'größe', parameters: odd };
  const id = writeDatabase(db, ids, of, undefined);
  const skew = {
    ...{ columns: ['id', 'amount'], values: [['1', 'a,b']] },
    locations: [{ values: ['1', 'a,b'], location: `${location}/skewed` }],
  };
  const storage = {
    ...{ ...table.storage, location: `${location}/skewed`, serdeParameters: { 'field.delim': '\u0001' } },
    ...{ bucketColumns: ['id'], buckets: 4, sortColumns: [{ name: 'id', descending: true }], skew },
  };
  const skewed = { ...table, database: 'odd', name: 'skewed', parameters: odd, storage };
  const partitions = ['2024-01-01', 'a/b=c d', '100%'].map((day, index) => ({
    ...{ values: [day], createTime: 1_700_000_000, parameters: { of: day } },
    storage: parquetStorage(`${location}/elsewhere-${String(index)}`, skewed.storage.columns),
  }));
  writeTable(db, ids, id, skewed, partitions, undefined);
  const asView = { tableType: 'VIRTUAL_VIEW', viewText: 'SELECT 1 AS `id`', partitionKeys: [] };
  writeTable(
    db,
    ids,
    id,
    { ...skewed, ...asView, name: 'view1', storage: { ...storage, location: '' } },
    [],
    undefined,
  );
  ids.save();
  db.close();
}

interface Told {
  readonly besidePartitions?: Readonly<Record<string, { grants: readonly { readonly column?: string }[] }>>;
}

/** All that is told, without what cannot be read and why: a database tells more than a server. */
const comparable = (all: Map<string, unknown>): Record<string, Told> =>
  JSON.parse(
    JSON.stringify(Object.fromEntries(all), (key, value: unknown) => (key === 'notRead' ? undefined : value)),
  ) as Record<string, Told>;

/** A Metastore of Hive 3 or 4 answers with an empty list when it is asked for everybody's grants on a column of a partition. */
function withoutColumnsOfPartitions(all: Record<string, Told>): Record<string, Told> {
  for (const { besidePartitions = {} } of Object.values(all))
    for (const beside of Object.values(besidePartitions))
      beside.grants = beside.grants.filter(({ column }) => column === undefined);
  return all;
}

beforeAll(async () => {
  requireBuild();
  ({ folder, servers } = await startServers());
  makeSource(inFolder('source.db'), pathToFileURL(folder).href.replace('file:///', 'file:/'));
}, 300_000);
afterAll(async () => {
  await Promise.all(Object.values(servers).map((server) => server.stop()));
  if (process.env['LAKELIFT_KEEP'] === undefined) await rm(folder, { recursive: true });
});

it.concurrent.each(CASES)(
  'Hive Metastore $version in $kind tells over Thrift what its database tells, which is what was pushed into it',
  async ({ version, kind }) => {
    const [server, database] = [servers[kind], `hive_${version[0]!}`];
    await server.create(database);
    if (version !== '2.3.9') await createTables(server, database, version);
    const warehouse = pathToFileURL(inFolder(`warehouse-${kind}-${version}`)).href;
    const store = { kind: 'server', server, database } as const;
    const hms = await startHms(inFolder(`hms-${kind}-${version}`), warehouse, store, version);
    try {
      const source = ['--metastore', `sqlite:${inFolder('source.db')}`];
      const pushed = await lakelift(['catalog', 'push', ...source, '--to', hms.uri]);
      expect(pushed.code, pushed.stdout + pushed.stderr).toBe(0);
      const url = urlOf(server, database, LOGIN.password);
      const [told, read] = [comparable(await everything(hms.uri)), comparable(await everything(url))];
      expect(version !== '2.3.9' ? withoutColumnsOfPartitions(read) : read).toEqual(told);
      const differences = (await lakelift(['catalog', 'diff', ...source, '--with', url])).stdout.trim().split('\n');
      expect(differences.pop()).toMatch(/^4 tables in both/);
      const translated = version === '4.0.1' ? MADE_EXTERNAL : /^$/;
      expect(differences.filter((line) => !translated.test(line))).toEqual([]);
    } finally {
      await hms.stop();
    }
  },
  300_000,
);
