import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MigrationResult } from '../../../migrate/index.js';
import type { Warehouse } from '../../migrate/warehouse.js';
import { migrateDescribed, sortedRows } from '../golden-warehouse.js';
import { SPECIALS, SPECIALS_DDL, specialTables } from './specials.js';

const TABLES = await specialTables();

describe('Parquet files of special forms', () => {
  let folder: string;
  let warehouse: Warehouse;
  let result: MigrationResult;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-specials-'));
    warehouse = { source: SPECIALS, target: join(folder, 'lake') };
    ({ result } = await migrateDescribed(warehouse, SPECIALS_DDL));
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(Object.entries(TABLES))('%s is migrated with the rows of its reader', async (name, { rows }) => {
    const { outcome, error } = result.tables.find(({ table }) => table === `special.${name}`)!;
    expect([outcome, error?.message]).toEqual(['migrated', undefined]);
    const expected = rows.map((row) => JSON.stringify(row)).sort();
    expect(await sortedRows(warehouse, `special.db/${name}`)).toEqual(expected);
  });
});
