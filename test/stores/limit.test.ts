import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSource, sharedRate } from '../../stores/index.js';
import { Pace } from '../../stores/limit.js';

const MIB = 1024 ** 2;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lakelift-limit-'));
  await writeFile(join(folder, 'data'), Buffer.alloc(2 * MIB, 7));
});
afterAll(() => rm(folder, { recursive: true }));

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

async function readWhole(source: Awaited<ReturnType<typeof openSource>>, length?: number): Promise<number> {
  let read = 0;
  const range = length === undefined ? undefined : { offset: 0, length };
  for await (const chunk of source.read(join(folder, 'data').slice(1), range)) {
    expect(chunk.every((byte) => byte === 7)).toBe(true);
    read += chunk.length;
  }
  return read;
}

describe('a pace', () => {
  it('hands out units one after the other, over all who share the rate', async () => {
    const rate = sharedRate(100);
    const [a, b] = [new Pace(rate), new Pace(rate)];
    // 41 units: the first at once, then 40 times 10 ms.
    const took = await seconds(() => Promise.all(Array.from({ length: 41 }, (_, i) => (i % 2 === 0 ? a : b).turn())));
    expect(took).toBeGreaterThan(0.39);
    expect(took).toBeLessThan(1);
  });

  it('does not save up what was not used, unless told for how long', async () => {
    const [idle, saving] = [new Pace(sharedRate(100)), new Pace(sharedRate(100), 200)];
    await Promise.all([idle.turn(), saving.turn()]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const eleven = (pace: Pace) =>
      seconds(async () => {
        for (let i = 0; i < 11; i++) await pace.turn();
      });
    expect(await eleven(idle)).toBeGreaterThan(0.09);
    expect(await eleven(saving)).toBeLessThan(0.05);
  });

  it('waits for nothing without a rate', async () => {
    const pace = new Pace(undefined);
    expect(
      await seconds(async () => {
        for (let i = 0; i < 1000; i++) await pace.turn(1e9);
      }),
    ).toBeLessThan(0.2);
  });

  it('sees what another thread used', async () => {
    const rate = sharedRate(1000);
    // Half a second's worth, taken by a thread that has only the shared memory.
    const code = `const { workerData, parentPort } = require('node:worker_threads');
      Atomics.store(new BigInt64Array(workerData), 0, process.hrtime.bigint() + 500_000_000n); parentPort.postMessage(0);`;
    const worker = new Worker(code, { eval: true, workerData: rate.next });
    await new Promise((resolve) => worker.once('message', resolve));
    expect(await seconds(() => new Pace(rate).turn())).toBeGreaterThan(0.3);
    await worker.terminate();
  });
});

describe('a source with a bandwidth', () => {
  it('reads the same bytes, no faster than the rate, also by many readers', async () => {
    const source = await openSource('file:///', { bandwidth: sharedRate(4 * MIB) });
    let read = 0;
    const took = await seconds(async () => {
      const all = [readWhole(source), readWhole(source, MIB), readWhole(source, MIB)];
      read = (await Promise.all(all)).reduce((sum, bytes) => sum + bytes, 0);
    });
    expect(read).toBe(4 * MIB);
    // A second's worth; 100 ms may be saved up, and nobody waits for the last chunks, of up to 1 MiB in all.
    expect(took).toBeGreaterThan(0.6);
    expect(took).toBeLessThan(2);
    await source.close();
  });

  it('keeps listing, stat and checksums as they are', async () => {
    const plain = await openSource('file:///');
    const source = await openSource('file:///', { bandwidth: sharedRate(1) });
    expect(source.url).toBe(plain.url);
    const path = join(folder, 'data').slice(1);
    expect(await source.stat(path)).toEqual(await plain.stat(path));
    expect(await source.checksum(path)).toEqual(await plain.checksum(path));
    const names: string[] = [];
    for await (const page of source.list(folder.slice(1))) names.push(...page.map((entry) => entry.path));
    expect(names).toEqual([path]);
  });
});
