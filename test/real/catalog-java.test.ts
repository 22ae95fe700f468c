import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MetastoreWriter, SqliteCatalog, openMetastore } from '../../catalog/index.js';
import { everything } from '../catalog/everything.js';
import { database, entryOf } from '../catalog/samples.js';
import { jarNamed, sparkJars } from '../services/cache.js';
import { startCli } from '../services/cli.js';
import type { CliResult, RunningCli } from '../services/cli.js';
import { libraryOf } from '../services/hms.js';
import type { HiveVersion } from '../services/hms.js';

const available = process.env.LAKELIFT_TEST_HMS !== undefined;

const METASTORES = [
  ['2.3.9', '2.3'],
  ['3.1.3', '3.1'],
  ['4.0.1', '4.0'],
] as const;

describe.skipIf(!available)('catalog serve --engine java', () => {
  let folder: string;
  let jars: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lakelift-java-'));
    expect(put('catalog.db')).toBe('created');
    jars = await jarsOf('2.3.9');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What a migration does once a table is copied. */
  const put = (file: string) => {
    const catalog = SqliteCatalog.open(join(folder, file));
    try {
      return catalog.put(database, entryOf());
    } finally {
      catalog.close();
    }
  };
  const jarsOf = async (version: HiveVersion) =>
    [await libraryOf(version), await jarNamed(await sparkJars(), 'sqlite-jdbc')].join(delimiter);

  const serve = (...args: string[]) => serveFile('catalog.db', ...args);
  const serveFile = (file: string, ...args: string[]) =>
    startCli(['catalog', 'serve', '--catalog', join(folder, file), '--engine', 'java', '--port', '0', ...args], {
      TMPDIR: folder,
    });
  const settings = (): string[] => readdirSync(folder).filter((name) => name.startsWith('lakelift-metastore-'));

  const addressOf = (running: RunningCli): Promise<string> =>
    new Promise((resolve, reject) => {
      running.process.stdout!.on('data', (text: string) => resolve(/at (thrift:\S+)/.exec(text)?.[1] ?? text));
      void running.ended.then(({ stderr }) => reject(new Error(stderr)));
    });

  it.each(METASTORES)('is a real Metastore %s that takes changes, and leaves nothing else', async (version, schema) => {
    const file = `${schema}.db`;
    put(file);
    const upgrade = await startCli(['catalog', 'upgrade', '--catalog', join(folder, file), '--schema', schema]).ended;
    expect([upgrade.code, upgrade.stderr]).toEqual([0, '']);
    const running = serveFile(file, '--jars', await jarsOf(version), '--host', '0.0.0.0');
    const url = await addressOf(running);
    const [name] = settings();
    const site = join(folder, name!, 'hive-site.xml');
    const modes = [join(folder, name!), site].map((path) => statSync(path).mode & 0o777);
    expect(modes).toEqual([0o700, 0o600]);
    expect(readFileSync(site, 'utf8')).toContain(`jdbc:sqlite:${join(folder, file)}?`);
    const [metastore, writer] = [await openMetastore(url), await MetastoreWriter.open(url, {})];
    const told = await everything(url);
    const held = await everything(`sqlite:${join(folder, file)}`);
    expect(told.get('sales.orders')).toEqual(held.get('sales.orders'));
    const orders = await metastore.getTable('sales', 'orders');
    const location = `file:${folder}/more-${schema}`;
    await writer.createTable({ ...orders, name: 'more', storage: { ...orders.storage, location } });
    await Promise.all([metastore.close(), writer.close()]);
    running.process.kill('SIGTERM');
    expect((await running.ended).code).toBe(0);
    expect(settings()).toEqual([]);
    await expect(openMetastore(url)).rejects.toMatchObject({ code: 'UNREACHABLE' });
    const kept = await openMetastore(`sqlite:${join(folder, file)}`);
    expect(await kept.tables('sales')).toEqual(['more', 'orders']);
    await kept.close();
    expect(existsSync(join(folder, `more-${schema}`))).toBe(true);
    expect(put(file)).toBe('unchanged');
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
