import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  openSource,
  openTarget,
  readAll,
  sourceBasePath,
  type FileStat,
  type TargetStore,
} from '../../stores/index.js';

let root: string;
let lake: TargetStore;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lakelift-store-'));
  lake = await openTarget(`file://${root}`);
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function* chunks(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield await Promise.resolve(Buffer.from(part));
}

async function filesUnder(prefix: string): Promise<FileStat[]> {
  const files: FileStat[] = [];
  for await (const page of lake.listFiles(prefix)) files.push(...page);
  return files;
}

test('put streams a file and returns the CRC32C that the store holds', async () => {
  const result = await lake.put('a/b=1/c', chunks('1234', '56789'));
  // The check value of CRC-32C over "123456789" in the CRC catalogue.
  expect(result).toEqual({ length: 9, crc32c: 'e3069283' });
  expect(await lake.crc32c('a/b=1/c')).toBe('e3069283');
  expect(Buffer.from(await readAll(lake, 'a/b=1/c', { offset: 3, length: 4 })).toString()).toBe('4567');
});

test('a put that fails leaves neither the file nor a temporary one', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(Buffer.from('half'));
    throw new Error('the source went away');
  }
  await expect(lake.put('t/data', broken())).rejects.toThrow('the source went away');
  expect(await readdir(join(root, 't'))).toEqual([]);
});

test('exactly one of fifty concurrent creators is told created', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, i) => lake.createIfAbsent('t/snapshot-1', Buffer.from(`writer ${i}`))),
  );
  expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(1);
  const winner = outcomes.indexOf('created');
  expect(Buffer.from(await readAll(lake, 't/snapshot-1')).toString()).toBe(`writer ${winner}`);
  expect(await readdir(join(root, 't'))).toEqual(['snapshot-1']);
});

test('lists files recursively in key order and hides temporary files until they are aborted', async () => {
  for (const path of ['t/b', 't/a/2', 't/a/1', 'u/x']) await lake.put(path, chunks(path));
  await writeFile(join(root, 't', '.b.left-over.tmp'), 'half');
  expect((await filesUnder('t')).map((file) => file.path)).toEqual(['t/a/1', 't/a/2', 't/b']);
  const open = await lake.openUploads('t/b');
  expect(open).toEqual([{ path: 't/b', uploadId: 'left-over' }]);
  await lake.abortUpload(open[0]!);
  expect(await lake.openUploads('t/b')).toEqual([]);
  expect(await filesUnder('absent')).toEqual([]);
});

test('a source lists, stats and reads; a vanished or short file is an error that names it', async () => {
  await writeFile(join(root, 'é %3A.parquet'), 'hello');
  const url = `file://${root}`;
  const source = await openSource(url);
  const base = sourceBasePath(url);
  const entries = [];
  for await (const page of source.list(base)) entries.push(...page);
  expect(entries).toMatchObject([{ path: `${base}/é %3A.parquet`, kind: 'file', length: 5 }]);
  await expect(source.stat(`${base}/gone`)).rejects.toMatchObject({
    code: 'NOT_FOUND',
    place: { file: join(root, 'gone') },
  });
  await expect(readAll(source, entries[0]!.path, { offset: 2, length: 9 })).rejects.toMatchObject({
    code: 'IO',
    place: { offset: 5 },
  });
});

test('a scheme without a store is refused by name', async () => {
  await expect(openTarget('gs://bucket/lake')).rejects.toMatchObject({
    code: 'USAGE',
    message: expect.stringContaining('gs') as string,
  });
});
