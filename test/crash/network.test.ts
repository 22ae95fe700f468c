import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSource, openTarget } from '../../stores/index.js';
import { startLyingProxy } from '../stores/lying-proxy.js';
import type { LyingProxy, Rule } from '../stores/lying-proxy.js';
import { keepTests } from './kept-tests.js';
import { errorCodes, migrateOver, verdicts } from './over-network.js';
import type { Ends } from './over-network.js';
import { LARGE_ROWS, makeSmallWarehouse } from './warehouse.js';

const { LAKELIFT_TEST_S3_BUCKET, LAKELIFT_TEST_S3_ENDPOINT } = process.env;

let folder: string;
let proxy: LyingProxy;

interface Lying extends Rule {
  readonly name: string;
  /** Of the error where the lie cannot be overcome. */
  readonly code?: string;
}

const FILE = /^PUT .*data-.*\.parquet/;
const COMPLETE = /^POST .*uploadId=/;
const BUSY = '<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>';
const FAILED =
  '<?xml version="1.0"?><Error><Code>InternalError</Code><Message>We encountered an internal error.</Message></Error>';
const failed = { kind: 'status', status: 200, body: FAILED } as const;

const LIES: readonly Lying[] = [
  { name: 'a reset after 10 bytes of an answer', asked: /^GET/, lie: { kind: 'reset', after: 10 }, times: 2 },
  { name: 'a reset in place of the answer to a PUT', asked: FILE, lie: { kind: 'reset', after: 0 }, times: 2 },
  { name: 'a lost answer to the PUT of a file', asked: FILE, lie: { kind: 'lost' }, times: 1 },
  { name: 'lost answers to PUTs of manifests', asked: /^PUT .*manifest/, lie: { kind: 'lost' }, times: 3 },
  { name: 'a lost answer to the PUT of the snapshot', asked: /^PUT .*snapshot-1/, lie: { kind: 'lost' }, times: 1 },
  { name: 'a lost answer to the PUT of a hint', asked: /^PUT .*LATEST/, lie: { kind: 'lost' }, times: 1 },
  { name: 'a lost answer to the PUT of the schema', asked: /^PUT .*schema-0/, lie: { kind: 'lost' }, times: 1 },
  { name: 'a lost answer to the end of an upload', asked: COMPLETE, lie: { kind: 'lost' }, times: 1 },
  { name: 'an error under 200 at the end of an upload', asked: COMPLETE, lie: failed, times: 1 },
  { name: 'errors under 200 that do not end', asked: COMPLETE, lie: failed, times: 99, code: 'UNREACHABLE' },
  { name: 'four times 503', asked: /./, lie: { kind: 'status', status: 503, body: BUSY }, times: 4 },
  { name: 'three times 429', asked: /^PUT/, lie: { kind: 'status', status: 429 }, times: 3 },
  { name: 'four times 500', asked: /^PUT/, lie: { kind: 'status', status: 500 }, times: 4 },
  {
    name: '500 without end',
    asked: /snapshot-1/,
    lie: { kind: 'status', status: 500 },
    times: 99,
    code: 'UNREACHABLE',
  },
];

/** Opens both ends, the bucket through the proxy or past it, for as long as `work` runs. */
async function withEnds<T>(name: string, through: boolean, work: (ends: Ends) => Promise<T>): Promise<T> {
  const sourceUrl = pathToFileURL(join(folder, 'warehouse')).href;
  const targetUrl = `s3://${LAKELIFT_TEST_S3_BUCKET}/${name}`;
  const source = await openSource(sourceUrl);
  const target = await openTarget(targetUrl, through ? { endpoint: `http://${proxy.address}` } : {});
  try {
    return await work({ sourceUrl, targetUrl, source, target });
  } finally {
    await target.close();
  }
}

describe.skipIf(LAKELIFT_TEST_S3_BUCKET === undefined)('a migration to an object store that tells lies', () => {
  keepTests('lies-s3', 'lies of an object store');
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-network-'));
    (await makeSmallWarehouse(join(folder, 'warehouse'), LARGE_ROWS)).close();
    proxy = await startLyingProxy(new URL(LAKELIFT_TEST_S3_ENDPOINT!).host);
  });
  afterAll(async () => {
    await proxy.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(LIES)('$name', async ({ code, ...rule }) => {
    const name = `network-${randomUUID().slice(0, 8)}`;
    proxy.set(rule);
    const first = await withEnds(name, true, (ends) => migrateOver(ends, folder, name));
    expect(proxy.told).toBeGreaterThan(0);
    proxy.set(undefined);
    if (code === undefined) expect(first.tables.flatMap(({ error }) => error ?? [])).toEqual([]);
    else expect(errorCodes(first)).toContain(code);
    await withEnds(name, false, async (ends) => {
      // Nothing wrong is visible, whatever happened; and past the liar the same command completes it.
      expect(await verdicts(ends, first.plan)).not.toContain(false);
      const second = await migrateOver(ends, folder, name);
      expect(second.tables.flatMap(({ error }) => error ?? [])).toEqual([]);
      expect(await verdicts(ends, second.plan)).toEqual([true, true]);
    });
  });
});
