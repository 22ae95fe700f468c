import type { DuckDBConnection } from '@duckdb/node-api';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compareQueries } from '../../bench/index.js';
import { readTable } from '../../lake/index.js';
import type { ReportMeasures } from '../../reports/index.js';
import type { TargetStore } from '../../stores/index.js';
import { formatBytes } from '../size.js';

const RUNS = 5;
const QUERIES = [
  { title: 'count of all rows', sql: 'SELECT count(*) FROM $table' },
  { title: 'sums by channel', sql: 'SELECT channel, count(*), sum(price) FROM $table GROUP BY ALL ORDER BY ALL' },
  { title: 'one home', sql: `SELECT count(*), min(ts), max(ts) FROM $table WHERE home = 'home-42'` },
];

/** What the demo changed: number and size of files, and the time of three queries over `tv.events`, measured here and now. */
export async function measureDemo(
  connection: DuckDBConnection,
  warehouse: string,
  lake: string,
  target: TargetStore,
): Promise<ReportMeasures[]> {
  const table = await readTable(target, 'tv.db/events');
  const live = (table?.files ?? []).map((file) => join(lake, file.path));
  const before = relation([join(warehouse, 'tv.db/events/*/*/*.parquet')], '"HomeId"', '"EventTime"');
  const after = relation(live, 'homeid', 'eventtime');
  const timed: string[][] = [];
  for (const query of QUERIES) {
    const found = await compareQueries(connection, query, { relation: before }, { relation: after }, RUNS);
    const [a, b] = [found.beforeMs, found.afterMs];
    timed.push([
      found.title,
      `${a.toFixed(1)} ms`,
      `${b.toFixed(1)} ms`,
      (a / b).toFixed(1),
      found.equal ? 'yes' : 'NO',
    ]);
  }
  const source = await filesUnder(join(warehouse, 'tv.db/events'));
  const sizes = await Promise.all(live.map(async (path) => (await stat(path)).size));
  const columns = ['', 'Before', 'After', 'Before / after', 'Same answer'];
  return [
    { title: 'Files of tv.events', columns: columns.slice(0, 4), rows: fileRows(source, sizes) },
    { title: `Query time (DuckDB, median of ${RUNS} runs in turn)`, columns, rows: timed },
  ];
}

const relation = (paths: readonly string[], home: string, time: string): string => {
  const list = paths.map((path) => `'${path.replaceAll("'", "''")}'`).join(', ');
  const files = `read_parquet([${list}], hive_partitioning = false)`;
  return `(SELECT channel, price, ${home} AS home, ${time} AS ts FROM ${files})`;
};

function fileRows(before: readonly number[], after: readonly number[]): string[][] {
  const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
  const average = (sizes: readonly number[]) => sum(sizes) / Math.max(sizes.length, 1);
  return [
    ['files', String(before.length), String(after.length), (before.length / after.length).toFixed(1)],
    ['bytes', formatBytes(sum(before)), formatBytes(sum(after)), (sum(before) / sum(after)).toFixed(2)],
    [
      'average file',
      formatBytes(average(before)),
      formatBytes(average(after)),
      (average(before) / average(after)).toFixed(3),
    ],
  ];
}

async function filesUnder(folder: string): Promise<number[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map(async (file) => (await stat(join(file.parentPath, file.name))).size));
}
