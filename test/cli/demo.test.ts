import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDemoFolders } from '../../cli/demo/folders.js';
import { runCli } from './fake-io.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lakelift-demo-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the folders of a demo', () => {
  it.each(['warehouse', 'lake'])('a %s that no demo has made is left alone', async (name) => {
    const [own, file] = [join(folder, name, name), join(folder, name, name, 'precious')];
    await mkdir(own, { recursive: true });
    await writeFile(file, 'rows');
    const { code, stderr } = await runCli(['demo', '--dir', join(folder, name), '--files', '24']);
    expect(stderr).toBe(
      `USAGE: the folder is there, and no demo has made it [file=${own}]\n  next: name another folder with --dir, or remove this one\n`,
    );
    expect(code).toBe(2);
    expect(await readFile(file, 'utf8')).toBe('rows');
  });

  it('are removed when a demo made them', async () => {
    const own = join(folder, 'again');
    await makeDemoFolders([own]);
    await writeFile(join(own, 'old'), 'rows');
    await makeDemoFolders([own]);
    await expect(readFile(join(own, 'old'))).rejects.toThrow('ENOENT');
  });

  it('are named when they cannot be made', async () => {
    await expect(makeDemoFolders(['/proc/none/lake'])).rejects.toMatchObject({
      code: 'USAGE',
      message: 'the folder cannot be made',
      place: { file: '/proc/none/lake' },
      next: 'name another folder with --dir',
    });
  });
});
