import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { useDuck } from '../duck.js';
import { elements, parseMarkup } from '../reports/markup.js';
import { lakelift, startCli } from '../services/cli.js';
import { Folders, requireBuild } from './built.js';

/** What a run that takes more than seconds prints where there is no terminal. */
const PROGRESS_LINES = /^(\d+\/\d+ files, .*\n)*$/;

const duck = useDuck();
const ROWS = 'SELECT i AS "Id", \'name \' || i AS name, (i % 7)::DECIMAL(9,2) AS price';
let folders: Folders;

/** Every file of the lake with its size and time: equal when nothing was written. */
async function listing(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const lines = files.sort().map(async (path) => {
    const { size, mtimeMs, ino } = await stat(path);
    return [path, `${size} ${mtimeMs} ${ino}`] as const;
  });
  return new Map((await Promise.all(lines)).filter(([path]) => !path.includes('.lakelift')));
}

beforeAll(async () => {
  requireBuild();
  folders = new Folders(duck, 'main');
  for (const day of ['01', '02']) {
    for (const part of [0, 1, 2]) {
      const from = Number(day) * 1000 + part * 100;
      await folders.file(
        `shop.db/orders/dt=2024-03-${day}/${part}.parquet`,
        `${ROWS} FROM range(${from}, ${from + 100}) t(i)`,
      );
    }
  }
  await folders.file('shop.db/empty/0.parquet', `${ROWS} FROM range(0) t(i)`);
}, 300_000);

