import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { useDuck } from '../duck.js';
import { elements, parseMarkup } from '../reports/markup.js';
import { publishedSchema } from '../reports/published-schema.js';
import { lakelift } from '../services/cli.js';
import { Folders, requireBuild } from './built.js';

const { undocumented } = publishedSchema('verification');

const duck = useDuck();
const inFolder = (name: string): string => join(duck.folder(), name);
let folders: Folders;

/** Replaces bytes of the lake's only file by as many others, as a bad disk would. */
async function damage(lake: string, from: string, to: string): Promise<void> {
  const bucket = join(lake, 'shop.db/orders/bucket-0');
  const [name] = await readdir(bucket);
  const bytes = await readFile(join(bucket, name!));
  const at = bytes.indexOf(from);
  expect(at).toBeGreaterThan(0);
  bytes.write(to, at);
  await writeFile(join(bucket, name!), bytes);
}

beforeAll(async () => {
  requireBuild();
  folders = new Folders(duck, 'shown');
  // Not compressed, without a dictionary: values lie in the file as they are.
  await folders.file(
    'shop.db/orders/0.parquet',
    "SELECT i AS id, 'customer ' || (1000 + i) AS name FROM range(500) t(i)",
    'COMPRESSION uncompressed, DICTIONARY_SIZE_LIMIT 1',
  );
  expect((await lakelift(['migrate', ...folders.flags])).code).toBe(0);
  await damage(folders.lake, 'customer 1250', 'customer 9250');
}, 300_000);

describe('verify, when a value differs', () => {
  const flags = () => ['--report', inFolder('v.html'), '--json', inFolder('v.json'), '--junit', inFolder('v.xml')];

  it('names the row with both values: to people, in HTML, JSON and JUnit', async () => {
    const { code, stdout } = await lakelift(['verify', ...folders.flags, ...flags()]);
    expect(code).toBe(4);
    const line =
      /changed row \[.*0\.parquet, row 250, .*, row 250\] name: "customer 1250" -> "customer 9250", id = 250/;
    expect(stdout).toMatch(line);
    const document = JSON.parse(await readFile(inFolder('v.json'), 'utf8')) as { tables: { levels: unknown[] }[] };
    expect(undocumented(document)).toEqual([]);
    expect(document.tables[0]!.levels.at(-1)).toMatchObject({
      name: 'rows',
      samples: [
        {
          kind: 'changed',
          source: expect.stringMatching(/row 250$/) as string,
          columns: [
            { name: 'name', source: '"customer 1250"', target: '"customer 9250"' },
            { name: 'id', source: '250', target: '250' },
          ],
        },
      ],
    });
    const suites = parseMarkup(await readFile(inFolder('v.xml'), 'utf8'));
    expect(elements(suites, 'failure').at(-1)?.text).toMatch(line);
    const page = await readFile(inFolder('v.html'), 'utf8');
    expect(page).toContain('<td class="bad">&quot;customer 1250&quot;</td><td>250</td>');
    expect(page).toContain('<td class="bad">&quot;customer 9250&quot;</td><td>250</td>');
  });

  it('shows no rows with --samples 0', async () => {
    const { code, stdout } = await lakelift(['verify', ...folders.flags, '--samples', '0', '--json']);
    expect(code).toBe(4);
    expect(stdout).toContain('values of a column differ');
    expect(stdout).not.toContain('"samples"');
    expect(stdout).not.toContain('customer 1250');
  });

  it('names rows that were added to the source and removed from it since', async () => {
    const changed = new Folders(duck, 'changed');
    const rows = (where: string) => `SELECT i AS id, 'c' || i AS name FROM range(500) t(i) WHERE ${where}`;
    await changed.file('shop.db/orders/0.parquet', rows('i <> 7'));
    expect((await lakelift(['migrate', ...changed.flags])).code).toBe(0);
    await changed.file('shop.db/orders/0.parquet', rows('i <> 8'));
    const { code, stdout } = await lakelift(['verify', ...changed.flags]);
    expect(code).toBe(4);
    expect(stdout).toMatch(/missing row \[.*\/warehouse\/.*0\.parquet, row 7\] id = 7, name = "c7"/);
    expect(stdout).toMatch(/extra row \[.*row 7\] id = 8, name = "c8"/);
  });
});
