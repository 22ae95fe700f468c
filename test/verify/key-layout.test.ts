import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { bucketOf, createTable, dataFilePath, encodeKey, newTableSchema, readTable } from '../../lake/index.js';
import { openTarget } from '../../stores/index.js';
import { misplacedKeys } from '../../verify/key-layout.js';
import { useDuck } from '../duck.js';

const duck = useDuck();
const BUCKETS = 3;
/** Ids of one bucket, in order. */
const IDS = Array.from({ length: 60 }, (_, id) => id).filter((id) => bucketOf([{ kind: 'INT' }], [id], BUCKETS) === 1);

/** What is told of a file of bucket 1 whose rows have these keys and ids. */
async function told(name: string, rows: readonly (readonly [number, number])[]): Promise<unknown> {
  const folder = join(duck.folder(), name);
  await mkdir(folder);
  const columns = [{ name: 'id', type: { kind: 'INT' } }] as const;
  const primaryKey = { columns: ['id'], buckets: BUCKETS, sequenceFields: [] };
  const schema = newTableSchema({ columns, partitionKeys: [], timeMillis: 0, primaryKey });
  const values = rows.map(([key, id], index) => `(${key}, ${index}::BIGINT, 0::TINYINT, ${id})`).join();
  const query = `SELECT * FROM (VALUES ${values}) t(_KEY_id, _SEQUENCE_NUMBER, _VALUE_KIND, id)`;
  const { bytes } = await duck.parquet(`${name}.parquet`, query);
  const store = await openTarget(pathToFileURL(folder).href);
  const file = {
    partition: [],
    fileName: 'data-1.parquet',
    fileSize: bytes.length,
    rowCount: rows.length,
    statistics: new Map(),
    creationTime: 0,
    keyed: {
      ...{ bucket: 1, level: 5, deletedRows: 0, minSequence: 0n, maxSequence: 9n },
      ...{ minKey: encodeKey(schema, [0]), maxKey: encodeKey(schema, [99]) },
    },
  };
  async function* content(): AsyncGenerator<Uint8Array> {
    yield await readFile(join(duck.folder(), `${name}.parquet`));
  }
  await store.put(dataFilePath(schema, 'd.db/t', [], file.fileName, 1), content());
  await createTable(store, 'd.db/t', schema, [file], { user: 'test', timeMillis: 0 });
  const table = (await readTable(store, 'd.db/t'))!;
  return misplacedKeys(store, table.files[0]!, table);
}

test('keys in their bucket and order are as they should be', async () => {
  expect(
    await told(
      'right',
      IDS.map((id) => [id, id]),
    ),
  ).toEqual([]);
});

test.each([
  [
    'a key of another bucket',
    [0, 1, 2, 3, 4].map((id): [number, number] => [id, id]),
    'a key lies in another bucket than its own',
  ],
  [
    'no order',
    [IDS[1]!, IDS[0]!].map((id): [number, number] => [id, id]),
    'keys are not in their order, or come twice',
  ],
  [
    'a key twice',
    [IDS[0]!, IDS[0]!].map((id): [number, number] => [id, id]),
    'keys are not in their order, or come twice',
  ],
  ['another key than the row', [[IDS[0]!, IDS[1]!] as const], 'the key columns differ from the row'],
])('%s is told', async (name, rows, message) => {
  expect(await told(name.replaceAll(' ', '_'), rows)).toMatchObject([{ message }]);
});
