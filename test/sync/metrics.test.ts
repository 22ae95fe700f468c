import { expect, test } from 'vitest';
import { Metrics, serveMetrics } from '../../sync/index.js';
import type { TableRound } from '../../sync/index.js';

const table = (changes: Partial<TableRound>): TableRound => ({
  ...{ table: 'shop.orders', outcome: 'unchanged', filesAdded: 0, filesRemoved: 0, rows: 10, waiting: [], seconds: 1 },
  ...changes,
});

test('metrics add up over rounds and are served as Prometheus reads them', async () => {
  const metrics = new Metrics();
  const served = await serveMetrics(metrics, '127.0.0.1', 0);
  try {
    expect(await (await fetch(served.url)).text()).toContain('\nlakelift_sync_rounds_total 0\n');
    const startedAt = '2024-01-01T00:00:00.000Z';
    const first = [
      table({ outcome: 'created', filesAdded: 3, snapshotId: 1, lagSeconds: 0 }),
      table({ table: 'shop.bad"', outcome: 'refused' }),
    ];
    metrics.observe({ round: 1, startedAt, seconds: 2, tables: first, notCarried: [] });
    const second = [
      table({ outcome: 'changed', filesAdded: 1, filesRemoved: 2, snapshotId: 2, lagSeconds: 1.5, waiting: ['x'] }),
    ];
    metrics.observe({ round: 2, startedAt, seconds: 0.5, tables: second, notCarried: [] });
    const reply = await fetch(served.url);
    expect(reply.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const samples = (await reply.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(samples).toEqual([
      'lakelift_sync_rounds_total 2',
      'lakelift_sync_last_round_end_seconds 1704067200.5',
      'lakelift_sync_last_round_duration_seconds 0.5',
      'lakelift_sync_lag_seconds{table="shop.orders"} 1.5',
      'lakelift_sync_waiting_files{table="shop.orders"} 1',
      'lakelift_sync_waiting_files{table="shop.bad\\""} 0',
      'lakelift_sync_snapshots_total{table="shop.orders"} 2',
      'lakelift_sync_snapshots_total{table="shop.bad\\""} 0',
      'lakelift_sync_files_added_total{table="shop.orders"} 4',
      'lakelift_sync_files_added_total{table="shop.bad\\""} 0',
      'lakelift_sync_files_removed_total{table="shop.orders"} 2',
      'lakelift_sync_files_removed_total{table="shop.bad\\""} 0',
      'lakelift_sync_failures_total{table="shop.orders"} 0',
      'lakelift_sync_failures_total{table="shop.bad\\""} 1',
    ]);
    expect((await fetch(served.url.replace('/metrics', '/other'))).status).toBe(404);
    const port = Number(new URL(served.url).port);
    await expect(serveMetrics(metrics, '127.0.0.1', port)).rejects.toMatchObject({ code: 'USAGE' });
  } finally {
    await served.close();
  }
});
