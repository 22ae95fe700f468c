import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { makeWorkload } from '../../bench/index.js';
import type { MadeTable, WorkloadName } from '../../bench/index.js';
import { migrateFolder } from '../migrate/warehouse.js';
import { runCli } from '../cli/fake-io.js';
import { useDuck } from '../duck.js';
import { measure, suiteOf } from './folder.js';

const duck = useDuck();
const examplesOf = (workload: WorkloadName): URL => new URL(`../../examples/${workload}/`, import.meta.url);

interface Made {
  readonly folder: string;
  readonly tables: MadeTable[];
}

async function make(workload: WorkloadName, scale: number, batches: number): Promise<Made> {
  const folder = join(duck.folder(), workload);
  const tables: MadeTable[] = [];
  await makeWorkload(folder, { workload, scale, batches }, (table) => tables.push(table));
  return { folder, tables };
}

let tpch: Made;
let tpcds: Made;
beforeAll(async () => {
  tpch = await make('tpch', 0.002, 2);
  tpcds = await make('tpcds', 0.003, 2);
}, 120_000);

const of = (workload: WorkloadName, table: string): string =>
  `read_parquet('${join(duck.folder(), workload)}/${workload}.db/${table}/**/*.parquet', hive_partitioning = false)`;

async function filesOf(workload: WorkloadName, table: string): Promise<string[]> {
  const names = await readdir(join(duck.folder(), workload, `${workload}.db`, table), { recursive: true });
  return names.filter((name) => name.endsWith('.parquet'));
}

it('bench make writes the same rows every time, in small files whose keys fit together', async () => {
  const { folder, tables: made } = tpch;
  expect(made.map(({ table }) => table)).toEqual(
    ['region', 'nation', 'supplier', 'customer', 'part', 'orders', 'lineitem'].map((name) => `tpch.${name}`),
  );
  const [orders, lineitem] = made.slice(-2);
  expect(orders!.rows).toBe(3000);
  expect(lineitem!.rows).toBeGreaterThan(10_000);
  const files = await filesOf('tpch', 'lineitem');
  expect(lineitem!.files).toBe(files.length);
  expect(files.every((name) => /^l_month=199\d-\d\d\/part-0000[01]\.parquet$/.test(name))).toBe(true);
  expect(files.length).toBeGreaterThan(2 * 80);
  const strangers = await duck.rows(`SELECT count(*) FROM ${of('tpch', 'lineitem')}
    WHERE l_orderkey NOT IN (SELECT o_orderkey FROM ${of('tpch', 'orders')}) OR l_partkey NOT IN (SELECT p_partkey FROM ${of('tpch', 'part')})
      OR l_suppkey NOT IN (SELECT s_suppkey FROM ${of('tpch', 'supplier')}) OR l_shipdate >= l_receiptdate`);
  expect(strangers).toEqual([['0']]);
  // Values drawn by DuckDB's hash: another version of it would make other rows under the same name.
  expect(await duck.rows(`SELECT sum(l_quantity), count(DISTINCT l_shipmode) FROM ${of('tpch', 'lineitem')}`)).toEqual([
    ['311244.00', '7'],
  ]);
  const again = await runCli(['bench', 'make', '--scale', '0.002', '--source-dir', folder]);
  expect(again).toMatchObject({ code: 2, stdout: '' });
});

/** Column, and the table and key it refers to. */
const REFERENCES: Readonly<Record<string, readonly (readonly [column: string, table: string, key: string])[]>> = {
  customer: [
    ['c_current_addr_sk', 'customer_address', 'ca_address_sk'],
    ['c_current_hdemo_sk', 'household_demographics', 'hd_demo_sk'],
  ],
  store_sales: [
    ['ss_sold_date_sk', 'date_dim', 'd_date_sk'],
    ['ss_sold_time_sk', 'time_dim', 't_time_sk'],
    ['ss_item_sk', 'item', 'i_item_sk'],
    ['ss_customer_sk', 'customer', 'c_customer_sk'],
    ['ss_hdemo_sk', 'household_demographics', 'hd_demo_sk'],
    ['ss_addr_sk', 'customer_address', 'ca_address_sk'],
    ['ss_store_sk', 'store', 's_store_sk'],
    ['ss_promo_sk', 'promotion', 'p_promo_sk'],
  ],
  store_returns: [
    ['sr_returned_date_sk', 'date_dim', 'd_date_sk'],
    ['sr_item_sk', 'item', 'i_item_sk'],
    ['sr_customer_sk', 'customer', 'c_customer_sk'],
    ['sr_store_sk', 'store', 's_store_sk'],
    ['sr_reason_sk', 'reason', 'r_reason_sk'],
    ['sr_ticket_number', 'store_sales', 'ss_ticket_number'],
  ],
  web_sales: [
    ['ws_sold_date_sk', 'date_dim', 'd_date_sk'],
    ['ws_sold_time_sk', 'time_dim', 't_time_sk'],
    ['ws_ship_date_sk', 'date_dim', 'd_date_sk'],
    ['ws_item_sk', 'item', 'i_item_sk'],
    ['ws_bill_customer_sk', 'customer', 'c_customer_sk'],
    ['ws_bill_addr_sk', 'customer_address', 'ca_address_sk'],
    ['ws_promo_sk', 'promotion', 'p_promo_sk'],
  ],
};
/** Keys that every row has. */
const NEVER_NULL = ['c_current_addr_sk', 'ss_item_sk', 'sr_item_sk', 'sr_ticket_number', 'ws_item_sk'];

