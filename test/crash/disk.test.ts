import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MAIN } from '../services/cli.js';
import { run } from '../services/processes.js';
import { makeSmallWarehouse } from './warehouse.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lakelift-disk-'));
  (await makeSmallWarehouse(join(folder, 'warehouse'))).close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Migrates with a file system of its own, seen by this shell alone, mounted below the target or the journal; returns what was printed. */
async function migrateOn(mounted: 'lake' | 'state', options: string): Promise<string> {
  const printed = join(folder, `${mounted}.txt`);
  for (const name of ['lake', 'state']) await mkdir(join(folder, name), { recursive: true });
  const flags = `--source file://${folder}/warehouse --metastore infer --target file://${folder}/lake`;
  const script = `mount -t tmpfs -o ${options} tmpfs ${folder}/${mounted} || exit 99
    ${process.execPath} ${MAIN} migrate ${flags} --state ${folder}/state/s.db --catalog ${folder}/c.db > ${printed} 2>&1
    echo "exit $?" >> ${printed}`;
  await run('unshare', ['-rm', 'sh', '-c', script], { log: join(folder, 'unshare.log') });
  return readFile(printed, 'utf8');
}

it('a read-only target is named, with the reason', async () => {
  expect(await migrateOn('lake', 'ro')).toMatch(/AUTH: read-only file system \[file=.*\/lake\/[^]*next: [^]*exit 6\n$/);
});

it('a journal on a read-only disk is named', async () => {
  expect(await migrateOn('state', 'ro')).toMatch(/AUTH: the journal cannot be written[^]*s\.db[^]*next: [^]*exit 6\n$/);
});

it('a journal on a full disk is named', async () => {
  expect(await migrateOn('state', 'size=64k')).toMatch(/NO_SPACE: the journal cannot be written[^]*s\.db[^]*exit 3\n$/);
});
