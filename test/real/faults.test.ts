import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memorySource, readFooter } from '../../formats/index.js';
import { openSource, openTarget } from '../../stores/index.js';
import { lakelift, MAIN, startCliWithJournal } from '../services/cli.js';
import { run } from '../services/processes.js';
import { eventsFile, makeWarehouse } from '../services/warehouse.js';
import { openFile, putFile, removeFile } from '../services/webhdfs.js';

const { LAKELIFT_TEST_WEBHDFS, LAKELIFT_TEST_S3_BUCKET } = process.env;
const web = LAKELIFT_TEST_WEBHDFS!;

let folder: string;
let base: string;
let target: string;
let state: string;

const command = (...more: string[]): string[] => [
  ...['migrate', '--source', `${web}/${base}`, '--metastore', 'infer', '--target', target, '--state', state, ...more],
];

/** What the target still holds after `doctor --gc` was told to clean it. */
async function leftovers(): Promise<string[]> {
  const cleaned = await lakelift([
    'doctor',
    '--gc',
    '--older-than',
    '0s',
    '--yes',
    '--target',
    target,
    '--state',
    state,
  ]);
  expect(cleaned.code, cleaned.stderr).toBe(0);
  const store = await openTarget(target);
  const found: string[] = [];
  for await (const page of store.listFiles('')) found.push(...page.map(({ path }) => path));
  await store.close();
  return found;
}

