import { LakeliftError } from '../../errors/error.js';
import type { DecodedBatch, Field, Scalar } from '../../formats/index.js';
import type { TargetStore } from '../../stores/index.js';
import { SEQUENCE_NUMBER, trimmedKey, VALUE_KIND } from '../key-value.js';
import { mergeEngineOf } from '../primary-key.js';
import type { LakeTable, LiveFile } from '../read.js';
import type { TableField } from '../schema.js';
import { fileColumns } from './columns.js';
import { readDataFile } from './data-file.js';
import { deletionVectors, readDeletionVector, vectorKey, type DeletionVectors } from './deletion-vector.js';
import { sectionsOf, type SortedRun } from './key-order.js';
import { mergeRuns, type MergeRule } from './merge.js';
import { refuseUnreadable } from './refuse.js';
import { RunCursor, type MergeColumns } from './sorted-run.js';

export interface ScanOptions {
  /** Names, in the order wanted; all of the table's when missing. */
  readonly columns?: readonly string[];
  /** Only partitions for whose values, in the order of the partition keys, this is true. */
  readonly partition?: (values: readonly Scalar[]) => boolean;
}

/** The columns asked for. Throws USAGE naming one the table does not have. */
export function wantedFields(
  { schema }: Pick<LakeTable, 'schema'>,
  names: readonly string[] | undefined,
): TableField[] {
  if (names === undefined) return [...schema.fields];
  return names.map((name) => {
    const field = schema.fields.find((candidate) => candidate.name === name);
    if (field !== undefined) return field;
    throw new LakeliftError('USAGE', `the table has no column ${name}`, {
      column: name,
      next: `its columns are: ${schema.fields.map((known) => known.name).join(', ')}`,
    });
  });
}

/**
 * The rows of a table as of the snapshot it was read at, whoever wrote it, as Java Paimon's batch reader gives them: deleted rows are
 * left out, the rows of one primary key are merged, columns go by field id. Memory: one batch of each file that is open; those are one,
 * or the runs of a bucket whose keys overlap. Throws REFUSED naming the reason for tables that cannot be read so, CORRUPT naming the file.
 */
export async function* scanTable(
  store: TargetStore,
  table: LakeTable,
  options: ScanOptions = {},
): AsyncGenerator<DecodedBatch> {
  refuseUnreadable(table.schema, table.path);
  const wanted = wantedFields(table, options.columns);
  const files = table.files.filter(({ partition }) => options.partition?.(partition) ?? true);
  const vectors =
    table.snapshot === undefined ? new Map<never, never>() : await deletionVectors(store, table.path, table.snapshot);
  const reader = new FileReader(store, table, vectors);
  if (table.schema.primaryKeys.length > 0) yield* mergedRows(reader, table, files, wanted);
  else for (const file of files) yield* reader.read(file, wanted);
}

/** Reads data files of one table. */
export class FileReader {
  constructor(
    private readonly store: TargetStore,
    private readonly table: Pick<LakeTable, 'schema' | 'schemas'>,
    private readonly vectors: DeletionVectors,
  ) {}

  /** The rows of a file that are not deleted; after the wanted columns those of `system`, which every file has. */
  async *read(
    file: LiveFile,
    wanted: readonly TableField[],
    system: readonly Field[] = [],
  ): AsyncGenerator<DecodedBatch> {
    const { schema, schemas } = this.table;
    const place = this.vectors.get(vectorKey(file.entry));
    const deleted = place === undefined ? undefined : await readDeletionVector(this.store, place);
    const { read, sources } = fileColumns(wanted, file, schemas.get(file.schemaId)!, schema);
    const columns = {
      read: [...read, ...system],
      sources: [...sources, ...system.map((_, i) => ({ index: read.length + i }))],
    };
    yield* readDataFile(this.store, file, [...wanted, ...system], columns, deleted);
  }
}

/**
 * The rows of one bucket of a primary-key table, as a compaction of all its files leaves them: all columns of the table, then
 * `_SEQUENCE_NUMBER`. Throws as `scanTable` does.
 */
export function scanBucket(
  store: TargetStore,
  table: LakeTable,
  files: readonly LiveFile[],
): AsyncGenerator<DecodedBatch> {
  refuseUnreadable(table.schema, table.path);
  return mergedRows(new FileReader(store, table, new Map()), table, files, table.schema.fields, true);
}

/** `numbered`: with the sequence numbers of the rows as a last column. */
async function* mergedRows(
  reader: FileReader,
  { schema }: LakeTable,
  files: readonly LiveFile[],
  wanted: readonly TableField[],
  numbered = false,
): AsyncGenerator<DecodedBatch> {
  const keys = trimmedKey(schema);
  const sequence = sequenceFields(schema.options).map((name) => schema.fields.find((field) => field.name === name)!);
  const read = [...wanted, ...keys, ...sequence];
  const placed = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);
  const places: MergeColumns = {
    wanted: [...wanted.keys(), ...(numbered ? [read.length] : [])],
    key: placed(wanted.length, keys.length),
    sequence: placed(wanted.length + keys.length, sequence.length),
    sequenceNumber: read.length,
    kind: read.length + 1,
  };
  async function* rowsOf(run: SortedRun): AsyncGenerator<DecodedBatch> {
    for (const file of run) yield* reader.read(file, read, [SEQUENCE_NUMBER, VALUE_KIND]);
  }
  const rule = mergeRule(schema.options);
  const columns = numbered ? [...wanted, SEQUENCE_NUMBER] : wanted;
  for (const bucket of bucketsOf(files, schema.options)) {
    const types = keys.map(({ type }) => type);
    for (const section of sectionsOf(bucket, types)) {
      const runs = section.map((run) => new RunCursor(rowsOf(run), places));
      try {
        yield* mergeRuns(runs, columns, rule);
      } finally {
        for (const run of runs) await run.close();
      }
    }
  }
}

type TableOptions = Readonly<Record<string, string>>;

function mergeRule(options: TableOptions): MergeRule {
  const engine = mergeEngineOf({ options }) === 'first-row' ? 'first-row' : 'deduplicate';
  const ignoring = ['ignore-delete', `${engine}.ignore-delete`].some((name) => options[name] === 'true');
  return { engine, ignoreDelete: ignoring };
}

const sequenceFields = (options: TableOptions): string[] =>
  (options['sequence.field'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/**
 * The files by partition and bucket. As Java's batch reader does, files that were not yet given a bucket are left out, and so is level 0
 * where only compacted files are told apart by deletion vectors or hold first rows (org.apache.paimon.CoreOptions.batchScanSkipLevel0).
 */
function bucketsOf(files: readonly LiveFile[], options: TableOptions): Iterable<LiveFile[]> {
  const hasVectors = options['deletion-vectors.enabled'] === 'true';
  const skipsLevel0 = hasVectors
    ? options['deletion-vectors.merge-on-read'] !== 'true'
    : mergeEngineOf({ options }) === 'first-row';
  const buckets = new Map<string, LiveFile[]>();
  for (const file of files) {
    const { partition, bucket, level } = file.entry;
    if (bucket < 0 || (skipsLevel0 && level === 0)) continue;
    const name = vectorKey({ partition, bucket, fileName: '' });
    const found = buckets.get(name);
    if (found === undefined) buckets.set(name, [file]);
    else found.push(file);
  }
  return buckets.values();
}
