import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCompaction } from '../../compact/index.js';
import { collectGarbage } from '../../migrate/index.js';
import { failingAt } from '../migrate/failing-store.js';
import { TABLE, context, duck, expectEqual, folder, live, pathOf, put, snapshot, store, sync } from './followed.js';
import { replacing as replaceBy } from './replacing.js';

const THEIRS = 'data-theirs.parquet';

/** Another writer's snapshot adds a file of ten rows to a partition of its own. */
const replacing = (publish: () => Promise<unknown>): Promise<void> =>
  replaceBy(folder.target, TABLE, publish, async (copy, { schema, files }) => {
    await mkdir(join(copy, TABLE, 'dt=9', 'bucket-0'), { recursive: true });
    await duck.rows(
      `COPY (SELECT i AS id, '' AS name FROM range(9000, 9010) t(i)) TO '${copy}/${TABLE}/dt=9/bucket-0/${THEIRS}'`,
    );
    return [{ ...files[0]!, schema, partition: [Buffer.from('9')], fileName: THEIRS, rowCount: 10 }];
  });

/** Both writers' rows are there, each once. */
async function expectBoth(): Promise<void> {
  const files = await live();
  expect(files.filter(({ fileName }) => fileName === THEIRS)).toHaveLength(1);
  await expectEqual(files.filter(({ fileName }) => fileName !== THEIRS));
}

const garbage = () => ({ target: store, statePath: context(store).statePath });

describe('a round whose snapshot another writer has replaced', () => {
  it('is committed again with the same files, once', async () => {
    await sync();
    await put(1, 2);
    await replacing(sync);
    expect(await snapshot()).toMatchObject({ id: 2, commitUser: 'them', totalRecordCount: 50 });
    expect(await sync()).toMatchObject({ outcome: 'changed', filesAdded: 0, rows: 50, restoredAs: 3 });
    expect(await snapshot()).toMatchObject({ id: 3, commitKind: 'APPEND', totalRecordCount: 60 });
    await expectBoth();
    expect(await sync()).toMatchObject({ outcome: 'unchanged' });
    await expectBoth();
  });

  it('is committed again before files that came in since, which are a snapshot of their own', async () => {
    await sync();
    await put(1, 0, 5);
    await rm(pathOf(2, 1));
    await replacing(sync);
    await put(3, 0);
    expect(await sync()).toMatchObject({ outcome: 'changed', filesAdded: 1, rows: 40, restoredAs: 3, snapshotId: 4 });
    await expectBoth();
    expect(await sync()).toMatchObject({ outcome: 'unchanged' });
  });

  it('is not doubled when a snapshot was made on top of it before it was replaced', async () => {
    await sync();
    await put(1, 2);
    await replacing(async () => {
      await sync();
      await runCompaction({ ...context(store), where: [], progress: () => undefined });
    });
    expect((await snapshot()).id).toBe(3);
    expect(await sync()).toMatchObject({ outcome: 'unchanged', rows: 50 });
    await expectEqual();
  });

  it('keeps its files from garbage collection until it is committed again', async () => {
    await sync();
    await put(1, 2);
    await replacing(sync);
    await collectGarbage(garbage(), { apply: true, olderThan: 0 });
    expect(await sync()).toMatchObject({ restoredAs: 3 });
    await expectBoth();
    expect(await collectGarbage(garbage(), { apply: false, olderThan: 0 })).toEqual({
      strays: [],
      uploads: [],
      kept: [],
    });
  });

  it('ends with COMMIT_CONFLICT when its files are gone', async () => {
    await sync();
    await put(1, 2);
    await replacing(sync);
    await rm(join(folder.target, TABLE, 'dt=1'), { recursive: true });
    expect(await sync()).toMatchObject({ outcome: 'failed', error: { code: 'COMMIT_CONFLICT' } });
    expect((await snapshot()).id).toBe(2);
  });

  it.each(['before', 'after'] as const)(
    'has every row once, though the run dies at any of its writes (%s)',
    async (when) => {
      for (let n = 1; ; n++) {
        await rm(folder.target, { recursive: true, force: true });
        await sync();
        await put(1, 2, n);
        await replacing(sync);
        let failed = false;
        const dying = failingAt(store, n, when, () => (failed = true));
        const round = await sync(dying);
        if (!failed) {
          expect([n, round.restoredAs]).toEqual([expect.any(Number), 3]);
          expect(n).toBeGreaterThan(3);
          break;
        }
        expect((await sync()).error).toBeUndefined();
        await expectBoth();
        expect(await sync()).toMatchObject({ outcome: 'unchanged' });
      }
    },
  );
});
