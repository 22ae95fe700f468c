import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { useDuck } from '../duck.js';
import { elements, parseMarkup } from '../reports/markup.js';
import { publishedSchema } from '../reports/published-schema.js';
import { lakelift } from '../services/cli.js';
import { Folders, requireBuild } from './built.js';
import { runCli } from './fake-io.js';

const { undocumented } = publishedSchema('verification');

const duck = useDuck();
const inFolder = (name: string): string => join(duck.folder(), name);
const json = async (name: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(inFolder(name), 'utf8')) as Record<string, unknown>;
let folders: Folders;

beforeAll(async () => {
  requireBuild();
  folders = new Folders(duck, 'reported');
  for (const day of ['01', '02']) {
    await folders.file(`shop.db/orders/dt=${day}/0.parquet`, 'SELECT i AS id FROM range(10) t(i)');
  }
  await folders.file('shop.db/stores/0.parquet', "SELECT 'x'::ENUM ('x') AS kind, 1::UTINYINT AS small");
  const flags = ['--report', inFolder('migrate.json'), '--junit', inFolder('migrate.xml')];
  const { code } = await lakelift(['migrate', ...folders.flags, ...flags]);
  expect(code).toBe(3);
  const reports = [
    '--report',
    inFolder('verify.html'),
    '--json',
    inFolder('verify.json'),
    '--junit',
    inFolder('verify.xml'),
  ];
  expect((await lakelift(['verify', ...folders.flags, ...reports])).code).toBe(3);
}, 300_000);

describe('the reports of the built command line', () => {
  it('are as the published schema says, of migrate and of verify', async () => {
    expect(undocumented(await json('migrate.json'))).toEqual([]);
    expect(undocumented(await json('verify.json'))).toEqual([]);
  });

  it('name the refusal, the worker that wrote, the catalog and the command that does it again', async () => {
    const { leftOut, timeline, tables, reproduce } = (await json('verify.json')) as Record<string, unknown[]>;
    expect(leftOut).toEqual([
      {
        table: 'shop.stores',
        reason: expect.any(String) as string,
        refusals: [expect.objectContaining({ reason: expect.any(String) as string })],
      },
    ]);
    expect(timeline![0]).toMatchObject({ table: 'shop.orders', worker: expect.any(Number) as number });
    expect(tables).toMatchObject([{ table: 'shop.orders', properties: [], sizes: { before: [2, 0, 0, 0, 0, 0, 0] } }]);
    expect(reproduce).toEqual([expect.stringMatching(/^lakelift verify --source file:\/\/.* --level 3$/)]);
  });

  it('can be made again from the JSON document, byte for byte', async () => {
    const out = [
      '--report',
      inFolder('again.html'),
      '--json',
      inFolder('again.json'),
      '--junit',
      inFolder('again.xml'),
    ];
    const { code, stdout, stderr } = await lakelift(['report', '--from', inFolder('verify.json'), ...out]);
    expect(stderr).toBe('');
    expect(code).toBe(3);
    expect(stdout).toMatch(/^shop\.orders: verified at level 3, 20 of 20 rows\nshop\.stores: not verified, /);
    for (const kind of ['html', 'xml']) {
      expect(await readFile(inFolder(`again.${kind}`), 'utf8')).toBe(
        await readFile(inFolder(`verify.${kind}`), 'utf8'),
      );
    }
    expect(undocumented(await json('again.json'))).toEqual([]);
  });

  it('can be made again from the journal, which keeps the newest', async () => {
    const own = ['--state', folders.state, '--report', inFolder('state.html')];
    expect((await lakelift(['report', ...own])).code).toBe(3);
    expect(await readFile(inFolder('state.html'), 'utf8')).toBe(await readFile(inFolder('verify.html'), 'utf8'));
    await lakelift(['verify', ...folders.flags, '--level', '0']);
    const found = await lakelift(['report', ...folders.flags.slice(-2), '--json']);
    expect(JSON.parse(found.stdout)).toMatchObject({ command: 'report', exitCode: 3, tables: [{ level: 0 }] });
    expect(undocumented(JSON.parse(found.stdout))).toEqual([]);
  });

  it('say of a difference the same as the verification did: exit code 4 and a failed test', async () => {
    const damaged = new Folders(duck, 'damaged');
    await damaged.file('shop.db/orders/0.parquet', 'SELECT i AS id FROM range(10) t(i)');
    await lakelift(['migrate', ...damaged.flags]);
    await rm(join(damaged.lake, 'shop.db/orders/bucket-0'), { recursive: true });
    expect((await lakelift(['verify', ...damaged.flags])).code).toBe(4);
    const { code, stdout } = await lakelift(['report', '--state', damaged.state, '--junit', inFolder('bad.xml')]);
    expect(code).toBe(4);
    expect(stdout).toMatch(/^shop\.orders: DIFFERENT at level 3/);
    const suites = parseMarkup(await readFile(inFolder('bad.xml'), 'utf8'));
    expect(elements(suites, 'failure')[0]?.text).toContain('the file is missing in the store');
  });

  it.each([
    ['nothing to report on', [], /give --from, --state or --target/],
    ['a journal that is not there', ['--state', 'nowhere.db'], /holds no verification/],
    ['both', ['--from', 'x.json', '--state', 'y.db'], /together with/],
    ['a file that is not there', ['--from', '/nowhere.json'], /no such file/],
  ])('exit with 2 on %s', async (_, args, message) => {
    const { code, stderr } = await runCli(['report', ...args]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('exit with 2 on a document of another kind, naming what is wrong', async () => {
    await writeFile(inFolder('plan.json'), '{"formatVersion": 1, "command": "plan"}');
    const { code, stderr } = await runCli(['report', '--from', inFolder('plan.json')]);
    expect(code).toBe(2);
    expect(stderr).toContain('title is not a text');
  });
});
