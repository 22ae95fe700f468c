import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lakelift, lakeliftAsOthers, MAIN } from '../services/cli.js';
import { run } from '../services/processes.js';
import { keepTests } from './kept-tests.js';
import { crashAt, runUntil } from './killed.js';
import { folderLake } from './lakes.js';
import { peakOfVerification } from './peak.js';
import { makeSmallWarehouse } from './warehouse.js';

let folder: string;

keepTests(
  'limits',
  'open files used up, memory bounded, permissions taken away, a worker thread ended or out of memory',
);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lakelift-limits-'));
  (await makeSmallWarehouse(join(folder, 'warehouse'))).close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** `shared`: the flags that the run with the fault and the next one have in common. */
const shared = (url: string, state: string): string[] => [
  ...['migrate', '--source', pathToFileURL(join(folder, 'warehouse')).href, '--metastore', 'infer'],
  ...['--target', url, '--state', state, '--target-file-size', '12KB', '--workers', '2'],
];

/** The same command, without the fault, completes the migration. */
async function expectCompletion(args: readonly string[]): Promise<void> {
  const { code, stdout } = await lakelift(args);
  expect([code, stdout]).toEqual([0, expect.stringContaining('verified at level 3, 400 of 400 rows')]);
}

it.each([
  ['ends', 'a worker thread ended: worker exited with code: 1', '512'],
  ['memory', 'a worker thread ran out of memory', '64'],
] as const)('a worker thread that %s fails its table, and the next run completes it', async (thread, message, heap) => {
  const lake = await folderLake();
  const args = shared(lake.url, lake.state);
  const env = { NODE_OPTIONS: `--max-old-space-size=${heap}` };
  const { code, stdout, stderr } = await runUntil({ at: 60, thread }, args, env);
  expect(stdout + stderr).toMatch(new RegExp(`failed, NO_RESOURCES: ${message}.*\\.parquet[^]*next: run`));
  expect(code).toBe(3);
  await expectCompletion(args);
  await lake.close();
});

/** Runs a command line of a shell around the migration; returns what it printed and its exit code. */
async function inShell(
  script: (command: string) => string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const printed = join(folder, 'printed.txt');
  const command = `${process.execPath} ${MAIN} ${args.join(' ')} > ${printed} 2>&1; echo "exit $?" >> ${printed}`;
  await run('sh', ['-c', script(command)], { log: join(folder, 'shell.log'), env });
  return readFile(printed, 'utf8');
}

// The journal, data files, what comes after them: which file it is that cannot be opened depends on the threads.
it.each([5, 50, 130])(
  'no more open files from operation %i on are named, and the next run completes it',
  async (at) => {
    const lake = await folderLake();
    const args = shared(lake.url, lake.state);
    const printed = await inShell((command) => `ulimit -n 400; ${command}`, args, crashAt({ at, files: true }));
    expect(printed).toMatch(/NO_RESOURCES: .*too many open files[^]*next: raise the limit \(ulimit -n\)[^]*exit 3\n$/);
    expect(printed).not.toMatch(/failed, (?!NO_RESOURCES: .*too many open files)/);
    await expectCompletion(args);
    await lake.close();
  },
);

it.each([
  ['a target that may not be written', 'lake', 0o500],
  ['a source file that may not be read', 'warehouse/w.db/copied/part-0.parquet', 0o200],
] as const)('%s is named, and when it may, the next run completes it', async (_, name, mode) => {
  const lake = await folderLake();
  const path = name === 'lake' ? new URL(lake.url).pathname : join(folder, name);
  // The journal lies outside of the target, so that it is the target that fails.
  const args = [...shared(lake.url, join(folder, `${mode}.db`)), '--catalog', join(folder, `${mode}-catalog.db`)];
  await chmod(path, mode);
  const { code: failed, stdout, stderr } = await lakeliftAsOthers(args);
  expect(stdout + stderr).toMatch(new RegExp(`AUTH: permission denied \\[.*${name}[^]*next: `));
  // Of the source's tables the other one is migrated.
  expect(failed).toBe(name === 'lake' ? 6 : 3);
  await chmod(path, 0o700);
  await expectCompletion(args);
  await lake.close();
});

it('rows are verified within 512 MiB, whatever the number and size of files', async () => {
  const table = { shape: 'wide', files: 4, rowsPerFile: 60_000 } as const;
  const { stdout, mebibytes } = await peakOfVerification(join(folder, 'peak'), table);
  expect(stdout).toContain('verified at level 3, 240000 of 240000 rows');
  expect(mebibytes).toBeLessThan(512);
});
