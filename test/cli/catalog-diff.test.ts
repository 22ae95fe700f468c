import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DIALECTS, SqliteCatalog } from '../../catalog/index.js';
import type { HiveTable } from '../../catalog/index.js';
import { database, entryOf, partition, table } from '../catalog/samples.js';
import { runCli } from './fake-io.js';
import type { CliAnswer } from './fake-io.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lakelift-diff-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A metastore with the samples, changed, as a DDL file. */
function ddl(name: string, changed: Partial<HiveTable> = {}, days: readonly string[] = ['1', '2']): string {
  const of = { ...table, ...changed };
  const text = DIALECTS.hive.database(database) + DIALECTS.hive.table(of);
  writeFileSync(join(folder, name), text + DIALECTS.hive.partitions(of, days.map(partition)));
  return `ddl:${join(folder, name)}`;
}

const diff = (...args: string[]): Promise<CliAnswer> => runCli(['catalog', 'diff', ...args], { cwd: folder });

describe('catalog diff', () => {
  it('ends with 0 when all is equal, whatever statistics say', async () => {
    const later = { parameters: { ...table.parameters, numRows: '4', transient_lastDdlTime: '9' } };
    expect(await diff('--metastore', ddl('a.sql'), '--with', ddl('b.sql', later))).toEqual({
      code: 0,
      stdout: '1 tables in both, 0 differences\n',
      stderr: '',
    });
  });

  it('names every property that differs, and ends with 4', async () => {
    const [id, amount, tags] = table.storage.columns;
    const changed: Partial<HiveTable> = {
      tableType: 'EXTERNAL_TABLE',
      parameters: { comment: 'some orders', owner_team: 'x' },
      storage: {
        ...table.storage,
        columns: [
          { ...id!, comment: 'no' },
          { ...amount!, type: 'decimal(12,2)' },
          tags!,
          { name: 'new', type: 'int' },
        ],
        serdeParameters: { 'serialization.format': '2' },
      },
    };
    const { code, stdout } = await diff('--metastore', ddl('a.sql'), '--with', ddl('b.sql', changed, ['2', '3']));
    expect(code).toBe(4);
    expect(stdout.split('\n').slice(0, -2)).toEqual([
      'sales.orders: type: "MANAGED_TABLE" -> "EXTERNAL_TABLE"',
      'sales.orders: parameter comment: "all orders" -> "some orders"',
      'sales.orders: parameter spark.sql.sources.provider: "parquet" -> (none)',
      'sales.orders: columns: "id, amount, tags" -> "id, amount, tags, new"',
      'sales.orders: comment of column id: "the id" -> "no"',
      'sales.orders: type of column amount: "decimal(10,2)" -> "decimal(12,2)"',
      'sales.orders: serde property serialization.format: "1" -> "2"',
      'sales.orders: parameter EXTERNAL: (none) -> "TRUE"',
      'sales.orders: type of column new: (none) -> "int"',
      expect.stringMatching(/^sales\.orders\/dt=2: columns: "\w{16}" -> "\w{16}"$/),
      'sales.orders/dt=2: serde property serialization.format: "1" -> "2"',
      'sales.orders/dt=3: partition: (none) -> "present"',
      'sales.orders/dt=1: partition: "present" -> (none)',
    ]);
  });

  it('names tables that one side lacks, and knows a name that both lack for an error', async () => {
    const [a, b] = [ddl('a.sql'), ddl('b.sql', { name: 'returns' })];
    const { code, stdout } = await diff('--metastore', a, '--with', b, '--json');
    expect(code).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({
      formatVersion: 1,
      command: 'catalog diff',
      exitCode: 4,
      compared: 0,
      differences: [
        { object: 'sales.orders', property: 'table', first: 'present' },
        { object: 'sales.returns', property: 'table', second: 'present' },
      ],
    });
    expect((await diff('--metastore', a, '--with', b, '--tables', 'sales.orders')).stdout).toContain(
      'sales.orders: table',
    );
    expect((await diff('--metastore', a, '--with', b, '--tables', 'sales.nope')).code).toBe(6);
  });

  it('compares migrated tables with what a migration makes of the source', async () => {
    const catalog = SqliteCatalog.open(join(folder, 'catalog.db'));
    const source = { ...table, owner: '', createTime: 0 };
    catalog.put(database, { ...entryOf(), table: source });
    catalog.close();
    const against = ['--catalog', 'catalog.db'];
    expect(await diff('--metastore', ddl('a.sql'), ...against)).toMatchObject({ code: 0, stderr: '' });
    const changed = ddl('a.sql', { parameters: { ...table.parameters, comment: 'newer', numRows: '7' } });
    const { code, stdout } = await diff('--metastore', changed, ...against);
    expect(code).toBe(4);
    expect(stdout).toContain('sales.orders: parameter comment: "newer" -> "all orders"');
    expect(stdout).toContain('1 differences');
  });

  it('finds no difference between a catalog and itself', async () => {
    const catalog = SqliteCatalog.open(join(folder, 'catalog.db'));
    catalog.put(database, entryOf());
    catalog.close();
    const same = await diff('--catalog', 'catalog.db', '--with', `sqlite:${join(folder, 'catalog.db')}`);
    expect(same).toEqual({ code: 0, stdout: '1 tables in both, 0 differences\n', stderr: '' });
  });

  it('takes the catalog for the first side when only --with is beside it', async () => {
    const catalog = SqliteCatalog.open(join(folder, 'catalog.db'));
    catalog.put(database, entryOf());
    catalog.close();
    const { code, stdout } = await diff('--catalog', 'catalog.db', '--with', ddl('a.sql', { name: 'returns' }));
    expect(code).toBe(4);
    expect(stdout).toContain('sales.orders: table: "present" -> (none)\nsales.returns: table: (none) -> "present"\n');
  });

  it('needs two metastores, no more', async () => {
    const three = ['--metastore', ddl('a.sql'), '--catalog', 'catalog.db', '--with', ddl('a.sql')];
    expect(await diff(...three)).toMatchObject({ code: 2, stderr: expect.stringContaining('give two of') as string });
    expect(await diff('--metastore', pathToFileURL(folder).href)).toMatchObject({ code: 2 });
    expect((await diff('--metastore', ddl('a.sql'))).stderr).toContain('give two of --metastore, --catalog and --with');
  });
});
