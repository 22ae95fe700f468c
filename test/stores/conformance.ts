import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAll, type SourceFileStat, type SourceStore, type TargetStore } from '../../stores/index.js';

/** A source to test, with a way of filling it that does not go through the store. */
export interface SourceFixture {
  readonly source: SourceStore;
  /** An empty directory within the source. */
  readonly base: string;
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Makes many empty directories with plain names. */
  makeDirectories(parent: string, names: readonly string[]): Promise<void>;
  remove(path: string): Promise<void>;
  close(): Promise<void>;
}

export interface TargetFixture {
  readonly target: TargetStore;
  /** The store lists open uploads by their exact key only, as MinIO does, and none of those below a folder. */
  readonly uploadsByKeyOnly?: true;
  close(): Promise<void>;
}

/** Names that Hive and users give directories and files; every one has reached a wrong path in some client. */
const ODD_NAMES = [
  'a b',
  'a+b',
  'a%3Ab',
  'a%2Fb',
  '100%',
  'a;b',
  'a=b',
  'a&b',
  'a?b',
  'a#b',
  "it's",
  'ünï-日本',
  '🐟',
  // One text, composed and decomposed: two names.
  '\u00e9',
  'e\u0301',
  '[x]{y}~^`|',
  'dt=2024-01-01 10%3A00%3A00',
];

