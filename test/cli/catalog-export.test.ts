import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqliteCatalog } from '../../catalog/index.js';
import { database, entryOf, partition } from '../catalog/samples.js';
import { runCli } from './fake-io.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lakelift-export-'));
  const catalog = SqliteCatalog.open(join(folder, 'catalog.db'));
  catalog.put(database, entryOf([partition('2024-01-01')]));
  catalog.close();
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('catalog export', () => {
  it('--format json gives databases, tables and partitions', async () => {
    const { code, stdout, stderr } = await runCli(
      ['catalog', 'export', '--catalog', 'catalog.db', '--format', 'json'],
      {
        cwd: folder,
      },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      formatVersion: 1,
      command: 'catalog export',
      databases: [{ name: 'sales', owner: 'etl' }],
      tables: [{ name: 'orders', owner: 'root', partitions: [{ values: ['2024-01-01'] }] }],
    });
  });

  it('--format hive gives DDL that --metastore ddl: reads', async () => {
    const { code, stdout } = await runCli(['catalog', 'export', '--catalog', 'catalog.db', '--format', 'hive'], {
      cwd: folder,
    });
    expect(code).toBe(0);
    writeFileSync(join(folder, 'tables.sql'), stdout);
    const again = await runCli(['catalog', 'export', '--metastore', `ddl:${folder}/tables.sql`, '--format', 'hive']);
    expect(again).toEqual({ code: 0, stderr: '', stdout });
    expect(stdout).toContain("PARTITION (`dt`='2024-01-01') LOCATION 's3://lake/wh/sales.db/orders/dt=2024-01-01'");
  });

  it('leaves out by name what the engine cannot have, and ends with 3', async () => {
    writeFileSync(join(folder, 'tables.sql'), 'CREATE TABLE s.u (u uniontype<int>); CREATE TABLE s.t (a INT)');
    const exported = ['catalog', 'export', '--metastore', `ddl:${folder}/tables.sql`, '--format', 'spark'];
    const { code, stdout, stderr } = await runCli(exported);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^REFUSED: .*uniontype.*table=s\.u/);
    expect(stdout).toContain('-- s.u is left out: the engine has no type uniontype');
    expect(stdout).toContain('CREATE TABLE `s`.`t`');
  });

  it.each([
    ['of DDL as JSON', ['--catalog', 'catalog.db', '--format', 'hive', '--json'], /--json does not go with/],
    ['without a metastore', [], /either --catalog or --metastore/],
    ['with two', ['--catalog', 'a.db', '--metastore', 'sqlite:a.db'], /either --catalog or --metastore/],
    ['of nothing', ['--catalog', 'catalog.db', '--tables', 'sale.*'], /TABLE_UNKNOWN: no table matches sale\.\*/],
    ['of folders', ['--metastore', 'infer'], /USAGE: this command has no --source/],
    ['of an unknown table', ['--catalog', 'catalog.db', '--tables', 'sales.nope'], /sales\.nope/],
  ])('%s says what is wrong', async (_, args, message) => {
    const { code, stdout, stderr } = await runCli(['catalog', 'export', ...args], { cwd: folder });
    expect(stderr).toMatch(message);
    expect(code).not.toBe(0);
    expect(stdout).toBe('');
  });
});

it('the group shows its commands, and an unknown one is USAGE', async () => {
  expect((await runCli(['catalog', '--help'])).stdout).toContain('\n  export ');
  const wrong = await runCli(['catalog', 'destroy']);
  expect(wrong).toMatchObject({ code: 2, stdout: '' });
  expect(wrong.stderr).toContain("unknown command 'destroy'");
});
