import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { makeWorkload } from '../../bench/index.js';
import { migrateFolder } from '../migrate/warehouse.js';
import { runCli } from '../cli/fake-io.js';
import { useDuck } from '../duck.js';
import { measure, suiteOf } from './folder.js';

const duck = useDuck();
const SHAPE = { scale: 0.002, batches: 2 };
const EXAMPLES = new URL('../../examples/tpch/', import.meta.url);

let folder: string;
const made: { table: string; rows: number; files: number }[] = [];
beforeAll(async () => {
  folder = join(duck.folder(), 'made');
  await makeWorkload(folder, SHAPE, (table) => made.push(table));
}, 120_000);

it('bench make writes the same rows every time, in small files whose keys fit together', async () => {
  expect(made.map(({ table }) => table)).toEqual(
    ['region', 'nation', 'supplier', 'customer', 'part', 'orders', 'lineitem'].map((name) => `tpch.${name}`),
  );
  const [orders, lineitem] = made.slice(-2);
  expect(orders!.rows).toBe(3000);
  expect(lineitem!.rows).toBeGreaterThan(10_000);
  const files = (await readdir(join(folder, 'tpch.db/lineitem'), { recursive: true })).filter((name) =>
    name.endsWith('.parquet'),
  );
  expect(lineitem!.files).toBe(files.length);
  expect(files.every((name) => /^l_month=199\d-\d\d\/part-0000[01]\.parquet$/.test(name))).toBe(true);
  expect(files.length).toBeGreaterThan(2 * 80);
  const of = (table: string) => `read_parquet('${folder}/tpch.db/${table}/**/*.parquet', hive_partitioning = false)`;
  const strangers = await duck.rows(`SELECT count(*) FROM ${of('lineitem')}
    WHERE l_orderkey NOT IN (SELECT o_orderkey FROM ${of('orders')}) OR l_partkey NOT IN (SELECT p_partkey FROM ${of('part')})
      OR l_suppkey NOT IN (SELECT s_suppkey FROM ${of('supplier')}) OR l_shipdate >= l_receiptdate`);
  expect(strangers).toEqual([['0']]);
  // Values drawn by DuckDB's hash: another version of it would make other rows under the same name.
  expect(await duck.rows(`SELECT sum(l_quantity), count(DISTINCT l_shipmode) FROM ${of('lineitem')}`)).toEqual([
    ['311244.00', '7'],
  ]);
  const again = await runCli(['bench', 'make', '--scale', '0.002', '--source-dir', folder]);
  expect(again).toMatchObject({ code: 2, stdout: '' });
});

it('the example queries give rows, and the same on both sides', async () => {
  const [source, target] = [folder, join(duck.folder(), 'queries', 'lake')];
  const { plan } = await migrateFolder({ source, target });
  const names = (await readdir(EXAMPLES)).filter((name) => name.endsWith('.sql')).sort();
  const queries = await Promise.all(
    names.map(async (name) => ({
      name,
      sql: (await readFile(new URL(name, EXAMPLES), 'utf8')).trim().replace(/;$/, ''),
    })),
  );
  const suite = suiteOf(queries, { sampling: { min: 1, max: 1, warmups: 0 } });
  const run = await measure({ source, target, planned: plan.tables }, suite);
  expect(run.errors).toEqual([]);
  expect(run.metrics.filter(({ name }) => name.startsWith('query/'))).toHaveLength(names.length);
  expect(run.files.after.count).toBeLessThan(run.files.before.count);
}, 120_000);

it('bench make names a folder that cannot be made', async () => {
  const nowhere = makeWorkload('/proc/none', SHAPE, () => undefined);
  await expect(nowhere).rejects.toMatchObject({ code: 'USAGE', place: { file: '/proc/none/tpch.db' } });
});
