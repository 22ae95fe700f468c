import { createReadStream } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ColumnStatistics, Field } from '../../formats/index.js';
import { decodeType } from '../../lake/data-type.js';
import {
  commitChange,
  createTable,
  dataFilePath,
  isReplaced,
  newTableSchema,
  parsePartitionValue,
  reachableFiles,
  readTable,
  tablePath,
} from '../../lake/index.js';
import { openTarget, type TargetStore } from '../../stores/index.js';
import { canonValue } from '../lake/any-key.js';
import { runJava, runPython } from '../services/paimon-programs.js';

/** Shapes of the JSON that test/lake/readers exchange; values are spelled as canon.py says. */
interface DescribedTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: unknown }[];
  readonly partitionKeys: readonly string[];
  readonly files: readonly DescribedFile[];
  readonly rows: readonly Row[];
  readonly filters: readonly Filter[];
}
interface DescribedFile {
  readonly partition: readonly string[];
  readonly name: string;
  readonly size: number;
  readonly rows: number;
  readonly statistics: Readonly<Record<string, { nullCount: number; min?: string; max?: string }>>;
}
interface Filter {
  readonly column: string;
  readonly type: unknown;
  readonly op: '=' | '<' | '>' | 'null';
  readonly literal: string | null;
  readonly ids: readonly number[];
}
interface Reading {
  readonly files: number;
  readonly rows: readonly Row[];
  readonly filters: readonly { readonly files?: number; readonly ids?: readonly number[]; readonly error?: string }[];
}
type Row = readonly unknown[];

const DATABASE = 'lakelift';
const NOW = Date.now();
const NAMES = ['types', 'nanos', 'partitions', 'days', 'empty', 'empty_partitioned'];

let folder: string;
let store: TargetStore;
let tables: Map<string, DescribedTable>;

async function json(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}

function statisticsOf(file: DescribedFile, columns: readonly Field[]): Map<string, ColumnStatistics> {
  const known = columns.map(({ name, type }): [string, ColumnStatistics] => {
    const { nullCount, min, max } = file.statistics[name]!;
    if (min === undefined || max === undefined) return [name, { nullCount }];
    return [name, { nullCount, min: canonValue(min, type), max: canonValue(max, type) }];
  });
  return new Map(known);
}

async function create(table: DescribedTable): ReturnType<typeof createTable> {
  const fields = table.columns.map(({ name, type }): Field => ({ name, type: decodeType(type) }));
  const isKey = ({ name }: Field): boolean => table.partitionKeys.includes(name);
  const [columns, partitionKeys] = [fields.filter((field) => !isKey(field)), fields.filter(isKey)];
  const schema = newTableSchema({ columns, partitionKeys, timeMillis: NOW });
  const path = tablePath(DATABASE, table.name);
  const files = table.files.map((file) => ({
    partition: partitionKeys.map((key, index) => parsePartitionValue(file.partition[index]!, key.type)),
    fileName: file.name,
    fileSize: file.size,
    rowCount: file.rows,
    statistics: statisticsOf(file, columns),
    creationTime: NOW,
  }));
  for (const { partition, fileName } of files) {
    await store.put(dataFilePath(schema, path, partition, fileName), createReadStream(join(folder, 'data', fileName)));
  }
  return createTable(store, path, schema, files, { user: `test-${table.name}`, timeMillis: NOW });
}

/** pypaimon compares timestamps by the microsecond, whoever wrote them. */
function isBeyond(reader: string, { type, op }: Filter): boolean {
  return reader === 'pypaimon' && type === 'TIMESTAMP(9)' && op !== 'null';
}

const sorted = (rows: readonly Row[]): Row[] => [...rows].sort((a, b) => Number(a[0]) - Number(b[0]));

