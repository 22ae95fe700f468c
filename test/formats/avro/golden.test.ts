import { expect, test } from 'vitest';
import { goldenRows, readGolden, rowsOf } from './avro.js';

test.each(['null', 'deflate', 'snappy', 'bzip2', 'zstandard'])(
  'a file of fastavro with the codec %s',
  async (codec) => {
    expect(await rowsOf(await readGolden(codec))).toEqual(await goldenRows());
  },
);

test('columns in another order, some of them not wanted', async () => {
  const rows = await rowsOf(await readGolden('deflate'), [
    { name: 'deep_not_there', type: { kind: 'STRING' } },
    { name: 's', type: { kind: 'VARCHAR', length: 300 } },
    { name: 'i', type: { kind: 'BIGINT' } },
  ]);
  const golden = await goldenRows();
  expect(rows).toEqual(golden.map((row) => [null, row[6], row[2] === null ? null : String(row[2])]));
});
