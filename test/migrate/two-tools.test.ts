import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { newTableSchema, readTable } from '../../lake/index.js';
import { putSchema } from '../../lake/put-schema.js';
import { openTarget } from '../../stores/index.js';
import type { TargetStore } from '../../stores/index.js';
import { useDuck } from '../duck.js';
import { failingAt } from './failing-store.js';
import { interrupted, twoPartitions } from './interrupted.js';
import { migrateFolder } from './warehouse.js';

const duck = useDuck();
let count = 0;

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
    const [mine, theirs] = [
      await twoPartitions(duck, `mine-${first}`, 0),
      await twoPartitions(duck, `theirs-${first}`, first),
    ];
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

it('a run that plans anew, as the source has changed, takes back no snapshot that another run made of the source as it was', async () => {
  for (let n = 1; n <= 9; n++) {
    const source = await twoPartitions(duck, `changed-${String(n)}`, 0);
    const target = join(duck.folder(), `lake-${String(count++)}`);
    const state = join(`${target}-first`, 'state.db');
    const dies = (store: TargetStore) => failingAt(store, 1, 'before', () => undefined);
    await migrateFolder({ source, target }, { state, target: dies });
    let anew: unknown;
    // Its plan has the same id as that of the run that died.
    const other = (store: TargetStore) =>
      interrupted(store, n, async () => {
        await twoPartitions(duck, `changed-${String(n)}`, 1000);
        anew = (await migrateFolder({ source, target }, { state })).result.tables[0];
      });
    const { result } = await migrateFolder({ source, target }, { target: other });
    const [changes, keeps] = [
      { outcome: 'failed', error: { code: expect.any(String) as string } },
      { outcome: 'migrated' },
    ];
    // Its snapshot is there, and the source was looked at for the last time.
    const isLate = n > 6;
    const place = `before write ${String(n)}`;
    expect(result.tables[0], place).toMatchObject(isLate ? keeps : changes);
    expect(anew, place).toMatchObject(isLate ? changes : keeps);
    expect(await idsOf(target), place).toEqual(isLate ? [0, 199, 200] : [1000, 1199, 200]);
  }
});

it('another writer that makes a table, without rows yet, while the commit goes on gets no rows of it', async () => {
  const source = await twoPartitions(duck, 'mine-overtaken', 0);
  // After all data files: before the manifest, two lists, the snapshot, two hints, and the schema.
  for (let n = 3; n <= 9; n++) {
    const target = join(duck.folder(), `lake-${String(count++)}`);
    const columns = [{ name: 'other', type: { kind: 'INT' } }] as const;
    const schema = newTableSchema({ columns, partitionKeys: [], timeMillis: 1 });
    const wrap = (store: TargetStore) =>
      interrupted(store, n, async () => {
        expect(await putSchema(store, 'w.db/t', schema)).toBe('created');
      });
    const migrated = await migrateFolder({ source, target }, { target: wrap });
    const again = await migrateFolder({ source, target });
    for (const { result } of [migrated, again]) {
      expect(result.tables[0], `before write ${String(n)}`).toMatchObject({ error: { code: 'TARGET_FOREIGN' } });
    }
    const { snapshot, schema: left } = (await readTable(await openTarget(pathToFileURL(target).href), 'w.db/t'))!;
    expect([snapshot, left.fields[0]!.name]).toEqual([undefined, 'other']);
  }
});
