import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../lake/index.js';
import { openTarget } from '../../stores/index.js';
import type { TargetStore } from '../../stores/index.js';
import { useDuck } from '../duck.js';
import { migrateFolder } from './warehouse.js';

const duck = useDuck();
let count = 0;

/** `w.t` with two partitions, of ids from `first` on. */
async function makeSource(name: string, first: number): Promise<string> {
  const source = join(duck.folder(), name);
  for (const p of [0, 1]) {
    const path = join(source, `w.db/t/p=${String(p)}/part.parquet`);
    await mkdir(dirname(path), { recursive: true });
    const rows = `range(${first + p * 100}, ${first + p * 100 + 100})`;
    await duck.rows(`COPY (SELECT i AS "Id", 'v' || i AS v FROM ${rows} t(i)) TO '${path}' (FORMAT parquet)`);
  }
  return source;
}

/** Runs `work` before the n-th write of a store. */
function interrupted(store: TargetStore, n: number, work: () => Promise<void>): TargetStore {
  let writes = 0;
  return new Proxy(store, {
    get: (inner, name) => {
      const value: unknown = Reflect.get(inner, name);
      if (typeof value !== 'function') return value;
      const method = value.bind(inner) as (...args: unknown[]) => Promise<unknown>;
      if (name !== 'put' && name !== 'createIfAbsent') return method;
      return async (...args: unknown[]) => {
        if (++writes === n) await work();
        return method(...args);
      };
    },
  });
}

async function idsOf(target: string): Promise<[number, number, number]> {
  const table = (await readTable(await openTarget(pathToFileURL(target).href), 'w.db/t'))!;
  const files = table.files.map(({ path }) => `'${join(target, path)}'`).join(', ');
  const [row] = await duck.rows(`SELECT min(id), max(id), count(*) FROM read_parquet([${files}])`);
  return row!.map(Number) as [number, number, number];
}

describe.each([
  ['the same source', 0],
  ['another source', 1000],
])('a second tool with a journal of its own that migrates %s to the same table', (_, first) => {
  it('before any write of the first: one of them wins, the other says so, and no rows are mixed', async () => {
    const [mine, theirs] = [await makeSource(`mine-${first}`, 0), await makeSource(`theirs-${first}`, first)];
    const source = first === 0 ? mine : theirs;
    // Two data files, a manifest, two lists, a snapshot, two hints, a schema.
    for (let n = 1; n <= 9; n++) {
      const target = join(duck.folder(), `lake-${String(count++)}`);
      let second: unknown;
      const wrap = (store: TargetStore) =>
        interrupted(store, n, async () => {
          const { result } = await migrateFolder({ source, target }, { state: join(`${target}-second`, 'state.db') });
          second = result.tables[0];
        });
      const { result } = await migrateFolder({ source: mine, target }, { target: wrap });
      const both = [result.tables[0]!, second];
      const place = `before write ${String(n)}`;
      expect(both, place).toContainEqual(expect.objectContaining({ outcome: 'migrated' }));
      const failed = both.flatMap((one) => (one as { error?: { code: string } }).error?.code ?? []);
      expect(failed, place).toEqual(['TARGET_FOREIGN']);
      const winner = result.tables[0]!.outcome === 'migrated' ? 0 : first;
      expect(await idsOf(target), place).toEqual([winner, winner + 199, 200]);
    }
  });
});