/** Set by the services' global setup once the engines are in the cache. */
describe.skipIf(process.env['LAKELIFT_TEST_RUN'] === undefined)('tables made by createTable', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-lake-'));
    await runPython(folder, 'write_tables.py', join(folder, 'data'), join(folder, 'tables.json'));
    const described = (await json(join(folder, 'tables.json'))) as DescribedTable[];
    tables = new Map(described.map((table) => [table.name, table]));
    store = await openTarget(`file://${folder}/lake`);
    for (const table of described) await create(table);
  });
  afterAll(async () => {
    if (process.env['LAKELIFT_KEEP'] === undefined) await rm(folder, { recursive: true, force: true });
  });

  test('the description holds exactly the tables tested', () => {
    expect([...tables.keys()]).toEqual(NAMES);
  });

  describe.each(['Java Paimon', 'pypaimon'] as const)('read by %s', (reader) => {
    let readings: Record<string, Reading>;
    beforeAll(async () => {
      const output = join(folder, `${reader}.json`);
      const args = [join(folder, 'lake'), DATABASE, join(folder, 'tables.json'), output];
      if (reader === 'pypaimon') await runPython(folder, 'read_with_pypaimon.py', ...args);
      else await runJava(folder, 'ReadWithPaimon', ...args);
      readings = (await json(output)) as Record<string, Reading>;
    });

    test.each(NAMES)('%s has every row and value', (name) => {
      const table = tables.get(name)!;
      expect(sorted(readings[name]!.rows)).toEqual(sorted(table.rows));
      expect(readings[name]!.files).toBe(table.files.length);
    });

    test.each(NAMES)('%s answers every filter', (name) => {
      const { filters } = tables.get(name)!;
      const answers = filters.map((filter, index) => ({ filter, answer: readings[name]!.filters[index] }));
      const wrong = answers.filter(
        ({ filter, answer }) => String(answer?.ids) !== String(filter.ids) && !isBeyond(reader, filter),
      );
      expect(wrong.map(({ filter, answer }) => ({ ...filter, answer }))).toEqual([]);
    });

    test.each(['types', 'days', 'partitions'])('%s is pruned by its statistics', (name) => {
      const { filters } = tables.get(name)!;
      // Every file has ids of its own.
      const onIds = filters.flatMap(({ column, op }, index) =>
        column === 'id' && op === '=' ? [readings[name]!.filters[index]?.files] : [],
      );
      expect(onIds).toEqual([1, 1, 1]);
    });
  });

  test('a table that Java Paimon appended to and overwrote is read back, and taken for ours', async () => {
    await runJava(folder, 'ChangeWithPaimon', join(folder, 'lake'), DATABASE, 'days');
    const path = tablePath(DATABASE, 'days');
    const found = await readTable(store, path);
    expect(found?.snapshot).toMatchObject({ id: 3, commitKind: 'OVERWRITE', totalRecordCount: 18 - 6 + 2 });
    const files = found!.files.map((file) => [file.path.split('/')[2], file.rowCount, file.statistics.get('id')?.max]);
    expect(files.sort()).toEqual([
      ['dt=19723', 1, 1000],
      ['dt=19723', 3, 2],
      ['dt=19723', 3, 32],
      ['dt=19724', 1, 2000],
      ['dt=__HIVE_DEFAULT_PARTITION__', 3, 22],
      ['dt=__HIVE_DEFAULT_PARTITION__', 3, 52],
    ]);
    const reached = await reachableFiles(store, path);
    for await (const page of store.listFiles(`${path}/`)) {
      expect(page.map((file) => file.path).filter((file) => !reached.has(file))).toEqual([]);
    }
    expect(await create(tables.get('days')!)).toEqual({ outcome: 'already', snapshotId: 1 });
    expect((await readTable(store, path))?.snapshot?.id).toBe(3);
  });

  test('a change over whose snapshot Java Paimon has moved its own is committed again, and Java Paimon reads both', async () => {
    const path = tablePath(DATABASE, 'days');
    const { schema, snapshot, files } = (await readTable(store, path))!;
    const rows = files.reduce((sum, { rowCount }) => sum + rowCount, 0);
    const [since, like] = [snapshot!.id, files[0]!];
    const added = { ...like, schema, fileName: 'data-ours.parquet' };
    await store.put(dataFilePath(schema, path, like.partition, added.fileName), store.read(like.path));
    const ours = {
      kind: 'APPEND',
      add: [added],
      remove: [],
      user: 'ours',
      identifier: 7n,
      timeMillis: NOW,
      since,
    } as const;
    const aside = join(folder, 'aside');
    await cp(join(folder, 'lake'), aside, { recursive: true });
    expect(await commitChange(store, path, ours)).toEqual({ outcome: 'committed', snapshotId: since + 1 });
    expect(await isReplaced(store, path, ours, since + 1)).toBe(false);
    // Java Paimon makes two snapshots of the table as it was; the first of them is moved over ours.
    await runJava(folder, 'ChangeWithPaimon', aside, DATABASE, 'days');
    const isFirst = (file: string): boolean => !file.endsWith(`snapshot-${since + 2}`) && !file.endsWith('LATEST');
    await cp(aside, join(folder, 'lake'), { recursive: true, filter: isFirst });
    expect(await isReplaced(store, path, ours, since + 1)).toBe(true);
    expect(await commitChange(store, path, ours)).toEqual({ outcome: 'committed', snapshotId: since + 2 });
    const output = join(folder, 'both.json');
    await runJava(folder, 'ReadWithPaimon', join(folder, 'lake'), DATABASE, join(folder, 'tables.json'), output);
    const read = ((await json(output)) as Record<string, Reading>)['days']!;
    expect(read.rows.length).toBe(rows + 1 + added.rowCount);
  });
});
