import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MetastoreWriter, openMetastore } from '../../catalog/index.js';
import type { HivePartition } from '../../catalog/index.js';
import { database, partition, table } from '../catalog/samples.js';
import { startBrokenLine } from './broken-line.js';
import type { Break, BrokenLine } from './broken-line.js';
import { keepTests } from './kept-tests.js';

const url = process.env['LAKELIFT_TEST_HMS'] ?? '';
const PARTITIONS = 100;
const name = `broken_${randomUUID().slice(0, 8)}`;
const mine = { ...table, database: name, tableType: 'EXTERNAL_TABLE' };

let line: BrokenLine;

/** All partitions as they come over the line. */
async function listed(timeoutMs = 30_000): Promise<HivePartition[]> {
  const metastore = await openMetastore(`thrift://127.0.0.1:${String(line.port)}`, { timeoutMs });
  try {
    const found: HivePartition[] = [];
    for await (const page of metastore.partitions(await metastore.getTable(name, mine.name))) found.push(...page);
    return found;
  } finally {
    await metastore.close();
  }
}

/** Parts of all that the server sends; the first ones lie in the answers to small calls, most in that of the partitions. */
const SHARES = [0.0001, 0.02, 0.5, 0.99];
const BREAKS: readonly Break[] = ['reset', 'end', 'stall'];
const cases = BREAKS.flatMap((how) => SHARES.map((share) => ({ how, share })));

describe.skipIf(url === '')('partitions of a Hive Metastore over a line that breaks', () => {
  keepTests('lies-hms', 'a line to the Hive Metastore that breaks at a byte, once and for ever');
  let whole: HivePartition[];
  let bytes: number;

  beforeAll(async () => {
    const writer = await MetastoreWriter.open(url, {});
    await writer.createDatabase({ ...database, name, location: `file:/tmp/${name}` });
    const storage = { ...mine.storage, location: `file:/tmp/${name}/t` };
    const days = Array.from({ length: PARTITIONS }, (_, day) => partition(`d${String(day)}`));
    await writer.createTable({ ...mine, storage });
    await writer.addPartitions(
      { ...mine, storage },
      days.map((one) => ({ ...one, storage })),
    );
    await writer.close();
    line = await startBrokenLine(Number(new URL(url).port));
    whole = await listed();
    bytes = line.sent;
    expect(whole).toHaveLength(PARTITIONS);
  });
  afterAll(async () => {
    await line.close();
    const writer = await MetastoreWriter.open(url, {});
    await writer.dropTable(name, mine.name);
    await writer.close();
  });

  it.each(cases)('by $how after $share of all bytes: all of them, or an error', async ({ how, share }) => {
    const at = Math.ceil(bytes * share);
    line.breakAt(at, how, 1);
    const once = await listed(1000).catch((error: { code: string }) => error.code);
    // Before the first answer there is no connection to replace; later, a call is made again over another one.
    if (once !== 'UNREACHABLE') expect(once).toEqual(whole);
    line.breakAt(at, how, 99);
    await expect(listed(1000)).rejects.toMatchObject({ code: 'UNREACHABLE', next: expect.any(String) as string });
    line.breakAt(at, how, 0);
    expect(await listed()).toEqual(whole);
  });
});
