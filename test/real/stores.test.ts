import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HdfsChecksumHasher, openSource, openTarget, readAll, sharedRate } from '../../stores/index.js';
import { describeSource, describeTarget, noise } from '../stores/conformance.js';
import { hdfsFixture } from '../stores/hdfs-fixture.js';
import { startProxy, type Proxy } from '../stores/proxy.js';

const web = process.env['LAKELIFT_TEST_WEBHDFS'] ?? '';
const endpoint = process.env['LAKELIFT_TEST_S3_ENDPOINT'] ?? '';
const bucket = process.env['LAKELIFT_TEST_S3_BUCKET'] ?? '';
const run = `stores-${randomUUID().slice(0, 8)}`;

/** A port on which nothing listens. */
async function closedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return String(typeof address === 'object' ? address?.port : 0);
}

describe.skipIf(web === '')('HDFS over WebHDFS', () => {
  describeSource('HDFS', () => hdfsFixture(web, `tmp/${run}/source`));

  describe('checksums', () => {
    let hdfs: Awaited<ReturnType<typeof hdfsFixture>>;
    beforeAll(async () => {
      hdfs = await hdfsFixture(web, `tmp/${run}/checksums`);
    });
    afterAll(() => hdfs.close());

    test.each([
      ['an empty file', 0, 1 << 20],
      ['one byte', 1, 1 << 20],
      ['exactly one chunk', 512, 1 << 20],
      ['one block and a part of a chunk', 700_001, 1 << 20],
      ['exactly two blocks', 2 << 20, 1 << 20],
      ['three blocks', (2 << 20) + 1, 1 << 20],
      ['five blocks, the last one short', (4 << 20) + 513, 1 << 20],
    ])('of %s are recomputed as HDFS keeps them', async (name, length, blockSize) => {
      const path = `${hdfs.base}/${name}`;
      const bytes = noise(length, name);
      await hdfs.writer.write(path, bytes, blockSize);
      const kept = await hdfs.source.checksum(path);
      if (kept === undefined) throw new Error('HDFS keeps a checksum of every plain file');
      if (length > 0) expect(kept.blockSize).toBe(blockSize);
      const hasher = new HdfsChecksumHasher(kept.algorithm, kept.blockSize);
      for (let i = 0; i < length; i += 333_333) hasher.update(bytes.subarray(i, i + 333_333));
      expect(hasher.digest()).toBe(kept.bytes);
      if (length > 0) {
        const other = new HdfsChecksumHasher(kept.algorithm, kept.blockSize);
        other.update(Buffer.concat([bytes.subarray(0, -1), Buffer.from([bytes.at(-1)! ^ 1])]));
        expect(other.digest()).not.toBe(kept.bytes);
      }
    });
  });

  describe('failures', () => {
    let hdfs: Awaited<ReturnType<typeof hdfsFixture>>;
    let proxy: Proxy;
    const bytes = noise(3_000_000, 'broken lines');
    beforeAll(async () => {
      hdfs = await hdfsFixture(web, `tmp/${run}/failures`);
      await hdfs.writer.write(`${hdfs.base}/data`, bytes);
      proxy = await startProxy(new URL(web.replace('webhdfs', 'http')).host);
    });
    afterAll(async () => {
      await proxy.close();
      await hdfs.close();
    });

    test('a read whose connections break goes on at the byte reached', async () => {
      const source = await openSource(proxy.url);
      proxy.cutBodiesAfter = 700_000;
      proxy.opened.length = 0;
      const read = await readAll(source, `${hdfs.base}/data`);
      proxy.cutBodiesAfter = undefined;
      expect(Buffer.compare(read, bytes)).toBe(0);
      expect(proxy.opened.length).toBeGreaterThan(3);
      expect(Math.min(...proxy.opened.slice(1))).toBeGreaterThan(0);
      await source.close();
    });

    test('an overloaded, starting or standby NameNode is asked again', async () => {
      const source = await openSource(proxy.url);
      proxy.answers.push(503, 'RetriableException', 'reset', 500);
      expect(await source.stat(`${hdfs.base}/data`)).toMatchObject({ length: bytes.length });
      expect(proxy.answers).toEqual([]);
      await source.close();
    });

    test('of two NameNodes the active one is found, be the other standby or down', async () => {
      const live = new URL(web.replace('webhdfs', 'http')).host;
      const standby = new URL(proxy.url.replace('webhdfs', 'http')).host;
      proxy.answers.push('StandbyException');
      const pair = await openSource(`webhdfs://${standby},${live}/x`);
      expect(await pair.stat(`${hdfs.base}/data`)).toMatchObject({ length: bytes.length });
      expect(proxy.answers).toEqual([]);
      await pair.close();
      const half = await openSource(`webhdfs://127.0.0.1:${await closedPort()},${live}/x`);
      expect(Buffer.compare(await readAll(half, `${hdfs.base}/data`), bytes)).toBe(0);
      await half.close();
    });

    test('a NameNode without LISTSTATUS_BATCH is listed in one reply', async () => {
      const source = await openSource(proxy.url);
      proxy.refuseBatches = true;
      const pages = [];
      for await (const page of source.list(hdfs.base)) pages.push(page.map((entry) => entry.path));
      proxy.refuseBatches = false;
      expect(pages).toEqual([[`${hdfs.base}/data`]]);
      await source.close();
    });

    test('no server, and a port that is not HTTP, are UNREACHABLE and say what to check', async () => {
      const rpc = process.env['LAKELIFT_TEST_HDFS']?.replace('hdfs', 'webhdfs') ?? '';
      for (const url of [`webhdfs://127.0.0.1:${await closedPort()}`, rpc]) {
        const source = await openSource(url);
        await expect(source.stat('tmp')).rejects.toMatchObject({
          code: 'UNREACHABLE',
          next: expect.stringContaining('dfs.namenode.http-address') as string,
        });
        await source.close();
      }
    });

    test('a directory without permission is AUTH', async () => {
      const path = `${hdfs.base}/secret`;
      await hdfs.makeDirectories(path, ['inner']);
      await hdfs.writer.setPermission(path, '700');
      const stranger = await openSource(web, { user: 'stranger' });
      await expect(stranger.stat(`${path}/inner`)).rejects.toMatchObject({
        code: 'AUTH',
        place: { file: expect.stringContaining(path) as string },
      });
      await stranger.close();
    });

    test('NameNode operations are spread to the rate given', async () => {
      const source = await openSource(web, { nameNodeOps: sharedRate(20) });
      const start = performance.now();
      await Promise.all(Array.from({ length: 11 }, () => source.stat(hdfs.base)));
      expect(performance.now() - start).toBeGreaterThan(495);
      await source.close();
    });
  });
});

