import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireBuild } from '../cli/built.js';
import { useDuck } from '../duck.js';
import { duckDbHttpfs } from '../services/cache.js';
import { lakelift } from '../services/cli.js';
import { startMinio } from '../services/minio.js';
import type { Minio } from '../services/minio.js';
import { eventSides, suiteArguments } from './bench-sides.js';

interface Counted {
  readonly query: string;
  readonly gets: number;
  readonly heads: number;
  readonly lists: number;
  readonly others: number;
  readonly bytes: number;
}

const duck = useDuck();
let minio: Minio;
beforeAll(async () => {
  requireBuild();
  minio = await startMinio(join(duck.folder(), 'minio'));
}, 600_000);
afterAll(async () => minio.stop());

it('requests to MinIO are counted a query: a filter on a partition asks for fewer files, a sum for more bytes than a count', async () => {
  const folder = duck.folder();
  const target = `s3://${minio.bucket}/lake`;
  const { before } = (await eventSides(duck, folder)) as { before: { source: string } };
  const flags = ['--source', before.source, '--metastore', 'infer', '--target', target];
  const migrated = await lakelift(['migrate', ...flags, '--state', join(folder, 's3.db')], minio.environment);
  expect(migrated.code, migrated.stdout + migrated.stderr).toBe(0);
  const suite = {
    ...{ before, after: { target }, samples: { min: 5, max: 5 }, requests: { httpfs: await duckDbHttpfs() } },
    queries: [
      { name: 'sum', sql: 'SELECT hr, home, sum(x), count(*) FROM tv.events GROUP BY ALL' },
      { name: 'hour', sql: "SELECT hr, home, sum(x), count(*) FROM tv.events WHERE hr = '01' GROUP BY ALL" },
      { name: 'none', sql: 'SELECT 1' },
    ],
  };
  const { stdout, stderr, code } = await lakelift(await suiteArguments(folder, suite), minio.environment);
  expect(code, stdout + stderr).toBe(0);
  const { requests, files } = JSON.parse(stdout) as {
    requests: readonly Counted[];
    files: { after: { count: number; bytes: number } };
  };
  const [sum, hour, none] = requests as [Counted, Counted, Counted];
  expect(files.after.count).toBe(3);
  expect(none).toEqual({ query: 'none', gets: 0, heads: 0, lists: 0, others: 0, bytes: 0 });
  expect(sum.gets).toBeGreaterThanOrEqual(3);
  expect(hour.gets).toBeGreaterThanOrEqual(1);
  expect(hour.gets).toBeLessThan(sum.gets);
  expect(hour.bytes).toBeLessThan(sum.bytes);
  expect(sum.bytes).toBeLessThan(3 * files.after.bytes);
  expect(sum.lists + sum.others).toBe(0);
}, 300_000);
