import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MetastoreWriter, SqliteCatalog, openMetastore } from '../../catalog/index.js';
import { database, entryOf } from '../catalog/samples.js';
import { jarNamed, pysparkJars, sparkJars } from '../services/cache.js';
import { startCli } from '../services/cli.js';
import type { CliResult, RunningCli } from '../services/cli.js';

const available = process.env.LAKELIFT_TEST_HMS !== undefined;

describe.skipIf(!available)('catalog serve --engine java', () => {
  let folder: string;
  let jars: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lakelift-java-'));
    const catalog = SqliteCatalog.open(join(folder, 'catalog.db'));
    catalog.put(database, entryOf());
    catalog.close();
    jars = [await pysparkJars(), await jarNamed(await sparkJars(), 'sqlite-jdbc')].join(delimiter);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const serve = (...args: string[]) =>
    startCli(
      ['catalog', 'serve', '--catalog', join(folder, 'catalog.db'), '--engine', 'java', '--port', '0', ...args],
      { TMPDIR: folder },
    );
  const settings = (): string[] => readdirSync(folder).filter((name) => name.startsWith('lakelift-metastore-'));

  const addressOf = (running: RunningCli): Promise<string> =>
    new Promise((resolve, reject) => {
      running.process.stdout!.on('data', (text: string) => resolve(/at (thrift:\S+)/.exec(text)?.[1] ?? text));
      void running.ended.then(({ stderr }) => reject(new Error(stderr)));
    });

  it('is a real Metastore that takes changes, and leaves nothing but the catalog when it is stopped', async () => {
    const running = serve('--jars', jars, '--host', '0.0.0.0');
    const url = await addressOf(running);
    const [name] = settings();
    const site = join(folder, name!, 'hive-site.xml');
    const modes = [join(folder, name!), site].map((path) => statSync(path).mode & 0o777);
    expect(modes).toEqual([0o700, 0o600]);
    expect(readFileSync(site, 'utf8')).toContain(`jdbc:sqlite:${join(folder, 'catalog.db')}?`);
    const [metastore, writer] = [await openMetastore(url), await MetastoreWriter.open(url, {})];
    const orders = await metastore.getTable('sales', 'orders');
    const location = `file:${folder}/more`;
    await writer.createTable({ ...orders, name: 'more', storage: { ...orders.storage, location } });
    await Promise.all([metastore.close(), writer.close()]);
    running.process.kill('SIGTERM');
    expect((await running.ended).code).toBe(0);
    expect(settings()).toEqual([]);
    await expect(openMetastore(url)).rejects.toMatchObject({ code: 'UNREACHABLE' });
    const kept = await openMetastore(`sqlite:${join(folder, 'catalog.db')}`);
    expect(await kept.tables('sales')).toEqual(['more', 'orders']);
    await kept.close();
    expect(existsSync(join(folder, 'more'))).toBe(true);
  });

  it('ends when the command is killed, and leaves nothing', async () => {
    const running = serve('--jars', jars, '--host', '0.0.0.0');
    const url = await addressOf(running);
    running.process.kill('SIGKILL');
    await running.ended;
    await expect.poll(settings, { timeout: 15_000 }).toEqual([]);
    await expect(openMetastore(url)).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  const reachable = Object.values(networkInterfaces()).some((all) => all?.some((one) => !one.internal) === true);

  it.runIf(reachable)('does not go on when others can reach it and were not meant to', async () => {
    const { code, stderr }: CliResult = await serve('--jars', jars).ended;
    expect([code, stderr]).toEqual([2, expect.stringContaining('--host 0.0.0.0')]);
    expect(settings()).toEqual([]);
  });
});
