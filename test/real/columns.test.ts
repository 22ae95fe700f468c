import { cp, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useDuck } from '../duck.js';
import { lakelift } from '../services/cli.js';
import { javaReadings, runPython } from '../services/spark.js';
import type { Readings } from '../services/spark.js';

const duck = useDuck();
const [FOLLOWED, ANEW] = ['followed.t', 'anew.t'] as const;
/** Values to filter by, as canon.py writes them (the price is 11.0); every reader counts rows equal to them, less, and null. */
const FILTERS = {
  id: { plain: 21 },
  price: { float: '4026000000000000' },
  name: { plain: 'n21' },
  dt: { plain: 2 },
};

let folder: string;
const inFolder = (name: string): string => join(folder, name);

/** Three rows of a partition; the file counts as closed. */
async function put(day: number, columns: string): Promise<void> {
  const path = inFolder(`warehouse/followed.db/t/dt=${day}/a.parquet`);
  await mkdir(join(path, '..'), { recursive: true });
  await duck.rows(
    `COPY (SELECT ${columns} FROM range(${day * 10}, ${day * 10 + 3}) r(i)) TO '${path}' (FORMAT parquet)`,
  );
  await utimes(path, 1, 1);
}

async function round(database: string, columns: string): Promise<void> {
  const ddl = inFolder('tables.sql');
  await writeFile(ddl, `CREATE TABLE ${database}.t (${columns}) PARTITIONED BY (dt INT) STORED AS PARQUET`);
  const [source, target] = ['warehouse', 'lake'].map((name) => pathToFileURL(inFolder(name)).href);
  const stores = ['--source', source!, '--target', target!, '--metastore', `ddl:${ddl}`];
  const synced = await lakelift(['sync', '--once', ...stores]);
  expect([synced.code, synced.stderr]).toEqual([0, expect.any(String)]);
  const verified = await lakelift(['verify', ...stores, '--level', '3']);
  expect(verified.code, verified.stdout).toBe(0);
}

describe.skipIf(process.env['LAKELIFT_TEST_HMS'] === undefined)(
  'a table whose columns changed while it was followed',
  () => {
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'lakelift-columns-'));
      await put(1, 'i::INT AS id, i::FLOAT AS price');
      await round('followed', 'id INT, price FLOAT');
      await put(2, "i::BIGINT AS id, i + 0.5::DOUBLE AS price, 'n' || i AS name");
      await round('followed', 'id BIGINT, price DOUBLE, name STRING');
      await put(3, 'i::BIGINT AS id, i + 0.5::DOUBLE AS price');
      await round('followed', 'name STRING, price DOUBLE, id BIGINT');
      const database = inFolder('warehouse/anew.db');
      await cp(inFolder('warehouse/followed.db'), database, { recursive: true, preserveTimestamps: true });
      await round('anew', 'name STRING, price DOUBLE, id BIGINT');
      const filters = Object.fromEntries(Object.entries(FILTERS).map(([column, value]) => [column, { value }]));
      await writeFile(inFolder('asked.json'), JSON.stringify({ [FOLLOWED]: { filters }, [ANEW]: { filters } }));
    });
    afterAll(async () => rm(folder, { recursive: true, force: true }));

    it.each(['Java Paimon', 'pypaimon', 'Spark'])(
      'is for %s the table that is migrated now, for filters too',
      async (reader) => {
        const lake = pathToFileURL(inFolder('lake')).href;
        const [asked, output] = [inFolder('asked.json'), inFolder(`${reader.replace(' ', '')}.json`)];
        const script = reader === 'Spark' ? 'read_spark.py' : 'read_pypaimon.py';
        const found: Readings =
          reader === 'Java Paimon'
            ? await javaReadings(asked, lake, output)
            : await runPython(script, output, [asked, lake]);
        expect(found[FOLLOWED]).toEqual(found[ANEW]);
        expect(found[FOLLOWED]).toMatchObject({
          rows: 9,
          columns: { name: { nulls: 6 }, id: { nulls: 0 } },
          filters: {
            id: { isNull: 0, equal: 1, less: 4 },
            price: { isNull: 0, equal: 1, less: 1 },
            name: { isNull: 6, equal: 1, less: 1 },
            dt: { isNull: 0, equal: 3, less: 3 },
          },
        });
      },
    );
  },
);
