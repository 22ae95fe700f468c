import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTarget } from '../../stores/index.js';
import { lakelift } from '../services/cli.js';

const { LAKELIFT_TEST_WEBHDFS, LAKELIFT_TEST_S3_BUCKET, LAKELIFT_TEST_HMS } = process.env;

let folder: string;

/** Each check with whether it passed and what it found. */
async function checked(args: readonly string[]): Promise<{ code: number | null; found: Record<string, string> }> {
  const { code, stdout } = await lakelift(['doctor', ...args, '--state', join(folder, 'state.db'), '--json']);
  const { findings } = JSON.parse(stdout) as { findings: { check: string; ok: boolean; detail: string }[] };
  const found = findings.map(({ check, ok, detail }) => [check, `${ok ? 'ok' : 'failed'}: ${detail}`]);
  return { code, found: Object.fromEntries(found) as Record<string, string> };
}

describe.skipIf(LAKELIFT_TEST_WEBHDFS === undefined)('doctor, of HDFS, a Hive Metastore and an object store', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-doctor-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('finds all in order, has tried what a migration needs, and leaves nothing behind', async () => {
    const target = `s3://${LAKELIFT_TEST_S3_BUCKET}/doctor-${randomUUID().slice(0, 8)}`;
    const source = ['--source', `${LAKELIFT_TEST_WEBHDFS}/`, '--metastore', LAKELIFT_TEST_HMS!];
    const { code, found } = await checked([...source, '--target', target]);
    expect(code, JSON.stringify(found)).toBe(0);
    expect(found).toMatchObject({
      source: expect.stringMatching(/^ok: webhdfs:.* answers, (\d+ entries in \/|\/ is empty)$/) as string,
      metastore: expect.stringMatching(
        /^ok: thrift:.* answers, \d+ databases, of Hive 2 or earlier \(no catalogs; it reports 3\.0\)$/,
      ) as string,
      target: expect.stringMatching(/^ok: .*create-if-absent holds among 8 callers at once$/) as string,
      'target list': 'ok: a file is listed as soon as it is written',
      'target upload': "ok: 9 MiB were written in more than one part, and the store's CRC32C is theirs",
      'target clock': expect.stringMatching(/^ok: /) as string,
      clocks: expect.stringMatching(/^ok: within \d+ s of this machine's: http:[^ ]*, http:[^ ]*$/) as string,
      'other writers': expect.stringMatching(/^ok: /) as string,
    });
    const store = await openTarget(target);
    const left: string[] = [];
    for await (const page of store.listFiles('')) left.push(...page.map(({ path }) => path));
    await store.close();
    expect(left).toEqual([]);
  });

  it('names what does not answer and goes on with the others', async () => {
    const source = ['--source', `${LAKELIFT_TEST_WEBHDFS}/`, '--metastore', 'thrift://127.0.0.1:1'];
    const { code, found } = await checked([...source, '--target', 's3://no-such-bucket-here/lake']);
    expect(code).toBe(6);
    expect(found).toMatchObject({
      source: expect.stringMatching(/^ok: /) as string,
      metastore: expect.stringMatching(/^failed: UNREACHABLE: /) as string,
      target: expect.stringMatching(/^failed: NOT_FOUND: /) as string,
    });
  });

  it('need not be asked for a missing bucket: a plan tells of it, too', async () => {
    const source = ['--source', `${LAKELIFT_TEST_WEBHDFS}/`, '--metastore', LAKELIFT_TEST_HMS!];
    const { code, stdout, stderr } = await lakelift(['plan', ...source, '--target', 's3://no-such-bucket-here/lake']);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/^NOT_FOUND: .*NoSuchBucket.*\n {2}next: create the bucket/m);
  });
});
