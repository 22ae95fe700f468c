import { describe, expect, it } from 'vitest';
import { selectSource, selectTables } from '../../migrate/select.js';
import type { TableNames } from '../../migrate/select.js';

const TABLES: Readonly<Record<string, readonly string[]>> = { sales: ['orders', 'tmp_1'], hr: ['people'], empty: [] };
const metastore: TableNames = {
  databases: () => Promise.resolve(Object.keys(TABLES)),
  tables: (database) => Promise.resolve([...TABLES[database]!]),
};

const named = (tables: readonly { database: string; table: string }[]): string[] =>
  tables.map(({ database, table }) => `${database}.${table}`);

describe('the tables a migration takes', () => {
  it.each([
    ['*.*', ['hr.people', 'sales.orders', 'sales.tmp_1'], []],
    ['sales.*,!sales.tmp_*', ['sales.orders'], []],
    ['SALES.*,!Sales.TMP_1', ['sales.orders'], []],
    ['*.*,!sales.*', ['hr.people'], []],
    // Whether there are such tables today is nothing the list can know.
    ['sales.*,!sales.old_*', ['sales.orders', 'sales.tmp_1'], ['!sales.old_*']],
    ['sales.*,ht.*', ['sales.orders', 'sales.tmp_1'], ['ht.*']],
    ['sales.*,!h?.*', ['sales.orders', 'sales.tmp_1'], ['!h?.*']],
    // It is there, and not wanted.
    ['sales.orders,!hr.people', ['sales.orders'], []],
    ['sales.orders,!sales.tmp_1', ['sales.orders'], []],
  ])('%s', async (patterns, tables, unmatched) => {
    const found = await selectSource(metastore, patterns.split(','));
    expect([named(found.tables), found.unmatched]).toEqual([tables, unmatched]);
    expect(named(await selectTables(metastore, patterns.split(',')))).toEqual(tables);
  });

  it.each([
    ['*.*,!sale.*', '!sale.* excludes nothing: there is no database sale'],
    ['*.*,!sales.tmp_2', '!sales.tmp_2 excludes nothing: there is no table sales.tmp_2'],
    ['sales.*,!sale.orders', '!sale.orders excludes nothing: there is no database sale'],
    ['sales.*,!orders', '!orders excludes nothing: there is no database orders'],
    ['sales.order', 'there is no table sales.order'],
  ])('are not known by %s, where a name is misspelt', async (patterns, message) => {
    const failure = { code: 'TABLE_UNKNOWN', message };
    await expect(selectSource(metastore, patterns.split(','))).rejects.toMatchObject(failure);
  });

  it('may be left out of a lake by a name that it does not have: one list serves source and lake', async () => {
    expect(named(await selectTables(metastore, ['hr.*', '!sale.*', '!hr.gone']))).toEqual(['hr.people']);
  });
});