it('every key of the TPC-DS-like tables finds its row, and some rows have none', async () => {
  for (const [table, references] of Object.entries(REFERENCES)) {
    const checks = references.map(
      ([column, other, key]) => `
        SELECT '${column}', count(*) FILTER (${column} NOT IN (SELECT ${key} FROM ${of('tpcds', other)})), count(*) > count(${column})
        FROM ${of('tpcds', table)}`,
    );
    const found = await duck.rows(checks.join(' UNION ALL '));
    const wanted = references.map(([column]) => [column, '0', String(!NEVER_NULL.includes(column))]);
    expect(found.sort()).toEqual(wanted.sort());
  }
  const sold = `SELECT ss_item_sk, ss_ticket_number FROM ${of('tpcds', 'store_sales')}`;
  const returned = `SELECT sr_item_sk, sr_ticket_number FROM ${of('tpcds', 'store_returns')}`;
  expect(await duck.rows(`${returned} EXCEPT ${sold}`)).toEqual([]);
  expect(await duck.rows(`SELECT count(*) FROM (${sold} GROUP BY ALL HAVING count(*) > 1)`)).toEqual([['0']]);
});

it('store_sales lie in hourly partitions of small files', async () => {
  const files = await filesOf('tpcds', 'store_sales');
  const table = (name: string) => tpcds.tables.find((made) => made.table === `tpcds.${name}`)!;
  expect(
    files.every((name) => /^ss_day=2000-1\d-\d\d\/ss_hour=(0[89]|1\d|20)\/part-0000[01]\.parquet$/.test(name)),
  ).toBe(true);
  expect(table('store_sales').files).toBe(files.length);
  expect(files.length).toBeGreaterThan(500);
  // Values drawn by DuckDB's hash: another version of it would make other rows under the same name.
  const sums = `SELECT count(*), sum(ss_net_profit), count(ss_customer_sk), sum(ss_item_sk) FROM ${of('tpcds', 'store_sales')}`;
  expect(await duck.rows(sums)).toEqual([['8704', '-7060087.85', '8343', '177914']]);
  expect(table('store_sales').rows).toBe(8704);
  const [october, later] = await duck.rows(`
    SELECT count(*) / count(DISTINCT d_date), count(DISTINCT d_date) FROM ${of('tpcds', 'store_sales')} JOIN ${of('tpcds', 'date_dim')}
    ON ss_sold_date_sk = d_date_sk GROUP BY d_date >= DATE '2000-11-01' ORDER BY d_date >= DATE '2000-11-01'`);
  expect([october![1], later![1]]).toEqual(['17', '44']);
  expect(Number(later![0])).toBeGreaterThan(1.5 * Number(october![0]));
});

it.each([
  ['tpch', 9],
  ['tpcds', 13],
] as const)(
  'the example queries of %s give rows, and the same on both sides',
  async (workload, count) => {
    const [source, target] = [join(duck.folder(), workload), join(duck.folder(), 'lakes', workload)];
    const { plan } = await migrateFolder({ source, target });
    const examples = examplesOf(workload);
    const names = (await readdir(examples)).sort();
    const queries = await Promise.all(
      names.map(async (name) => ({
        name,
        sql: (await readFile(new URL(name, examples), 'utf8')).trim().replace(/;$/, ''),
      })),
    );
    const suite = suiteOf(queries, { sampling: { min: 1, max: 1, warmups: 0 } });
    const run = await measure({ source, target, planned: plan.tables }, suite);
    expect(run.errors).toEqual([]);
    expect(run.metrics.filter(({ name }) => name.startsWith('query/'))).toHaveLength(count);
    expect(run.files.after.count).toBeLessThan(run.files.before.count);
    await duck.rows(`CREATE SCHEMA ${workload}`);
    for (const { table } of plan.tables) {
      const files = `${source}/${workload}.db/${table}/**/*.parquet`;
      await duck.rows(
        `CREATE TABLE ${workload}.${table} AS FROM read_parquet('${files}', hive_types_autocast = false)`,
      );
    }
    for (const { name, sql } of queries) expect(await duck.rows(sql), name).not.toEqual([]);
  },
  120_000,
);

it('bench make names a folder that cannot be made', async () => {
  const nowhere = makeWorkload('/proc/none', { workload: 'tpch', scale: 0.002 }, () => undefined);
  await expect(nowhere).rejects.toMatchObject({
    code: 'USAGE',
    place: { file: '/proc/none/tpch.db' },
    next: 'name another --source-dir',
  });
});
