import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SqliteCatalog } from '../../catalog/index.js';
import { examineTarget } from '../../cli/doctor/target.js';
import { openJournal } from '../../migrate/index.js';
import type { TablePlan } from '../../migrate/index.js';
import { Database } from '../../sqlite/index.js';
import { openTarget } from '../../stores/index.js';
import type { TargetStore } from '../../stores/index.js';
import { runCli } from './fake-io.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lakelift-doctor-'));
});
afterAll(() => rm(folder, { recursive: true }));

const lake = () => pathToFileURL(join(folder, 'lake')).href;

/** A folder whose answers are changed as a store with a fault would. */
async function faulty(change: Partial<TargetStore>): Promise<TargetStore> {
  await mkdir(join(folder, 'lake'), { recursive: true });
  const target = await openTarget(lake());
  return new Proxy(target, {
    get: (real, name) => {
      const other = change[name as keyof TargetStore];
      const value: unknown = other ?? Reflect.get(real, name);
      return typeof value === 'function' ? (value.bind(real) as unknown) : value;
    },
  });
}

describe('doctor', () => {
  it('tries a target and the journal, and leaves nothing behind', async () => {
    const { code, stdout } = await runCli(['doctor', '--target', lake(), '--json']);
    expect(code).toBe(0);
    const { findings } = JSON.parse(stdout) as { findings: { check: string; ok: boolean; detail: string }[] };
    const checks = ['Node.js', 'target', 'target list', 'target upload', 'target clock', 'state'];
    expect(findings.map(({ check, ok }) => [check, ok])).toEqual(checks.map((check) => [check, true]));
    expect(findings[3]!.detail).toMatch(/^9 MiB were written/);
    const left = await readdir(join(folder, 'lake'), { recursive: true, withFileTypes: true });
    expect(left.filter((entry) => entry.isFile())).toEqual([]);
  });

  it('warns of writers without a lock on object stores', async () => {
    const found = await examineTarget(await faulty({}), 's3://bucket/lake');
    expect(found.at(-1)).toMatchObject({ check: 'other writers', ok: true, warning: true });
  });

  it.each<[string, string, Partial<TargetStore>, RegExp]>([
    ['lets a file be created twice', 'target', { createIfAbsent: () => Promise.resolve('created') }, /9 of 9 callers/],
    ['does not list', 'target list', { listFiles: async function* () {} }, /not listed/],
    [
      'has another clock',
      'target clock',
      { stat: (path) => Promise.resolve({ path, length: 9 * 1024 ** 2, mtime: Date.now() - 3_600_000 }) },
      /clock is 36\d\d s behind/,
    ],
    [
      'loses bytes',
      'target upload',
      { stat: (path) => Promise.resolve({ path, length: 5, mtime: Date.now() }) },
      /5 bytes are there of 9437184/,
    ],
    ['lets nothing be removed', 'target removal', { delete: () => Promise.reject(new Error('not you')) }, /not you/],
    [
      'keeps uploads open',
      'target upload',
      { openUploads: (path) => Promise.resolve([{ path, uploadId: 'x', mtime: 0 }]) },
      /still open/,
    ],
  ])('finds a store that %s', async (_, check, fault, detail) => {
    const found = await examineTarget(await faulty(fault), lake());
    const failed = found.find((one) => one.check === check);
    expect(failed).toMatchObject({ ok: false, detail: expect.stringMatching(detail) as string });
  });

  it('counts what it keeps as too young, and takes it when told', async () => {
    const state = join(folder, 'state.db');
    const journal = openJournal(state);
    journal.begin({ id: 'p', sourceId: 's', database: 'd', table: 't', outputs: [] } as unknown as TablePlan, lake());
    journal.close();
    const [file, manifest] = [
      'd.db/t/bucket-0/data-0bd9e8a1-5f5e-8f6b-9a3c-1d2e3f4a5b6c-0.parquet',
      'd.db/t/manifest/manifest-0bd9e8a1-5f5e-8f6b-9a3c-1d2e3f4a5b6c-0',
    ];
    for (const path of [file, manifest]) {
      await mkdir(join(folder, 'lake', path, '..'), { recursive: true });
      await writeFile(join(folder, 'lake', path), 'on its way');
    }
    const gc = (...more: string[]) =>
      runCli(['doctor', '--gc', '--target', lake(), '--state', state, '--yes', ...more]);
    expect((await gc()).stdout).toBe(
      '2 kept as too young (--older-than): a run with another journal may be about to commit them\n',
    );
    const { code, stdout } = await gc('--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ applied: true, strays: [], uploads: [], kept: [file, manifest] });
    expect((await gc('--older-than', '0s')).stdout).toBe(`removed: ${file}\nremoved: ${manifest}\n2 removed\n`);
    expect((await gc()).stdout).toBe('nothing left behind\n');
  });

  it('finds a server whose clock is another, and names it', async () => {
    const late = createServer((_, answer) => {
      answer.setHeader('Date', new Date(Date.now() - 3_600_000).toUTCString()).end();
    });
    await new Promise<void>((resolve) => late.listen(0, '127.0.0.1', resolve));
    const { port } = late.address() as AddressInfo;
    const { code, stdout } = await runCli(['doctor', '--source', `webhdfs://127.0.0.1:${port}/user`]);
    late.close();
    expect(code).toBe(6);
    expect(stdout).toMatch(/^FAIL clocks: PREFLIGHT: the clock of http:\/\/127.0.0.1:\d+ is 360\d s behind.*\n.*NTP/m);
  });

  it('looks into the folder that the source names, not only at its store', async () => {
    await writeFile(join(folder, 'one'), '');
    const { stdout: there } = await runCli(['doctor', '--source', `file://${folder}`]);
    expect(there).toMatch(/^ok {3}source: file:.* answers, \d+ entries in \/.*$/m);
    const { code, stdout } = await runCli(['doctor', '--source', `file://${folder}/nowhere`]);
    expect(code).toBe(6);
    expect(stdout).toMatch(/^FAIL source: NOT_FOUND: .*nowhere/m);
  });

  it('tells which schema a metastore file has', async () => {
    const file = join(folder, 'catalog.db');
    SqliteCatalog.open(file).close();
    const { stdout } = await runCli(['doctor', '--source', `file://${folder}`, '--metastore', `sqlite:${file}`]);
    expect(stdout).toMatch(/^ok {3}metastore: sqlite:.* answers, \d databases, of schema 2\.3\.0$/m);
  });

  it('takes a lock of a Paimon catalog, which a flag or the key of a file names, and gives it back', async () => {
    const catalog = join(folder, 'jdbc.db');
    const db = new Database(catalog);
    const config = join(folder, 'lakelift.yaml');
    await writeFile(config, `lock: jdbc:sqlite:${catalog}?catalog-key=mine\n`);
    for (const named of [
      ['--lock', `jdbc:sqlite:${catalog}`],
      ['--config', config],
    ]) {
      const { code, stdout } = await runCli(['doctor', '--target', lake(), ...named]);
      expect(stdout).toMatch(/^ok {3}lock: jdbc:sqlite:.*jdbc\.db(\?catalog-key=mine)? gives locks$/m);
      expect(code).toBe(0);
    }
    expect(db.prepare('SELECT count(*) FROM paimon_distributed_locks').pluck().get()).toBe(0);
    db.close();
    const { code, stdout } = await runCli(['doctor', '--target', lake(), '--lock', `jdbc:sqlite:${catalog}.none`]);
    expect([code, stdout]).toEqual([6, expect.stringMatching(/^FAIL lock: IO: cannot take locks in this file/m)]);
  });

  it('finds a journal that has no place', async () => {
    const state = '/proc/nowhere/state.db';
    const { code, stdout } = await runCli(['doctor', '--target', lake(), '--state', state]);
    expect(code).toBe(6);
    expect(stdout).toMatch(/^FAIL state: PREFLIGHT: the folder of the journal cannot be written/m);
  });
});
