import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSource, openTarget } from '../../stores/index.js';
import { putFile } from '../services/webhdfs.js';
import { startLyingProxy } from '../stores/lying-proxy.js';
import type { LyingProxy, Rule } from '../stores/lying-proxy.js';
import { keepTests } from './kept-tests.js';
import { errorCodes, migrateOver, verdicts } from './over-network.js';
import type { Ends } from './over-network.js';
import { makeSmallWarehouse } from './warehouse.js';

const { LAKELIFT_TEST_WEBHDFS } = process.env;
const base = `user/network_${randomUUID().slice(0, 8)}`;

let folder: string;
let proxy: LyingProxy;

interface Lying extends Rule {
  readonly name: string;
  /** Of the errors tables, or the plan, may end with where the lie cannot be overcome. */
  readonly codes?: readonly string[];
}

/** What NameNodes and DataNodes are asked for. Requests to DataNodes come back through the proxy. */
const LISTING = /^GET \/webhdfs.*op=LISTSTATUS_BATCH/;
const OPEN = /^GET \/webhdfs.*op=OPEN/;
const DATA = /^GET \/via\/.*op=OPEN/;
/** Of a part of a file, as it is planned and stitched; of a whole file, as it is copied. */
const RANGE = /^GET \/via\/.*op=OPEN.*[?&]length=\d{3,}/;
const WHOLE = /^GET \/via\/(?!.*[?&]length=).*op=OPEN/;
const CHECKSUM = /^GET \/via\/.*op=GETFILECHECKSUM/;
const NAME_NODE = /^GET \/webhdfs/;
const remote = (exception: string): string =>
  JSON.stringify({ RemoteException: { exception, javaClassName: `org.apache.hadoop.${exception}`, message: 'no' } });
const standby = { kind: 'status', status: 403, body: remote('StandbyException') } as const;
const full = { kind: 'status', status: 403, body: remote('RetriableException') } as const;

const LIES: readonly Lying[] = [
  { name: 'a reset in place of a listing', asked: LISTING, lie: { kind: 'reset', after: 0 }, times: 2 },
  { name: 'a reset after 40 bytes of a listing', asked: LISTING, lie: { kind: 'reset', after: 40 }, times: 2 },
  { name: 'a reset in place of data', asked: DATA, lie: { kind: 'reset', after: 0 }, times: 3 },
  { name: 'a reset after 1 byte of data', asked: DATA, lie: { kind: 'reset', after: 1 }, times: 3 },
  { name: 'a reset after 1,000 bytes of data', asked: DATA, lie: { kind: 'reset', after: 1000 }, times: 5 },
  { name: 'a NameNode that does not answer', asked: LISTING, lie: { kind: 'stall' }, times: 1 },
  { name: 'a DataNode that does not answer', asked: DATA, lie: { kind: 'stall' }, times: 2 },
  { name: 'data that promises more than comes', asked: DATA, lie: { kind: 'long', by: 10 }, times: 2 },
  { name: 'a listing that promises more than comes', asked: LISTING, lie: { kind: 'long', by: 10 }, times: 2 },
  { name: 'a range cut short under 200', asked: RANGE, lie: { kind: 'short', bytes: 50 }, times: 1, codes: ['IO'] },
  {
    name: 'a file cut short under 200',
    asked: WHOLE,
    lie: { kind: 'short', bytes: 700 },
    times: 1,
    codes: ['SOURCE_CHANGED'],
  },
  { name: 'no data under 200', asked: DATA, lie: { kind: 'short', bytes: 0 }, times: 1, codes: ['IO'] },
  {
    name: 'a checksum cut short under 200',
    asked: CHECKSUM,
    lie: { kind: 'short', bytes: 30 },
    times: 1,
    codes: ['IO'],
  },
  { name: 'a listing cut short under 200', asked: LISTING, lie: { kind: 'short', bytes: 30 }, times: 1, codes: ['IO'] },
  { name: 'three times 500', asked: NAME_NODE, lie: { kind: 'status', status: 500 }, times: 3 },
  { name: 'three times 503', asked: NAME_NODE, lie: { kind: 'status', status: 503 }, times: 3 },
  { name: 'three times 429', asked: NAME_NODE, lie: { kind: 'status', status: 429 }, times: 3 },
  { name: 'a DataNode that answers 503', asked: DATA, lie: { kind: 'status', status: 503 }, times: 3 },
  { name: 'a redirect to a dead DataNode', asked: OPEN, lie: { kind: 'dead' }, times: 3 },
  { name: 'a NameNode that is standby for a while', asked: NAME_NODE, lie: standby, times: 3 },
  { name: 'a NameNode that is overloaded for a while', asked: NAME_NODE, lie: full, times: 3 },
  { name: 'only dead DataNodes', asked: OPEN, lie: { kind: 'dead' }, times: 999, codes: ['UNREACHABLE'] },
];

/** Opens both ends, HDFS through the proxy, for as long as `work` runs. */
async function withEnds<T>(name: string, work: (ends: Ends) => Promise<T>): Promise<T> {
  const sourceUrl = `webhdfs://${proxy.address}/${base}`;
  const targetUrl = pathToFileURL(join(folder, name)).href;
  const source = await openSource(sourceUrl, { timeoutMs: 1000 });
  const target = await openTarget(targetUrl);
  try {
    return await work({ sourceUrl, targetUrl, source, target });
  } finally {
    await source.close();
    await target.close();
  }
}

async function copyIntoHdfs(warehouse: string): Promise<void> {
  for (const entry of await readdir(warehouse, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    await putFile(LAKELIFT_TEST_WEBHDFS!, `${base}/${path.slice(warehouse.length + 1)}`, await readFile(path));
  }
}

describe.skipIf(LAKELIFT_TEST_WEBHDFS === undefined)('a migration from an HDFS that tells lies', () => {
  keepTests('lies-hdfs', 'lies of NameNodes and DataNodes');
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-network-'));
    const made = await makeSmallWarehouse(join(folder, 'warehouse'));
    // Without floats a file is copied as it is, its HDFS checksum asked for.
    const [from, to] = ['copied', 'whole'].map((table) => join(folder, 'warehouse/w.db', table, 'part-0.parquet'));
    await mkdir(dirname(to!));
    await made.rows(`COPY (SELECT id, name FROM '${from!}') TO '${to!}' (FORMAT parquet)`);
    made.close();
    await copyIntoHdfs(join(folder, 'warehouse'));
    proxy = await startLyingProxy(new URL(LAKELIFT_TEST_WEBHDFS!.replace('webhdfs', 'http')).host);
  });
  afterAll(async () => {
    await proxy.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(LIES)('$name', async ({ codes = [], ...rule }) => {
    const name = randomUUID();
    proxy.set(rule);
    await withEnds(name, async (ends) => {
      const first = await migrateOver(ends, folder, name).catch((error: { code: string }) => error.code);
      expect(proxy.told).toBeGreaterThan(0);
      proxy.set(undefined);
      const seen = typeof first === 'string' ? [first] : errorCodes(first);
      expect([...new Set(seen)]).toEqual(codes);
      // Nothing wrong is visible, whatever happened; and when the lies have ended the same command completes it.
      if (typeof first !== 'string') expect(await verdicts(ends, first.plan)).not.toContain(false);
      const second = await migrateOver(ends, folder, name);
      expect(second.tables.flatMap(({ error }) => error ?? [])).toEqual([]);
      expect(await verdicts(ends, second.plan)).toEqual([true, true, true]);
    });
  });
});