describe.skipIf(endpoint === '')('S3', () => {
  const url = `s3://${bucket}/${run}`;
  describeTarget('S3', async () => {
    const target = await openTarget(url);
    return { target, uploadsByKeyOnly: true, close: () => target.close() };
  });

  test('the store itself keeps the CRC32C of the whole object', async () => {
    const lake = await openTarget(url);
    const client = new S3Client({ endpoint, forcePathStyle: true, region: 'us-east-1' });
    for (const length of [1000, 20 * 1024 * 1024]) {
      const { crc32c } = await lake.put('kept', once(noise(length)));
      const head = await client.send(
        new HeadObjectCommand({ Bucket: bucket, Key: `${run}/kept`, ChecksumMode: 'ENABLED' }),
      );
      expect(head.ChecksumType).toBe('FULL_OBJECT');
      expect(Buffer.from(head.ChecksumCRC32C ?? '', 'base64').toString('hex')).toBe(crc32c);
    }
    client.destroy();
    await lake.close();
  });

  test('a key that is not known, and a wrong secret, are AUTH and show no secret', async () => {
    const key = process.env['AWS_ACCESS_KEY_ID'];
    const secret = process.env['AWS_SECRET_ACCESS_KEY'];
    try {
      for (const [id, wrong] of [
        ['nobody-knows-me', 'wrong-secret-1'],
        [key, 'wrong-secret-2'],
      ] as const) {
        process.env['AWS_ACCESS_KEY_ID'] = id;
        process.env['AWS_SECRET_ACCESS_KEY'] = wrong;
        const lake = await openTarget(url);
        const error: unknown = await lake.createIfAbsent('x', Buffer.from('x')).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ code: 'AUTH', next: expect.stringContaining('AWS_ACCESS_KEY_ID') as string });
        expect(JSON.stringify(error)).not.toContain(wrong);
        await expect(lake.stat('x')).rejects.toMatchObject({ code: 'AUTH' });
        await lake.close();
      }
    } finally {
      process.env['AWS_ACCESS_KEY_ID'] = key;
      process.env['AWS_SECRET_ACCESS_KEY'] = secret;
    }
  });

  test('a bucket that is not there is NOT_FOUND; no server is UNREACHABLE', async () => {
    const absent = await openTarget('s3://no-such-bucket-here/lake');
    await expect(absent.put('x', once(noise(10)))).rejects.toMatchObject({
      code: 'NOT_FOUND',
      next: expect.stringContaining('create the bucket') as string,
    });
    await absent.close();
    const nowhere = await openTarget(url, { endpoint: `http://127.0.0.1:${await closedPort()}` });
    await expect(nowhere.stat('x')).rejects.toMatchObject({
      code: 'UNREACHABLE',
      next: expect.stringContaining('AWS_ENDPOINT_URL') as string,
    });
    await nowhere.close();
  });

  test('a read whose connections break goes on at the byte reached', async () => {
    const bytes = noise(3_000_000);
    const direct = await openTarget(url);
    await direct.put('resumed', once(bytes));
    const proxy = await startProxy(new URL(endpoint).host);
    const lake = await openTarget(url, { endpoint: proxy.url.replace('webhdfs', 'http') });
    proxy.cutBodiesAfter = 700_000;
    expect(Buffer.compare(await readAll(lake, 'resumed'), bytes)).toBe(0);
    expect(proxy.opened.length).toBeGreaterThan(3);
    await Promise.all([lake.close(), direct.close(), proxy.close()]);
  });
});

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
