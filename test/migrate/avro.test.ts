import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AVRO_LITERAL, AVRO_URL } from '../../formats/index.js';
import type { AvroRecord, AvroSchema } from '../../lake/avro-schema.js';
import { writeAvro } from '../../lake/avro.js';
import { withAvroSchema } from '../../migrate/avro-schema.js';
import { openSource, openTarget } from '../../stores/index.js';
import { verifyTable } from '../../verify/index.js';
import { goldenRows, readGolden } from '../formats/avro/avro.js';
import { plain } from '../formats/values.js';
import { lakeRows, migrateFolder } from './warehouse.js';
import type { Warehouse } from './warehouse.js';

let base: string;
let folder: Warehouse;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'lakelift-avro-'));
  folder = { source: join(base, 'warehouse'), target: join(base, 'lake') };
});
afterEach(() => rm(base, { recursive: true, force: true }));

async function add(path: string, bytes: Uint8Array): Promise<void> {
  const to = join(folder.source, path);
  await mkdir(dirname(to), { recursive: true });
  await writeFile(to, bytes);
}

const plainRows = async (table: string) => {
  const { columns, rows } = await lakeRows(folder, table);
  return rows.map((row) => row.map((value, i) => plain(value, columns[i]!.type)));
};

describe('a migration of Avro files', () => {
  it('gives the rows that were written, and verifies them', async () => {
    for (const codec of ['deflate', 'snappy']) await add(`corpus.db/types/${codec}.avro`, await readGolden(codec));
    const { plan, result } = await migrateFolder(folder);
    expect(result.tables).toMatchObject([{ outcome: 'migrated', rows: 80, filesBefore: 2, filesAfter: 1 }]);
    const golden = await goldenRows();
    expect(await plainRows('corpus.db/types')).toEqual([...golden, ...golden]);
    const source = await openSource(pathToFileURL(folder.source).href);
    const target = await openTarget(pathToFileURL(folder.target).href);
    const verification = await verifyTable({ source, target, plan: plan.tables[0]! }, 3);
    expect([verification.passed, verification.rows]).toEqual([true, { source: 80, target: 80 }]);
  });

  it('takes the names of the files in lower case where the files are all there is', async () => {
    await add('shop.db/orders/1.avro', avro({ OrderId: 'int' }, { OrderId: 1 }));
    await add('shop.db/orders/2.avro', avro({ OrderId: 'long', Note: 'string' }, { OrderId: 2n, Note: 'x' }));
    const { result } = await migrateFolder(folder);
    expect(result.tables[0]!.error).toBeUndefined();
    expect(await plainRows('shop.db/orders')).toEqual([
      ['1', null],
      ['2', 'x'],
    ]);
  });

  it('publishes nothing of a table with a damaged file, and names it', async () => {
    const bytes = Uint8Array.from(await readGolden('null'));
    bytes[bytes.length - 1]! ^= 1;
    await add('corpus.db/types/a.avro', await readGolden('null'));
    await add('corpus.db/types/b.avro', bytes);
    const { result } = await migrateFolder(folder);
    expect(result.tables).toMatchObject([{ outcome: 'failed', error: { code: 'CORRUPT' } }]);
    expect(result.tables[0]!.error!.place.file).toContain('b.avro');
  });
});

describe('the schema a table names', () => {
  const storage = (properties: Record<string, string>) => ({ format: 'avro', properties }) as const;

  it('is read from the source; a literal wins, and "none" is none', async () => {
    await add('schemas/orders.avsc', Buffer.from('{"type":"record","name":"größe","fields":[]}'));
    const url = pathToFileURL(folder.source).href;
    const source = await openSource(url);
    const completed = (properties: Record<string, string>) => withAvroSchema(storage(properties), source, url);
    const there = `${url}/schemas/orders.avsc`;
    expect((await completed({ [AVRO_URL]: there })).properties[AVRO_LITERAL]).toContain('größe');
    expect(await completed({ [AVRO_URL]: there, [AVRO_LITERAL]: '{}' })).toEqual(storage({ [AVRO_LITERAL]: '{}' }));
    expect(await completed({ [AVRO_URL]: 'none', [AVRO_LITERAL]: 'none' })).toEqual(storage({}));
    await expect(completed({ [AVRO_URL]: `${url}/gone.avsc` })).rejects.toMatchObject({ code: 'REFUSED' });
    await expect(completed({ [AVRO_URL]: 'http://registry/orders' })).rejects.toMatchObject({ code: 'REFUSED' });
  });
});

function avro(types: Readonly<Record<string, AvroSchema>>, row: AvroRecord) {
  const fields = Object.entries(types).map(([name, type]) => ({ name, type }));
  return writeAvro({ type: 'record', name: 'r', fields }, [row]);
}
