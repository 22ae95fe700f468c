import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openCatalogLock } from '../../catalog/index.js';
import { Database } from '../../sqlite/index.js';
import { useDuck } from '../duck.js';

const folder = useDuck().folder;
let path: string;
let count = 0;
let java: Database;
const open: { close(): Promise<void> }[] = [];

beforeEach(() => {
  path = join(folder(), `catalog-${count++}.db`);
  java = new Database(path);
});
afterAll(() => Promise.all(open.map((lock) => lock.close())));

/** A holder of its own; it waits for no longer than a moment. */
async function holder(query = ''): ReturnType<typeof openCatalogLock> {
  const lock = await openCatalogLock(`jdbc:sqlite:${path}${query}`, { acquireMs: 100 });
  open.push(lock);
  return lock;
}

const rows = (): unknown[] => java.prepare('SELECT lock_id FROM paimon_distributed_locks').pluck().all();
/** What Java Paimon does to take a lock, `seconds` ago. */
function takenByJava(id: string, seconds: number): void {
  const taken = `INSERT INTO paimon_distributed_locks VALUES (?, datetime('now', '-${seconds} seconds'), 480)`;
  java.prepare(taken).run(id);
}

describe("the lock of Paimon's JDBC catalog", () => {
  it('is a row of the table while work is done, and is given back when that fails', async () => {
    const lock = await holder();
    expect(await lock.hold('sales', 'orders', () => Promise.resolve(rows()))).toEqual(['jdbc.sales.orders']);
    expect(rows()).toEqual([]);
    await expect(lock.hold('sales', 'orders', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(rows()).toEqual([]);
    const other = await holder('?journal_mode=WAL&catalog-key=mine');
    expect(await other.hold('sales', 'orders', () => Promise.resolve(rows()))).toEqual(['mine.sales.orders']);
  });

  it('is one holder at a time for each table', async () => {
    const [one, two] = [await holder(), await holder()];
    let inside = 0;
    const work = async (): Promise<void> => {
      expect(++inside).toBe(1);
      await expect(two.hold('sales', 'orders', () => Promise.resolve())).rejects.toMatchObject({ code: 'LOCKED' });
      await two.hold('sales', 'other', () => Promise.resolve());
      inside -= 1;
    };
    await one.hold('sales', 'orders', work);
    await two.hold('sales', 'orders', () => Promise.resolve());
  });

  it('is waited for while Java Paimon has it, and taken from a Java that has died', async () => {
    const lock = await holder();
    takenByJava('jdbc.sales.orders', 470);
    await expect(lock.hold('sales', 'orders', () => Promise.resolve())).rejects.toMatchObject({ code: 'LOCKED' });
    expect(rows()).toEqual(['jdbc.sales.orders']);
    java.exec('DELETE FROM paimon_distributed_locks');
    takenByJava('jdbc.sales.orders', 490);
    expect(await lock.hold('sales', 'orders', () => Promise.resolve('done'))).toBe('done');
    expect(rows()).toEqual([]);
  });

  it('is waited for while others are busy with the file', async () => {
    const lock = await holder();
    java.exec('BEGIN EXCLUSIVE');
    await expect(lock.hold('sales', 'orders', () => Promise.resolve())).rejects.toMatchObject({ code: 'LOCKED' });
    java.exec('ROLLBACK');
    expect(await lock.hold('sales', 'orders', () => Promise.resolve('done'))).toBe('done');
  });

  it('leaves what is another holder’s by the time it is given back', async () => {
    const lock = await holder();
    await lock.hold('sales', 'orders', () => {
      java.exec('DELETE FROM paimon_distributed_locks');
      takenByJava('jdbc.sales.orders', 5);
      return Promise.resolve();
    });
    expect(rows()).toEqual(['jdbc.sales.orders']);
  });

  it('is not waited for any more when the run is interrupted', async () => {
    const lock = await holder();
    takenByJava('jdbc.sales.orders', 1);
    const held = lock.hold('sales', 'orders', () => Promise.resolve(), AbortSignal.abort());
    await expect(held).rejects.toMatchObject({ name: 'AbortError' });
  });
});

it('has a URL that is understood, and a file that is there', async () => {
  await expect(openCatalogLock('jdbc:oracle:thin:@//host/db')).rejects.toMatchObject({ code: 'USAGE' });
  await expect(openCatalogLock(`jdbc:sqlite:${path}.none`)).rejects.toMatchObject({ code: 'IO' });
  for (const url of ['thrift://127.0.0.1:1', 'jdbc:mysql://127.0.0.1:1/db', 'jdbc:postgresql://127.0.0.1:1/db?user=me'])
    await expect(openCatalogLock(url)).rejects.toMatchObject({ code: 'UNREACHABLE' });
  const secret = openCatalogLock('jdbc:mysql://127.0.0.1:1/db?user=me&password=hidden');
  await expect(secret).rejects.toSatisfy(
    (error: Error) => !`${String(error)} ${JSON.stringify(error)}`.includes('hidden'),
  );
});
