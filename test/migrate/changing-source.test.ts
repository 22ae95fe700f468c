import { mkdir, rename, rm, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { readTable } from '../../lake/index.js';
import { openTarget } from '../../stores/index.js';
import type { SourceStore, TargetStore } from '../../stores/index.js';
import { useDuck } from '../duck.js';
import { migrateFolder } from './warehouse.js';
import type { Warehouse } from './warehouse.js';

const duck = useDuck();
const PARTITIONS = 3;
let folder: Warehouse;
let count = 0;

const pathOf = (partition: number, part: number): string =>
  join(folder.source, `w.db/t/p=${String(partition)}/part-${String(part)}.parquet`);

async function write(path: string, from: number, to: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await duck.rows(
    `COPY (SELECT i AS "Id", 'v' || i AS v FROM range(${from}, ${to}) t(i)) TO '${path}' (FORMAT parquet)`,
  );
}

/** `w.t`: three partitions of two files, each of which becomes one output. */
beforeEach(async () => {
  const base = join(duck.folder(), `w${String(count++)}`);
  folder = { source: join(base, 'warehouse'), target: join(base, 'lake') };
  for (let file = 0; file < 2 * PARTITIONS; file++) {
    await write(pathOf(file >> 1, file & 1), file * 100, file * 100 + 100);
  }
});

/** What somebody else does to the source. */
const CHANGES: Readonly<Record<string, () => Promise<void>>> = {
  'a file got more rows': () => write(pathOf(1, 0), 200, 350),
  'a file was overwritten with as many others': () => write(pathOf(1, 0), 700, 800),
  'a file was deleted': () => rm(pathOf(1, 1)),
  'a file was renamed': () => rename(pathOf(1, 1), pathOf(1, 7)),
  'a file was moved to another partition': () => rename(pathOf(1, 1), pathOf(2, 7)),
  'a file was added': () => write(pathOf(1, 5), 900, 1000),
};

/** Runs `change` before the first output, when the first is written, or when all are. */
const MOMENTS = { 'before the first output': 0, 'after the first output': 1, 'after the last output': PARTITIONS };

function changing(store: TargetStore, after: number, change: () => Promise<void>): TargetStore {
  let written = 0;
  const due = async (): Promise<void> => {
    if (written++ === after) await change();
  };
  return new Proxy(store, {
    get: (inner, name, receiver) => {
      if (name !== 'put') return Reflect.get(inner, name, receiver) as unknown;
      return async (...args: Parameters<TargetStore['put']>) => {
        if (written === 0) await due();
        const answer = await inner.put(...args);
        await due();
        return answer;
      };
    },
  });
}

/** The rows of the lake and those of the source that the other side lacks; undefined without a table. */
async function differing(): Promise<unknown[] | undefined> {
  const table = await readTable(await openTarget(pathToFileURL(folder.target).href), 'w.db/t');
  if (table === undefined) return undefined;
  const files = table.files.map(({ path }) => `'${join(folder.target, path)}'`);
  const lake = `SELECT id, v FROM read_parquet([${files.join(', ')}], hive_partitioning = false)`;
  const source = `SELECT "Id" AS id, v FROM read_parquet('${folder.source}/w.db/t/*/*.parquet', hive_partitioning = false)`;
  return duck.rows(`((${lake}) EXCEPT ALL (${source})) UNION ALL ((${source}) EXCEPT ALL (${lake}))`);
}

describe.each(Object.keys(CHANGES))('%s while it is migrated', (name) => {
  it.each(Object.entries(MOMENTS))(
    '%s: seen, nothing is visible, and the next run has the rows of then',
    async (_, at) => {
      let changes = 0;
      const target = (store: TargetStore) =>
        changing(store, at, () => {
          changes += 1;
          return CHANGES[name]!();
        });
      const { result } = await migrateFolder(folder, { target });
      expect(changes).toBe(1);
      expect(result.tables).toMatchObject([{ outcome: 'failed', error: { code: 'SOURCE_CHANGED' } }]);
      expect(await differing()).toBeUndefined();
      expect((await migrateFolder(folder)).result.tables).toMatchObject([{ outcome: 'migrated' }]);
      expect(await differing()).toEqual([]);
    },
  );
});

it('a file that is being written refuses its table where the store knows it, as SOURCE_CHANGED', async () => {
  const open = pathOf(1, 0).slice(1);
  const source = (store: SourceStore) =>
    new Proxy(store, {
      get: (inner, name) => {
        if (name === 'knowsWriters') return true;
        if (name === 'isBeingWritten') return (path: string) => Promise.resolve(path === open);
        const value: unknown = Reflect.get(inner, name);
        return typeof value === 'function' ? (value.bind(inner) as unknown) : value;
      },
    });
  // Its end has not come yet.
  await truncate(pathOf(1, 0), 200);
  const { result } = await migrateFolder(folder, { source });
  expect(result.tables).toMatchObject([
    { outcome: 'refused', error: { code: 'SOURCE_CHANGED', message: 'a file is being written' } },
  ]);
});