/** Bytes without a pattern, the same for the same seed. */
export function noise(length: number, seed = 'lakelift'): Uint8Array {
  const bytes = Buffer.alloc(length);
  for (let offset = 0, block = createHash('sha512').update(seed).digest(); offset < length; offset += block.length) {
    block.copy(bytes, offset);
    block = createHash('sha512').update(block).digest();
  }
  return bytes;
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

async function entries(source: SourceStore, directory: string): Promise<SourceFileStat[]> {
  const found: SourceFileStat[] = [];
  for await (const page of source.list(directory)) found.push(...page);
  return found;
}

/** What every source store does. */
export function describeSource(name: string, open: () => Promise<SourceFixture>): void {
  describe(`${name} as a source`, () => {
    let fixture: SourceFixture;
    beforeAll(async () => {
      fixture = await open();
    });
    afterAll(() => fixture.close());

    test('lists, stats and reads files under odd names', async () => {
      const { source, base } = fixture;
      const folder = `${base}/odd`;
      for (const odd of ODD_NAMES) await fixture.write(`${folder}/${odd}/f ${odd}`, Buffer.from(odd));
      const listed = await entries(source, folder);
      expect(listed.map((entry) => entry.path).sort()).toEqual(ODD_NAMES.map((odd) => `${folder}/${odd}`).sort());
      for (const odd of ODD_NAMES) {
        const path = `${folder}/${odd}/f ${odd}`;
        const stat = await source.stat(path);
        expect(stat).toMatchObject({ path, kind: 'file', length: Buffer.byteLength(odd) });
        expect(await entries(source, `${folder}/${odd}`)).toEqual([stat]);
        expect(Buffer.from(await readAll(source, path)).toString()).toBe(odd);
      }
    });

    test('pages through more than a thousand entries', async () => {
      const { source, base } = fixture;
      const names = Array.from({ length: 1203 }, (_, i) => `k=${String(i).padStart(5, '0')}`);
      await fixture.makeDirectories(`${base}/many`, names);
      let pages = 0;
      const found: string[] = [];
      for await (const page of source.list(`${base}/many`)) {
        pages += 1;
        found.push(...page.map((entry) => `${entry.kind} ${entry.path}`));
      }
      expect(found).toEqual(names.map((key) => `directory ${base}/many/${key}`));
      expect(pages).toBeGreaterThan(1);
    });

    test('reads exactly the range asked for', async () => {
      const { source, base } = fixture;
      const path = `${base}/ranges`;
      const bytes = noise(3_000_000);
      await fixture.write(path, bytes);
      expect(same(await readAll(source, path), bytes)).toBe(true);
      for (const [offset, length] of [
        [0, 1],
        [2_999_999, 1],
        [1_048_575, 1_000_003],
        [1_000, 0],
        [3_000_000, 0],
      ] as const) {
        const part = await readAll(source, path, { offset, length });
        expect(same(part, bytes.subarray(offset, offset + length)), `${offset}+${length}`).toBe(true);
      }
      await expect(readAll(source, path, { offset: 2_999_990, length: 20 })).rejects.toMatchObject({ code: 'IO' });
      await expect(readAll(source, path, { offset: 3_000_001, length: 1 })).rejects.toMatchObject({ code: 'IO' });
    });

    test('empty files and empty directories are just empty', async () => {
      const { source, base } = fixture;
      await fixture.write(`${base}/empty/nothing`, new Uint8Array());
      await fixture.makeDirectories(`${base}/empty`, ['inner']);
      expect(await readAll(source, `${base}/empty/nothing`)).toHaveLength(0);
      expect(await entries(source, `${base}/empty/inner`)).toEqual([]);
      expect(await source.stat(`${base}/empty/inner`)).toMatchObject({ kind: 'directory', length: 0 });
    });

    test('a vanished path is NOT_FOUND and named, whatever is asked of it', async () => {
      const { source, base } = fixture;
      const path = `${base}/gone %3A`;
      await fixture.write(path, Buffer.from('x'));
      await fixture.remove(path);
      const failure = { code: 'NOT_FOUND', place: { file: expect.stringContaining(path) as string } };
      await expect(source.stat(path)).rejects.toMatchObject(failure);
      await expect(readAll(source, path)).rejects.toMatchObject(failure);
      await expect(readAll(source, path, { offset: 0, length: 1 })).rejects.toMatchObject(failure);
      await expect(entries(source, path)).rejects.toMatchObject(failure);
    });

    test('a file listed as a directory is NOT_FOUND', async () => {
      const { source, base } = fixture;
      await fixture.write(`${base}/plain`, Buffer.from('x'));
      await expect(entries(source, `${base}/plain`)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    test('a reader may stop early', async () => {
      const { source, base } = fixture;
      await fixture.write(`${base}/long`, noise(4_000_000));
      for await (const chunk of source.read(`${base}/long`)) {
        expect(chunk.length).toBeGreaterThan(0);
        break;
      }
      expect(await source.stat(`${base}/long`)).toMatchObject({ length: 4_000_000 });
    });
  });
}

async function* inChunks(bytes: Uint8Array, size = 1_000_003): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += size) yield await Promise.resolve(bytes.subarray(i, i + size));
}

async function* breaking(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield* inChunks(bytes);
  throw new Error('the source went away');
}

/** What every target store does. */
export function describeTarget(name: string, open: () => Promise<TargetFixture>): void {
  describe(`${name} as a target`, () => {
    let fixture: TargetFixture;
    let lake: TargetStore;
    beforeAll(async () => {
      fixture = await open();
      lake = fixture.target;
    });
    afterAll(() => fixture.close());

    async function paths(prefix: string): Promise<string[]> {
      const found: string[] = [];
      for await (const page of lake.listFiles(prefix)) found.push(...page.map((file) => file.path));
      return found;
    }

    test.each([
      ['empty', 0],
      ['of one byte', 1],
      ['of one part', 8 * 1024 * 1024],
      ['of several parts', 20 * 1024 * 1024 + 17],
    ])('writes a file %s and holds its CRC32C', async (kind, length) => {
      const bytes = noise(length, kind);
      const path = `sizes/${kind}`;
      const uploads: string[] = [];
      const put = await lake.put(path, inChunks(bytes), { onUpload: (id) => uploads.push(id) });
      expect(put.length).toBe(length);
      expect(await lake.crc32c(path)).toBe(put.crc32c);
      expect(await lake.stat(path)).toMatchObject({ path, length });
      expect(same(await readAll(lake, path), bytes)).toBe(true);
      if (length > 8 * 1024 * 1024) expect(uploads).toHaveLength(1);
      expect(await lake.openUploads(path)).toEqual([]);
    });

    test('lists the folders directly under a folder, empty ones not', async () => {
      for (const path of ['tree/b/1/x', 'tree/b/y', 'tree/a.c/z', 'tree/file']) {
        await lake.createIfAbsent(path, noise(1, path));
      }
      await lake.createIfAbsent('tree/gone/x', noise(1, 'x'));
      await lake.delete('tree/gone/x');
      expect(await lake.listFolders('tree')).toEqual(['a.c', 'b']);
      expect(await lake.listFolders('tree/b')).toEqual(['1']);
      expect(await lake.listFolders('')).toContain('tree');
      expect(await lake.listFolders('nowhere')).toEqual([]);
    });

    test('returns the CRC32C of the catalogue and replaces what is there', async () => {
      await lake.put('check', inChunks(Buffer.from('old and longer')));
      expect(await lake.put('check', inChunks(Buffer.from('123456789'), 4))).toEqual({ length: 9, crc32c: 'e3069283' });
      expect(Buffer.from(await readAll(lake, 'check', { offset: 3, length: 4 })).toString()).toBe('4567');
      await expect(readAll(lake, 'check', { offset: 5, length: 9 })).rejects.toMatchObject({ code: 'IO' });
      await expect(readAll(lake, 'check', { offset: 50, length: 9 })).rejects.toMatchObject({ code: 'IO' });
      expect(await readAll(lake, 'check', { offset: 2, length: 0 })).toHaveLength(0);
    });

    test.each([100, 20 * 1024 * 1024])('a put that breaks after %i bytes leaves nothing', async (length) => {
      const path = `broken/${String(length)}`;
      await expect(lake.put(path, breaking(noise(length)))).rejects.toThrow('the source went away');
      expect(await lake.stat(path)).toBeUndefined();
      expect(await paths('broken')).toEqual([]);
      expect(await lake.openUploads(path)).toEqual([]);
    });

    test('finds the open upload of exactly one path and aborts it', async () => {
      const path = 'uploads/data';
      let pulled: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (pulled = resolve));
      let release: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => (release = resolve));
      async function* stalling(): AsyncGenerator<Uint8Array> {
        yield* inChunks(noise(18 * 1024 * 1024));
        pulled();
        await gate;
        throw new Error('killed');
      }
      let announced = '';
      const put = lake.put(path, stalling(), { onUpload: (id) => (announced = id) });
      put.catch(() => undefined);
      await held;
      const [listed] = await lake.openUploads(path);
      expect(listed).toEqual({ path, uploadId: announced, mtime: expect.any(Number) as number });
      expect(Math.abs(Date.now() - listed!.mtime)).toBeLessThan(60_000);
      const below = fixture.uploadsByKeyOnly === true ? [] : [listed];
      expect(await lake.openUploads('uploads')).toEqual(below);
      expect(await lake.openUploads('uploads/dat')).toEqual([]);
      expect(await lake.openUploads('upload')).toEqual([]);
      expect(await paths('uploads')).toEqual([]);
      await lake.abortUpload({ path, uploadId: announced });
      expect(await lake.openUploads(path)).toEqual([]);
      await lake.abortUpload({ path, uploadId: announced });
      release();
      await expect(put).rejects.toThrow('killed');
    });

    test('exactly one of twenty concurrent creators is told created', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          lake.createIfAbsent('race/snapshot-1', Buffer.from(`writer ${String(i)}`)),
        ),
      );
      expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(1);
      const winner = `writer ${String(outcomes.indexOf('created'))}`;
      expect(Buffer.from(await readAll(lake, 'race/snapshot-1')).toString()).toBe(winner);
      expect(await paths('race')).toEqual(['race/snapshot-1']);
    });

    test('keeps odd names as they are and lists them in full', async () => {
      const wanted = ODD_NAMES.map((odd) => `odd/${odd}/f`);
      for (const path of wanted) await lake.createIfAbsent(path, Buffer.from(path));
      expect((await paths('odd')).sort()).toEqual([...wanted].sort());
      for (const path of wanted) expect(Buffer.from(await readAll(lake, path)).toString()).toBe(path);
    });

    test('lists more than a thousand files in key order, and not those of a sibling with the same start', async () => {
      const wanted = Array.from({ length: 1203 }, (_, i) => `many/${String(i).padStart(5, '0')}`);
      for (let i = 0; i < wanted.length; i += 50) {
        await Promise.all(wanted.slice(i, i + 50).map((path) => lake.createIfAbsent(path, Buffer.from('x'))));
      }
      await lake.createIfAbsent('many-more/0', Buffer.from('x'));
      expect(await paths('many')).toEqual(wanted);
      expect(await paths('absent')).toEqual([]);
    });

    test('deletes a file and does not mind its absence', async () => {
      await lake.createIfAbsent('delete/me', Buffer.from('x'));
      await lake.delete('delete/me');
      await lake.delete('delete/me');
      expect(await lake.stat('delete/me')).toBeUndefined();
      await expect(readAll(lake, 'delete/me')).rejects.toMatchObject({
        code: 'NOT_FOUND',
        place: { file: expect.stringContaining('delete/me') as string },
      });
    });
  });
}
