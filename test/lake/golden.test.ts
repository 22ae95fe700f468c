import { describe, expect, test } from 'vitest';
import type { AvroRecord } from '../../lake/avro-schema.js';
import { readAvro } from '../../lake/avro.js';
import { readTable, type LakeTable } from '../../lake/index.js';
import { encodeManifestList, listedManifest } from '../../lake/manifest-list.js';
import { MANIFEST_LIST_SCHEMA, MANIFEST_SCHEMA } from '../../lake/manifest-schema.js';
import { additionOf, encodeManifest, type ManifestEntry } from '../../lake/manifest.js';
import { decodeSchema, encodeSchema, type TableSchema } from '../../lake/schema.js';
import { decodeSnapshot, encodeSnapshot } from '../../lake/snapshot.js';
import { goldenBytes, goldenFiles, goldenStore } from './golden.js';

const TABLES = ['b_types', 'b_nullpart', 'b_parttypes', 'd_dv', 'g_evo'];
const APPEND_TABLES = ['b_types', 'b_nullpart', 'b_parttypes'];

async function golden(table: string): Promise<LakeTable> {
  const found = await readTable(await goldenStore(), table);
  if (found === undefined) throw new Error(`no golden table ${table}`);
  return found;
}

const recordsOf = (bytes: Uint8Array): AvroRecord[] => readAvro(bytes, '').records;
const filesOf = (table: string, kind: RegExp): string[] => goldenFiles(table).filter((path) => kind.test(path));

const entriesOf = (schema: TableSchema, files: LakeTable['files']): ManifestEntry[] =>
  files.map((file) => additionOf(schema, file, 'append'));

describe.each(TABLES)('the table %s of Paimon 1.4.2', (name) => {
  test('has as many rows as its snapshot says', async () => {
    const { files, snapshot } = await golden(name);
    expect(files.reduce((rows, file) => rows + file.rowCount, 0)).toBe(snapshot?.totalRecordCount);
    expect(snapshot?.commitIdentifier).toBe(9223372036854775807n);
  });

  test('has its live files where Paimon put them', async () => {
    const { files } = await golden(name);
    expect(files.length).toBeGreaterThan(0);
    expect(goldenFiles(name)).toEqual(expect.arrayContaining(files.map((file) => file.path)));
  });

  test('has schemas that are written back as they were', () => {
    for (const path of filesOf(name, /schema\/schema-\d+$/)) {
      const bytes = goldenBytes(path);
      const written = encodeSchema(decodeSchema(bytes, path));
      expect(JSON.parse(Buffer.from(written).toString())).toEqual(JSON.parse(Buffer.from(bytes).toString()));
    }
  });

  test('has snapshots that are written back as they were, to the last digit', () => {
    const paths = filesOf(name, /snapshot\/snapshot-\d+$/);
    expect(paths.length).toBeGreaterThan(0);
    const compact = (bytes: Uint8Array): string => Buffer.from(bytes).toString().replaceAll(/\s/g, '');
    for (const path of paths) {
      const bytes = goldenBytes(path);
      const written = compact(encodeSnapshot(decodeSnapshot(bytes, path)));
      expect(written).toContain('"commitIdentifier":9223372036854775807,');
      expect(written.split(',').sort()).toEqual(compact(bytes).split(',').sort());
    }
  });
});

type Entry = Record<string, unknown>;
const fileOf = (entry: Entry): Entry => entry['_FILE'] as Entry;
const statisticsColumns = (entry: Entry): unknown => fileOf(entry)['_VALUE_STATS_COLS'];

function withoutStatistics(entry: Entry): Entry {
  const { _VALUE_STATS, _VALUE_STATS_COLS, ...file } = fileOf(entry);
  expect(_VALUE_STATS).toBeDefined();
  expect(_VALUE_STATS_COLS).toBeDefined();
  return { ...entry, _FILE: file };
}

describe.each(APPEND_TABLES)('the append table %s of Paimon 1.4.2', (name) => {
  test('gets the same manifest entries from us: rows, partitions, statistics and all', async () => {
    const { schema, files } = await golden(name);
    const [path, ...more] = filesOf(name, /manifest\/manifest-[0-9a-f-]{36}-\d+$/);
    expect(more).toEqual([]);
    const [ours, theirs] = [recordsOf(encodeManifest(entriesOf(schema, files))), recordsOf(goldenBytes(path!))];
    // Paimon leaves nested columns out of its statistics and says which it kept; ours are null, see encodeStatistics.
    const dense = theirs.some((entry) => statisticsColumns(entry) !== null);
    expect(dense ? ours.map(withoutStatistics) : ours).toEqual(dense ? theirs.map(withoutStatistics) : theirs);
  });

  test('gets the same manifest list from us', async () => {
    const { schema, snapshot, files } = await golden(name);
    const theirs = recordsOf(goldenBytes(`${name}/manifest/${snapshot!.deltaManifestList}`));
    const [file, size] = [theirs[0]!['_FILE_NAME'] as string, Number(theirs[0]!['_FILE_SIZE'])];
    const manifest = listedManifest(schema, file, size, entriesOf(schema, files));
    expect(recordsOf(encodeManifestList([manifest]))).toEqual(theirs);
    const base = goldenBytes(`${name}/manifest/${snapshot!.baseManifestList}`);
    expect(recordsOf(encodeManifestList([]))).toEqual(recordsOf(base));
  });
});

test('the Avro schemas are those of Paimon 1.4.2, to the letter', async () => {
  const { snapshot } = await golden('b_types');
  const manifest = filesOf('b_types', /manifest\/manifest-[0-9a-f-]{36}-\d+$/)[0]!;
  expect(JSON.stringify(MANIFEST_SCHEMA)).toBe(JSON.stringify(readAvro(goldenBytes(manifest), '').schema));
  const list = goldenBytes(`b_types/manifest/${snapshot!.deltaManifestList}`);
  expect(readAvro(list, '').codec).toBe('zstandard');
  expect(JSON.stringify(MANIFEST_LIST_SCHEMA)).toBe(JSON.stringify(readAvro(list, '').schema));
});

test('statistics of renamed columns come under today’s name, those of widened and dropped columns not at all', async () => {
  const { schema, files } = await golden('g_evo');
  expect(schema.fields.map((field) => field.name)).toEqual(['id', 'nm']);
  const oldest = files.find((file) => file.schemaId === 0)!;
  expect([...oldest.statistics.keys()]).toEqual(['nm']);
  expect(files.map((file) => file.schemaId).sort()).toEqual([0, 1, 4]);
});
