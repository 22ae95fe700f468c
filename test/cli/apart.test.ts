import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { useDuck } from '../duck.js';
import { Folders } from './built.js';
import { runCli } from './fake-io.js';

const duck = useDuck();
let folders: Folders;

beforeAll(async () => {
  folders = new Folders(duck, 'apart');
  await folders.file('shop.db/orders/0.parquet', 'SELECT i AS id FROM range(10) t(i)');
  await symlink(folders.warehouse, `${folders.warehouse}-link`);
});

const url = (path: string): string => pathToFileURL(path).href;
const migrate = (target: string, ...more: string[]) =>
  runCli(['migrate', '--source', url(folders.warehouse), '--metastore', 'infer', '--target', url(target), ...more]);
const everything = (): Promise<string[]> => readdir(folders.warehouse, { recursive: true });

describe('a source is only read', () => {
  it.each([
    ['itself', ''],
    ['a folder within it', '/lake'],
    ['the folder around it', '/..'],
    ['itself by a link', '-link'],
    ['a folder within it by a link', '-link/a/b'],
  ])('so that the target is not %s', async (_, path) => {
    const before = await everything();
    const { code, stdout, stderr } = await migrate(`${folders.warehouse}${path}`);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('USAGE: the target is within the source, or around it');
    expect(await everything()).toEqual(before);
  });

  it.each(['by its path', 'by a link', 'in a lake with a % in its name'])(
    'so that a table whose files lie in the target is refused, named %s',
    async (how) => {
      const sql = join(duck.folder(), 'apart', 'tables.sql');
      const lake = how.includes('%') ? `${folders.lake}-%20` : folders.lake;
      const at = join(lake, 'shop.db', 'orders');
      await mkdir(at, { recursive: true });
      const named = how === 'by a link' ? `${lake}-orders` : at;
      if (named !== at) await symlink(at, named);
      const made = `CREATE EXTERNAL TABLE shop.orders (id BIGINT) STORED AS PARQUET LOCATION 'file://${named}';`;
      await writeFile(sql, made);
      const { code, stdout } = await runCli([
        ...['migrate', '--source', url(folders.warehouse), '--metastore', `ddl:${sql}`, '--target', url(lake)],
      ]);
      expect([code, stdout]).toEqual([3, expect.stringContaining('REFUSED: its location is within the target')]);
      expect(await readdir(at)).toEqual([]);
    },
  );
});

describe('before anything is done, a run says', () => {
  it.each(['--report', '--junit', '--json'])('that the file of %s cannot be written', async (flag) => {
    const lake = `${folders.lake}${flag}`;
    const { code, stderr } = await migrate(lake, flag, join(folders.warehouse, 'shop.db/orders/0.parquet/report'));
    expect([code, stderr]).toEqual([2, expect.stringContaining('the file cannot be written')]);
    await expect(readdir(lake)).rejects.toThrow('ENOENT');
  });

  it('that no table matches', async () => {
    const { code, stderr } = await migrate(`${folders.lake}-none`, '--tables', 'shop.x*,other.*');
    expect([code, stderr]).toEqual([6, expect.stringContaining('TABLE_UNKNOWN: no table matches shop.x*,other.*')]);
  });
});
