import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCatalogLock } from '../../catalog/index.js';
import { useDuck } from '../duck.js';
import { startMariaDb } from '../services/mariadb.js';
import { startPostgres } from '../services/postgres.js';

const folder = useDuck().folder;
const nothing = (): Promise<void> => Promise.resolve();

/** A database server as its own client talks to it. */
interface Server {
  readonly url: string;
  run(sql: string): Promise<readonly unknown[]>;
  stop(): Promise<void>;
}

async function mariaDb(): Promise<Server> {
  const service = await startMariaDb(join(folder(), 'mariadb'));
  await service.run('CREATE DATABASE cat');
  const connection = await createConnection({ uri: `${service.url}/cat`, user: 'root' });
  const stop = async (): Promise<void> => {
    await connection.end();
    await service.stop();
  };
  const url = `jdbc:mysql:${service.url.slice('mysql:'.length)}/cat?user=root`;
  return { url, run: async (sql) => (await connection.query(sql))[0] as unknown[], stop };
}

async function postgres(): Promise<Server> {
  const [user, password] = ['paimon', 'secret'];
  // The server is another user's.
  await chmod(folder(), 0o755);
  const service = await startPostgres(join(folder(), 'postgres'), { user, password });
  await service.create('cat');
  const client = new pg.Client(`postgresql://${user}:${password}@${service.place}/cat`);
  await client.connect();
  const stop = async (): Promise<void> => {
    await client.end();
    await service.stop();
  };
  const url = `jdbc:postgresql://${service.place}/cat?user=${user}&password=${password}`;
  return { url, run: async (sql) => (await client.query<object>(sql)).rows, stop };
}

describe.each([
  ['MariaDB', mariaDb],
  ['PostgreSQL', postgres],
] as const)("the lock of Paimon's JDBC catalog in %s", (_, start) => {
  let server: Server;
  beforeAll(async () => {
    server = await start();
  }, 120_000);
  afterAll(() => server.stop());

  const open = (query = '') =>
    openCatalogLock(`${server.url}${query === '' ? '' : `${server.url.includes('?') ? '&' : '?'}${query}`}`, {
      acquireMs: 300,
    });
  const rows = async (): Promise<unknown[]> =>
    (await server.run('SELECT lock_id FROM paimon_distributed_locks')).map((row) => Object.values(row as object)[0]);
  /** What Java Paimon does to take a lock, `seconds` ago. */
  const takenByJava = (seconds: number): Promise<unknown> =>
    server.run(`INSERT INTO paimon_distributed_locks (lock_id, acquired_at, expire_time_seconds)
      VALUES ('jdbc.sales.orders', NOW() - INTERVAL '${String(seconds)}' SECOND, 480)`);

  it('is one holder at a time for each table, and given back when work fails', async () => {
    const [one, two, other] = [await open(), await open(), await open('catalog-key=mine')];
    await one.hold('sales', 'orders', async () => {
      expect(await rows()).toEqual(['jdbc.sales.orders']);
      await expect(two.hold('sales', 'orders', nothing)).rejects.toMatchObject({ code: 'LOCKED' });
      await two.hold('sales', 'other', nothing);
      await other.hold('sales', 'orders', nothing);
    });
    await expect(two.hold('sales', 'orders', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await rows()).toEqual([]);
    await Promise.all([one.close(), two.close(), other.close()]);
  });

  it('is had by one at a time of many that want it', async () => {
    const locks = await Promise.all(Array.from({ length: 8 }, () => openCatalogLock(server.url)));
    let [inside, done] = [0, 0];
    const work = async (): Promise<void> => {
      expect(++inside).toBe(1);
      await rows();
      inside -= 1;
      done += 1;
    };
    await Promise.all(locks.flatMap((lock) => [lock, lock]).map((lock) => lock.hold('sales', 'orders', work)));
    expect(done).toBe(16);
    await Promise.all(locks.map((lock) => lock.close()));
  });

  it('is waited for while Java Paimon has it, taken from a Java that has died, and left to its next holder', async () => {
    const lock = await open();
    await takenByJava(470);
    await expect(lock.hold('sales', 'orders', nothing)).rejects.toMatchObject({ code: 'LOCKED' });
    await server.run('DELETE FROM paimon_distributed_locks');
    await takenByJava(490);
    await lock.hold('sales', 'orders', async () => {
      await server.run('DELETE FROM paimon_distributed_locks');
      await takenByJava(5);
    });
    expect(await rows()).toEqual(['jdbc.sales.orders']);
    await server.run('DELETE FROM paimon_distributed_locks');
    await lock.close();
  });
});