describe.skipIf(LAKELIFT_TEST_WEBHDFS === undefined)('a migration that meets', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-faults-'));
  });
  beforeEach(async () => {
    const name = `fault_${randomUUID().slice(0, 8)}`;
    [base, target, state] = [`user/${name}`, `s3://${LAKELIFT_TEST_S3_BUCKET}/${name}`, join(folder, name, 'state.db')];
    await makeWarehouse(web, base, { database: 'd', files: 8, rowsPerFile: 2000 });
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('a corrupt footer names the file and publishes nothing', async () => {
    const bytes = await eventsFile(0, 100);
    bytes.fill(0xff, bytes.length - 60, bytes.length - 10);
    await putFile(web, `${base}/d.db/events/p=1/broken.parquet`, bytes);
    const { code, stdout } = await lakelift(command());
    expect([code, stdout]).toEqual([3, expect.stringMatching(/refused.*broken\.parquet[^]*next: /)]);
    expect(await leftovers()).toEqual([]);
  });

  it('a damaged page names the file, the column and the offset, and publishes nothing', async () => {
    const bytes = await eventsFile(0, 2000);
    const { offset } = await pageOf(bytes, 'Name');
    bytes.fill(0xff, offset, offset + 20);
    await putFile(web, `${base}/d.db/events/p=2/damaged.parquet`, bytes);
    const { code, stdout } = await lakelift(command());
    expect(code, stdout).toBe(3);
    expect(stdout).toMatch(/failed, CORRUPT: .*damaged\.parquet/);
    expect(stdout).toContain(`column=Name`);
    expect(stdout).toContain(`offset=${offset}`);
    expect(stdout).toMatch(/next: restore the file/);
    expect(await leftovers()).toEqual([]);
  });

  it('a file cut short names it and publishes nothing', async () => {
    const bytes = await eventsFile(0, 2000);
    await putFile(web, `${base}/d.db/events/p=3/cut.parquet`, bytes.subarray(0, bytes.length - 1000));
    const { code, stdout } = await lakelift(command());
    expect([code, stdout]).toEqual([3, expect.stringMatching(/cut\.parquet[^]*next: /)]);
    expect(await leftovers()).toEqual([]);
  });

  it('a file that vanishes ends with exit code 5 and publishes nothing', async () => {
    await makeWarehouse(web, base, { database: 'd', files: 300, rowsPerFile: 10 });
    const running = await startCliWithJournal(command('--target-file-size', '10KB'), state);
    await removeFile(web, `${base}/d.db/events/p=3/part-00003.parquet`);
    const { code, stdout } = await running.ended;
    expect([code, stdout]).toEqual([
      5,
      expect.stringMatching(/SOURCE_CHANGED.*it is gone.*part-00003\.parquet[^]*next: run/),
    ]);
    const again = await lakelift(command('--verify', '3'));
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('verified at level 3')]);
  });

  it('a file that is being written ends with exit code 5 until it is closed', async () => {
    const bytes = await eventsFile(0, 60_000);
    const finish = await openFile(web, `${base}/d.db/events/p=1/open.parquet`, bytes.subarray(0, 1_500_000));
    const shown = async (): Promise<boolean> => {
      const source = await openSource(`${web}/${base}`);
      const { length } = await source.stat(`${base}/d.db/events/p=1/open.parquet`).finally(() => source.close());
      return length > 0;
    };
    await expect.poll(shown, { timeout: 30_000 }).toBe(true);
    const { code, stdout } = await lakelift(command());
    expect([code, stdout]).toEqual([
      5,
      expect.stringMatching(/SOURCE_CHANGED: a file is being written.*open\.parquet[^]*next: run again when/),
    ]);
    expect(await leftovers()).toEqual([]);
    await finish(bytes.subarray(1_500_000));
    const again = await lakelift(command());
    expect([again.code, again.stdout]).toEqual([
      0,
      expect.stringContaining('verified at level 3, 76000 of 76000 rows'),
    ]);
  });

  it('wrong credentials ends with exit code 6, says what to do and shows no secret', async () => {
    const wrong = { AWS_SECRET_ACCESS_KEY: 'not-the-secret-key' };
    const { code, stdout, stderr } = await lakelift(command(), wrong);
    expect([code, stderr]).toEqual([
      6,
      expect.stringMatching(
        /AUTH: the object store answered SignatureDoesNotMatch.*HTTP status 403[^]*next: check AWS_/,
      ),
    ]);
    expect(stdout + stderr).not.toContain('not-the-secret-key');
    expect(await leftovers()).toEqual([]);
  });

  it('an unknown table ends with exit code 6', async () => {
    const { code, stderr } = await lakelift(command('--tables', 'd.nope'));
    expect([code, stderr]).toEqual([6, expect.stringMatching(/TABLE_UNKNOWN.*d\.nope[^]*next: /)]);
  });

  it('a full disk ends with exit code 3, names the file, and what it left can be removed', async () => {
    const disk = join(folder, 'disk');
    await mkdir(disk);
    // A mount of its own, seen by this shell alone: 200 KiB for a table of about 600.
    const node = `${process.execPath} ${MAIN}`;
    const arguments_ = command().join(' ').replace(target, `file://${disk}`);
    const gc = `doctor --gc --older-than 0s --yes --target file://${disk} --state ${state}`;
    const script = `mount -t tmpfs -o size=200k tmpfs ${disk} || exit 99
      ${node} ${arguments_} > ${folder}/full.txt 2>&1; echo "exit $?" >> ${folder}/full.txt
      ${node} ${gc} >> ${folder}/full.txt 2>&1 || exit 98
      find ${disk} -type f > ${folder}/left.txt`;
    await run('unshare', ['-rm', 'sh', '-c', script], { log: join(folder, 'unshare.log') });
    const printed = await readFile(join(folder, 'full.txt'), 'utf8');
    expect(printed).toMatch(/failed, NO_SPACE:.*\.parquet[^]*next: [^]*exit 3\n/);
    expect(await readFile(join(folder, 'left.txt'), 'utf8')).toBe('');
  });
});

/** Where the first page of a column begins. */
async function pageOf(bytes: Uint8Array, column: string): Promise<{ offset: number }> {
  const footer = await readFooter(memorySource(bytes));
  const chunk = footer.rowGroups[0]!.columns.find(({ path }) => path[0] === column)!;
  return { offset: chunk.dictionaryPageOffset ?? chunk.dataPageOffset };
}
