import { expect, it } from 'vitest';
import { openLanding } from '../../bench/scratch/landing.js';
import { openSource, readAll } from '../../stores/index.js';

const web = process.env['LAKELIFT_TEST_WEBHDFS'];

it.skipIf(web === undefined)('files land in HDFS whole and once, and go with their folder alone', async () => {
  const source = await openSource(`${web!}/`);
  const landing = openLanding(`${web!}/bench landing`, 'run 1+%');
  const other = openLanding(`${web!}/bench landing`, 'other');
  const bytes = Uint8Array.from({ length: 3_000_000 }, (_, i) => i % 251);
  await landing.land('a.db/t/p=1/0.parquet', bytes);
  await other.land('kept', bytes.subarray(0, 10));
  expect(Buffer.from(await readAll(source, 'bench landing/run 1+%/a.db/t/p=1/0.parquet')).equals(bytes)).toBe(true);
  await expect(landing.land('a.db/t/p=1/0.parquet', bytes.subarray(1))).rejects.toMatchObject({
    code: 'IO',
    message: expect.stringContaining('already exists') as string,
  });
  await landing.remove();
  await expect(source.stat('bench landing/run 1+%')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect((await source.stat('bench landing/other/kept')).length).toBe(10);
  await other.remove();
  await source.close();
});