describe('the built command line', () => {
  it('migrates tables that a DDL file describes, and refuses its views by name', async () => {
    const ddl = new Folders(duck, 'ddl');
    await ddl.file('shop.db/orders/dt=2024-03-01/0.parquet', `${ROWS} FROM range(100) t(i)`);
    await ddl.file('shop.db/orders/dt=a%2Fb/0.parquet', `${ROWS} FROM range(50) t(i)`);
    const file = join(ddl.warehouse, 'tables.sql');
    await writeFile(
      file,
      `CREATE TABLE shop.orders (id BIGINT COMMENT 'the id', name STRING, price DECIMAL(9,2)) PARTITIONED BY (dt STRING)
       STORED AS PARQUET; CREATE MATERIALIZED VIEW shop.m AS SELECT id FROM shop.orders;`,
    );
    const { code, stdout } = await lakelift(['migrate', ...ddl.flags, '--metastore', `ddl:${file}`]);
    expect(stdout).toMatch(/shop\.m: refused.*MATERIALIZED_VIEW/);
    expect(stdout).toMatch(/shop\.orders: migrated, 150 rows/);
    expect(stdout).toMatch(/shop\.orders: verified at level 3, 150 of 150 rows/);
    expect(code).toBe(3);
  });

  it('plans without writing anything', async () => {
    const { code, stdout, stderr } = await lakelift(['plan', ...folders.flags, '--json']);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const document = JSON.parse(stdout) as { plan: { tables: Record<string, unknown>[] } };
    expect(document).toMatchObject({ formatVersion: 1, command: 'plan', exitCode: 0, plan: { formatVersion: 1 } });
    expect(document.plan.tables.map(({ table, status }) => [table, status])).toEqual([
      ['empty', 'planned'],
      ['orders', 'planned'],
    ]);
    expect(document.plan.tables[1]).toMatchObject({
      database: 'shop',
      refusals: [],
      columns: [
        { name: 'id', type: { kind: 'BIGINT' } },
        { name: 'name', type: { kind: 'STRING' } },
        { name: 'price', type: { kind: 'DECIMAL', precision: 9, scale: 2 } },
      ],
      partitionKeys: [{ name: 'dt', type: { kind: 'STRING' } }],
      totals: { rows: 600, filesBefore: 6, filesAfter: 2, partitions: 2, lanes: { copy: 0, stitch: 6 } },
    });
    await expect(stat(folders.lake)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('--dry-run shows the same for people', async () => {
    const { code, stdout } = await lakelift(['migrate', ...folders.flags, '--dry-run']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^shop\.orders: 600 rows, .*, 2 partitions, 6 -> 2 files \(6 stitch\)$/m);
    await expect(stat(folders.lake)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('migrates a folder, verifies it and writes all reports', async () => {
    const out = join(duck.folder(), 'out');
    const reports = ['--report', join(out, 'r.html'), '--junit', join(out, 'r.xml'), '--json', join(out, 'r.json')];
    const { code, stdout, stderr } = await lakelift(['migrate', ...folders.flags, ...reports]);
    expect(stderr).toMatch(PROGRESS_LINES);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^shop\.orders: migrated, 600 rows, .*, 6 -> 2 files, \d+\.\d s$/m);
    expect(stdout).toContain('shop.orders: verified at level 3, 600 of 600 rows');
    const sums = (folder: string) =>
      duck.rows(`SELECT count(*), count(DISTINCT id), sum(id), sum(price), min(name), max(name)
        FROM read_parquet('${folder}/shop.db/orders/**/*.parquet', hive_partitioning = false)`);
    expect(await sums(folders.lake)).toEqual(await sums(folders.warehouse));
    const document = JSON.parse(await readFile(join(out, 'r.json'), 'utf8')) as Record<string, unknown>;
    expect(document).toMatchObject({ formatVersion: 1, command: 'migrate', exitCode: 0, leftOut: [] });
    expect(document['tables']).toMatchObject([
      { table: 'shop.empty', outcome: 'migrated', rows: 0 },
      { table: 'shop.orders', outcome: 'migrated', rows: 600, filesBefore: 6, filesAfter: 2, snapshotId: 1 },
    ]);
    expect(document['verifications']).toMatchObject([{ passed: true }, { passed: true, level: 3 }]);
    parseMarkup(await readFile(join(out, 'r.html'), 'utf8'), ['meta']);
    const suites = parseMarkup(await readFile(join(out, 'r.xml'), 'utf8'));
    expect(elements(suites, 'testcase')).toHaveLength(8);
    expect(suites.attributes.get('failures')).toBe('0');
  });

  it('run again changes nothing and says so', async () => {
    const before = await listing(folders.lake);
    const { code, stdout } = await lakelift(['migrate', ...folders.flags]);
    expect(code).toBe(0);
    expect(stdout).toContain('shop.orders: unchanged, already migrated');
    expect(stdout).toContain('shop.empty: unchanged, already migrated');
    expect(await listing(folders.lake)).toEqual(before);
  });

  it('verify proves it again and prints one JSON document', async () => {
    const { code, stdout } = await lakelift(['verify', ...folders.flags, '--level', '2', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      formatVersion: 1,
      command: 'verify',
      exitCode: 0,
      tables: [{ table: 'shop.empty' }, { table: 'shop.orders', level: 2, rows: { source: 600, target: 600 } }],
    });
  });

  it('keeps to a bandwidth over all its workers', async () => {
    const heavy = new Folders(duck, 'heavy');
    const noise = 'SELECT md5(i::VARCHAR) || md5((i * 7)::VARCHAR) AS text FROM range(25000) t(i)';
    for (const day of [1, 2, 3, 4]) await heavy.file(`shop.db/noise/dt=${day}/0.parquet`, noise);
    const args = ['--workers', '4', '--verify', '0', '--bandwidth', '2MB/s', '--json'];
    const { code, stdout } = await lakelift(['migrate', ...heavy.flags, ...args]);
    expect(code).toBe(0);
    const [table] = (JSON.parse(stdout) as { tables: { bytes: number; seconds: number }[] }).tables;
    // 100 ms may be saved up, and the last chunk of each worker, of up to 1 MiB, is not waited for.
    const least = table!.bytes / (2 * 1024 ** 2) - 0.1 - 4 * 0.5;
    expect(least).toBeGreaterThan(1);
    expect(table!.seconds).toBeGreaterThan(least);
  });

  it('goes on when nobody reads its output any more', async () => {
    const lake = new Folders(duck, 'unread').lake;
    const running = startCli(['migrate', ...folders.flags.slice(0, -1), pathToFileURL(lake).href]);
    running.process.stdout!.destroy();
    const { code, stderr } = await running.ended;
    // A slow machine sees lines of progress there, and nothing else.
    expect(stderr).toMatch(PROGRESS_LINES);
    expect(code).toBe(0);
    expect((await stat(join(lake, 'shop.db/orders/snapshot/snapshot-1'))).isFile()).toBe(true);
  });

  it('doctor finds everything in order and nothing left behind', async () => {
    const healthy = await lakelift(['doctor', ...folders.flags]);
    expect(healthy.stdout).toMatch(
      /^ok {3}Node\.js: .*\nok {3}source: .*\nok {3}metastore: .*\nok {3}target: .*\nok {3}target list: /,
    );
    expect(healthy.code).toBe(0);
    const garbage = await lakelift(['doctor', '--gc', ...folders.flags.slice(-2)]);
    expect(garbage).toMatchObject({ code: 0, stdout: 'nothing left behind\n' });
  });
});
