import { mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { openSource, openTarget, sourceBasePath } from '../../stores/index.js';
import type { SourceFileStat } from '../../stores/index.js';
import { describeSource, describeTarget } from './conformance.js';

const temporary = () => mkdtemp(join(tmpdir(), 'lakelift-store-'));

describeSource('a local folder', async () => {
  const root = await temporary();
  const url = `file://${root}`;
  return {
    source: await openSource(url),
    base: sourceBasePath(url),
    write: async (path, bytes) => {
      await mkdir(dirname(`/${path}`), { recursive: true });
      await writeFile(`/${path}`, bytes);
    },
    makeDirectories: async (parent, names) => {
      for (const name of names) await mkdir(`/${parent}/${name}`, { recursive: true });
    },
    remove: (path) => rm(`/${path}`),
    close: () => rm(root, { recursive: true, force: true }),
  };
});

describeTarget('a local folder', async () => {
  const root = await temporary();
  const close = () => rm(root, { recursive: true, force: true });
  return { target: await openTarget(`file://${root}`), close };
});

test('temporary files of a killed writer are hidden from listings and found as open uploads', async () => {
  const root = await temporary();
  try {
    const lake = await openTarget(`file://${root}`);
    await writeFile(join(root, '.b.left-over.lakelift.tmp'), 'half');
    await writeFile(join(root, '.b.5d41402a-bc4b-4a76-9d2e-7d793c1f8a11.tmp'), "another writer's");
    for await (const page of lake.listFiles('')) expect(page).toEqual([]);
    expect(await lake.openUploads('b')).toMatchObject([{ path: 'b', uploadId: 'left-over' }]);
    await lake.abortUpload({ path: 'b', uploadId: 'left-over' });
    expect(await readdir(root)).toEqual(['.b.5d41402a-bc4b-4a76-9d2e-7d793c1f8a11.tmp']);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});

test('a scheme without a store is refused by name', async () => {
  const failure = { code: 'USAGE', message: expect.stringContaining('gs') as string };
  await expect(openTarget('gs://bucket/lake')).rejects.toMatchObject(failure);
  await expect(openSource('gs://bucket/lake')).rejects.toMatchObject(failure);
});

test('a target where no folder can be made is an error that names it, and does not wait for ever', async () => {
  for (const [url, code] of [
    ['file:///proc/lake/of', 'NOT_FOUND'],
    ['file:///dev/null/lake', 'IO'],
  ] as const) {
    const target = await openTarget(url);
    const written = target.createIfAbsent('db.db/t/file', new Uint8Array([1]));
    await expect(written).rejects.toMatchObject({ code, place: { file: expect.stringContaining('/lake') as string } });
    await target.close();
  }
}, 20_000);

test('a folder in which files are renamed is listed; a link to nothing in it is known as such', async () => {
  const root = await temporary();
  const url = `file://${root}`;
  const source = await openSource(url);
  const entries = async (): Promise<SourceFileStat[]> => {
    const found: SourceFileStat[] = [];
    for await (const page of source.list(sourceBasePath(url))) found.push(...page);
    return found;
  };
  let done = false;
  const writing = (async () => {
    for (let i = 0; i < 300; i++) {
      await writeFile(join(root, `_${i}`), '');
      await rename(join(root, `_${i}`), join(root, `${i}`));
    }
    done = true;
  })();
  while (!done) await entries();
  await writing;
  expect(await entries()).toHaveLength(300);
  await symlink(join(root, 'nothing'), join(root, 'link'));
  await symlink(join(root, 'itself'), join(root, 'itself'));
  await symlink(join(root, '1'), join(root, 'leads'));
  const links = (await entries()).filter(({ kind }) => kind === 'link');
  expect(links.map(({ path }) => path)).toEqual([`${sourceBasePath(url)}/itself`, `${sourceBasePath(url)}/link`]);
  await source.close();
  await rm(root, { recursive: true });
});
