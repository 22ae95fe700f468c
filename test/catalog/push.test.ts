import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DIALECTS, openMetastore, planPush } from '../../catalog/index.js';
import type { HivePartition, HiveTable, Metastore, PushPlan } from '../../catalog/index.js';
import { writeBackup } from '../../cli/backup.js';
import { database, partition, table } from './samples.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lakelift-push-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function holding(name: string, days: readonly string[], ...tables: HiveTable[]): Promise<Metastore> {
  const texts = tables.map((of) => DIALECTS.hive.table(of) + DIALECTS.hive.partitions(of, days.map(partition)));
  const path = join(folder, name);
  writeFileSync(path, DIALECTS.hive.database(database) + texts.join(''));
  return openMetastore(`ddl:${path}`);
}

const actions = ({ databases, steps }: PushPlan): unknown => [
  databases.map(({ name }) => name),
  steps.map(({ table: of, action }) => `${of.name} ${action}`),
];

const names = ['orders', 'returns'].map((name) => ({ database: 'sales', table: name }));
const returns: HiveTable = { ...table, name: 'returns' };

describe('the plan of a push', () => {
  it('creates what is missing, leaves what is equal and completes partitions', async () => {
    const source = await holding('source.sql', ['1', '2'], table, returns);
    writeFileSync(join(folder, 'empty.sql'), '');
    const empty = await openMetastore(`ddl:${join(folder, 'empty.sql')}`);
    expect(actions(await planPush(source, empty, names, false))).toEqual([
      ['sales'],
      ['orders create', 'returns create'],
    ]);
    const half = await holding('half.sql', ['2'], table);
    expect(actions(await planPush(source, half, names, false))).toEqual([[], ['orders complete', 'returns create']]);
    const whole = await holding('whole.sql', ['2', '1'], table, returns);
    expect(actions(await planPush(source, whole, names, true))).toEqual([
      [],
      ['orders unchanged', 'returns unchanged'],
    ]);
  });

  it('replaces what differs only when told', async () => {
    const source = await holding('source.sql', ['1'], table, returns);
    const other = { ...table, parameters: { ...table.parameters, comment: 'other' } };
    const target = await holding('target.sql', ['1'], other, returns);
    const plan = await planPush(source, target, names, false);
    expect(actions(plan)).toEqual([[], ['orders differs', 'returns unchanged']]);
    expect(plan.steps[0]!.differences.map(({ property }) => property)).toEqual(['parameter comment']);
    expect(actions(await planPush(source, target, names, true))).toEqual([[], ['orders replace', 'returns unchanged']]);
    const more = await holding('more.sql', ['1', '2'], table, returns);
    expect(actions(await planPush(source, more, names, false))).toEqual([[], ['orders differs', 'returns differs']]);
  });
});

describe('a backup', () => {
  it('holds tables with their partitions, and never replaces an earlier one', async () => {
    const source = await holding('source.sql', ['1', '2'], table, returns);
    const path = join(folder, 'out', 'before.json');
    const tables = [table, returns];
    expect(await writeBackup(path, source, tables)).toBe(path);
    expect(await writeBackup(path, source, [])).toBe(join(folder, 'out', 'before.2.json'));
    const backup = JSON.parse(readFileSync(path, 'utf8')) as {
      tables: (HiveTable & { partitions: HivePartition[] })[];
    };
    expect(backup.tables.map(({ name }) => name)).toEqual(['orders', 'returns']);
    expect(backup.tables[0]!.parameters).toEqual(table.parameters);
    expect(backup.tables[0]!.partitions.map(({ values }) => values)).toEqual([['1'], ['2']]);
  });
});
