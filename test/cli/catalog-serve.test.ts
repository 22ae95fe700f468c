import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqliteCatalog, openMetastore } from '../../catalog/index.js';
import { run } from '../../cli/run.js';
import { database, entryOf } from '../catalog/samples.js';
import { runCli } from './fake-io.js';

/** Names of jars only: a class path needs no more. */
const METASTORE = ['hive-metastore-2.3.9.jar', 'sqlite-jdbc-3.46.jar'];

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lakelift-serve-'));
  const catalog = SqliteCatalog.open(join(folder, 'catalog.db'));
  catalog.put(database, entryOf());
  catalog.close();
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command until it has printed something; `end` sends the signal and gives its exit code. */
async function serving(args: string[]): Promise<{ printed: string; end: (signal: NodeJS.Signals) => Promise<number> }> {
  let code: Promise<number> | undefined;
  const printed = await new Promise<string>((resolve) => {
    const ignored = { write: () => true };
    const io = { stdout: { write: resolve }, stderr: ignored, env: {}, cwd: folder };
    code = run(['catalog', 'serve', '--catalog', 'catalog.db', ...args], io);
  });
  return {
    printed,
    end: (signal) => {
      process.emit(signal);
      return code!;
    },
  };
}

describe('catalog serve', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('serves on the loopback until %s, which ends it with 0', async (signal) => {
    const { printed, end } = await serving(['--port', '0']);
    const url = /^serving .*catalog\.db at (thrift:\/\/127\.0\.0\.1:\d+)\n$/.exec(printed)?.[1] ?? '';
    const metastore = await openMetastore(url);
    expect(await metastore.tables('sales')).toEqual(['orders']);
    await metastore.close();
    expect(await end(signal)).toBe(0);
    await expect(openMetastore(url)).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  it.each<[string, string[], Record<string, string>, string[], number, string]>([
    ['nowhere named', [], {}, [], 6, 'neither --jars nor HIVE_HOME is set'],
    ['no such folder', [], {}, ['--jars', 'nowhere'], 6, 'no such jar or folder of jars'],
    ['no Metastore among them', ['sqlite-jdbc-3.46.jar'], {}, ['--jars', 'jars'], 6, 'no hive-metastore-*.jar'],
    ['no SQLite', ['hive-metastore-2.3.9.jar'], {}, ['--jars', 'jars'], 6, 'no sqlite-jdbc-*.jar'],
    [
      'a later Hive',
      ['hive-standalone-metastore-3.1.3.jar'],
      {},
      ['--jars', 'jars'],
      6,
      'these jars are of Hive 3.1.3',
    ],
    ['no Java', METASTORE, { JAVA_HOME: '/nowhere' }, ['--jars', 'jars'], 6, 'no Java: sh: '],
    ['jars that are none', METASTORE, {}, ['--jars', 'jars'], 3, 'the Metastore ended while it started'],
  ])('--engine java says what is wrong: %s', async (_name, jars, env, args, code, message) => {
    mkdirSync(join(folder, 'jars'));
    for (const jar of jars) writeFileSync(join(folder, 'jars', jar), '');
    let said = '';
    const io = { stdout: { write: () => true }, stderr: { write: (text: string) => (said += text) }, env, cwd: folder };
    const all = ['catalog', 'serve', '--catalog', 'catalog.db', '--port', '0', '--engine', 'java', ...args];
    expect([await run(all, io), said]).toEqual([code, expect.stringContaining(message)]);
  });

  it('--json prints the address as a document', async () => {
    const { printed, end } = await serving(['--port', '0', '--framed', '--json']);
    expect(JSON.parse(printed)).toMatchObject({
      command: 'catalog serve',
      url: expect.stringMatching(/^thrift:\/\/127\.0\.0\.1:\d+\?framed=true$/) as string,
      framed: true,
    });
    await end('SIGTERM');
  });

  it.each([
    ['no catalog', [], /--catalog is missing/],
    ['a missing file', ['--catalog', 'nope.db'], /no such metastore file/],
    ['a port that is none', ['--catalog', 'catalog.db', '--port', '70000'], /not a whole number from 0 to 65535/],
    ['an address of another machine', ['--catalog', 'catalog.db', '--host', '192.0.2.1'], /cannot listen there/],
  ])('with %s is exit code 2', async (_, args, message) => {
    const answer = await runCli(['catalog', 'serve', ...args], { cwd: folder });
    expect(answer).toMatchObject({ code: 2, stdout: '' });
    expect(answer.stderr).toMatch(message);
  });

  it('on a port in use says so', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const port = String((other.address() as AddressInfo).port);
    const answer = await runCli(['catalog', 'serve', '--catalog', 'catalog.db', '--port', port], { cwd: folder });
    other.close();
    expect(answer.code).toBe(2);
    expect(answer.stderr).toMatch(/EADDRINUSE[\s\S]*--port/);
  });
});
