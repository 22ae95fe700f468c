import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openMetastore } from '../../catalog/index.js';
import { mysqlPassword } from '../../catalog/sql/mysql-password.js';
import { parseServerUrl } from '../../catalog/sql/server-url.js';
import { runCli } from '../cli/fake-io.js';

describe("URLs of a metastore's database", () => {
  it('are shown without password and settings', () => {
    const url = 'postgresql://hive%40x:p%40ss@db:5433/metastore?sslmode=verify-full';
    expect(parseServerUrl(url)).toEqual({
      ...{ kind: 'postgres', secret: url, user: 'hive@x', hasPassword: true },
      shown: 'postgresql://hive%40x@db:5433/metastore',
    });
    expect(parseServerUrl('mysql://db/hive')).toMatchObject({ kind: 'mysql', hasPassword: false, user: undefined });
    expect(parseServerUrl('mysql://db/hive?password=x')).toMatchObject({ hasPassword: true, shown: 'mysql://db/hive' });
  });

  it.each([
    'postgres://hive:hunter2/@db/metastore',
    'postgres://hive:12/hunter2@db/metastore',
    'mysql://hive:12/hunter2@db',
    'mysql://hive:hunter2@db:3306',
    'mysql://hive:hunter2@db/a/b',
    'postgres:hunter2',
  ])('%s is refused without being shown', async (url) => {
    const error: unknown = await openMetastore(url).catch((refusal: unknown) => refusal);
    expect(error).toMatchObject({ code: 'USAGE' });
    expect(JSON.stringify(error)).not.toContain('hunter2');
    const { code, stdout, stderr } = await runCli(['catalog', 'export', '--metastore', url]);
    expect(code).toBe(2);
    expect(stdout + stderr).not.toContain('hunter2');
  });

  it.each(['postgres://hive:hunter2@127.0.0.1:1/metastore', 'mysql://hive:hunter2@127.0.0.1:1/metastore'])(
    '%s, where nothing listens, is UNREACHABLE',
    async (url) => {
      const { code, stdout, stderr } = await runCli(['catalog', 'export', '--metastore', url]);
      expect(stderr).toMatch(/UNREACHABLE: .*ECONNREFUSED/);
      expect(code).toBe(6);
      expect(stdout + stderr).not.toContain('hunter2');
    },
  );
});

describe("MySQL's password", () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'lakelift-home-'));
    vi.stubEnv('HOME', home);
    vi.stubEnv('MYSQL_PWD', 'of the environment');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(home, { recursive: true });
  });

  it.each([
    ['[client]\nuser=x\npassword = "a b#c"\n', 'a b#c'],
    ["[mysqld]\npassword=no\n[client]\r\npassword=it's\r\n[other]\npassword=no", "it's"],
    ["[client]\npassword='one'\npassword=two", 'two'],
    ['[mysqldump]\npassword=no', 'of the environment'],
  ])('of the option file %j', (text, password) => {
    writeFileSync(join(home, '.my.cnf'), text);
    expect(mysqlPassword()).toBe(password);
  });

  it('of the environment, or of nowhere', () => {
    expect(mysqlPassword()).toBe('of the environment');
    vi.stubEnv('MYSQL_PWD', undefined);
    expect(mysqlPassword()).toBeUndefined();
  });
});
