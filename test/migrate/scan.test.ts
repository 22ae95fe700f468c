import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scanDirectory } from '../../migrate/scan.js';
import { openSource } from '../../stores/index.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lakelift-scan-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const scan = async () => scanDirectory(await openSource(`file://${folder}`), folder.slice(1));

describe('the files of a directory', () => {
  it('are those that are not hidden, and those of 0 bytes apart', async () => {
    for (const name of ['b', 'a', '_SUCCESS', '.hidden']) await writeFile(join(folder, name), 'x');
    await writeFile(join(folder, 'empty'), '');
    await mkdir(join(folder, '_temporary'));
    const { files, emptyFiles, missing } = await scan();
    const names = (paths: readonly string[]) => paths.map((path) => path.split('/').at(-1));
    expect(names(files.map(({ path }) => path))).toEqual(['a', 'b']);
    expect(names(emptyFiles)).toEqual(['empty']);
    expect(missing).toBe(false);
  });

  it.each(['base_0000005', 'delta_0000001_0000001_0000', 'delete_delta_0000002_0000002'])(
    'are refused as those of a transactional table when one is %s',
    async (name) => {
      await mkdir(join(folder, name));
      await expect(scan()).rejects.toMatchObject({
        code: 'REFUSED',
        message: expect.stringMatching(/transactional \(ACID\) table/) as string,
        place: { file: `${folder}/${name}` },
      });
    },
  );

  it('are refused when one is a link to nothing, which may be a disk that is not mounted; hidden ones are no matter', async () => {
    await writeFile(join(folder, 'rows'), 'x');
    await symlink(join(folder, 'nothing'), join(folder, '_link'));
    expect((await scan()).files).toHaveLength(1);
    await symlink(join(folder, 'nothing'), join(folder, 'link'));
    await expect(scan()).rejects.toMatchObject({
      code: 'REFUSED',
      message: 'a link cannot be followed',
      place: { file: `${folder}/link` },
    });
  });

  it('are those of a folder: a file in its place is refused, and nothing in its place has no rows', async () => {
    await writeFile(join(folder, 'rows'), 'x');
    const source = await openSource(`file://${folder}`);
    const place = { file: `${folder}/rows` };
    await expect(scanDirectory(source, place.file.slice(1))).rejects.toMatchObject({ code: 'REFUSED', place });
    expect(await scanDirectory(source, `${folder}/none`.slice(1))).toMatchObject({ files: [], missing: true });
  });

  it('are refused when one is any other directory', async () => {
    await mkdir(join(folder, 'HIVE_UNION_SUBDIR_1'));
    await expect(scan()).rejects.toMatchObject({ code: 'REFUSED', message: 'a data directory holds a sub-directory' });
  });
});
