import { describe, expect, it } from 'vitest';
import { NameNodeWatch } from '../../bench/name-node.js';
import { nameNodeLoad, openSource, settledNameNodeLoad } from '../../stores/index.js';

const web = process.env['LAKELIFT_TEST_WEBHDFS'];

describe.skipIf(web === undefined)('the load of a real NameNode', () => {
  it('grows by the listings that were asked for, and holds what the NameNode keeps', async () => {
    const url = `${web!}/`;
    const source = await openSource(url);
    const before = (await settledNameNodeLoad(url))!;
    for (let i = 0; i < 20; i++) for await (const page of source.list('')) expect(page.length).toBeGreaterThan(0);
    await source.close();
    const after = (await settledNameNodeLoad(url))!;
    expect(after.listings - before.listings).toBeGreaterThanOrEqual(20);
    expect(after.fileOps - before.fileOps).toBeGreaterThanOrEqual(20);
    expect(after.heapUsed).toBeGreaterThan(1_000_000);
    expect(after.rpcCalls).toBeGreaterThan(0);
    expect(after.files).toBeGreaterThan(0);
  });

  it('is followed over a run, by phase and in the course of it', async () => {
    const url = `${web!}/`;
    const source = await openSource(url);
    const watch = new NameNodeWatch(url, Date.now());
    await watch.phase('listing', async () => {
      for (let i = 0; i < 20; i++) for await (const page of source.list('')) expect(page.length).toBeGreaterThan(0);
    });
    await watch.phase('nothing', () => Promise.resolve());
    await watch.stop();
    await source.close();
    const [listing, nothing] = watch.phases;
    expect(listing!.load.listings).toBeGreaterThanOrEqual(20);
    expect(nothing!.load.listings).toBeLessThan(20);
    expect(listing!.to).toBeLessThan(nothing!.from);
    const [first, last] = [watch.samples[0]!, watch.samples.at(-1)!];
    expect(watch.samples.length).toBeGreaterThanOrEqual(3);
    expect(last.at).toBeGreaterThan(listing!.to);
    expect(last.fileOps - first.fileOps).toBeGreaterThanOrEqual(20);
  });

  it('is unknown where no NameNode answers, and asked of no other store', async () => {
    expect(await nameNodeLoad('webhdfs://127.0.0.1:1/')).toBeUndefined();
    await expect(nameNodeLoad('file:///data')).rejects.toMatchObject({ code: 'USAGE' });
  });
});
