import { resolve } from 'node:path';
import { partitionFilter } from '../../compact/index.js';
import { EXIT, LakeliftError } from '../../errors/index.js';
import { arrowBatch, arrowSchema } from '../../formats/index.js';
import type { DecodedBatch, Field } from '../../formats/index.js';
import {
  readChanges,
  readTable,
  ROW_KIND_COLUMN,
  scanChanges,
  scanTable,
  tablePath,
  wantedFields,
} from '../../lake/index.js';
import { openTarget } from '../../stores/index.js';
import type { TargetStore } from '../../stores/index.js';
import type { CommandSpec } from '../command.js';
import type { CliIo } from '../io.js';
import type { Options } from '../options.js';
import { writeArrowFile } from '../read/arrow-file.js';
import { csvLines, jsonLines, limited } from '../read/rows.js';
import { timeTravelOf } from '../read/when.js';
import { targetOptions } from '../session.js';
import { writeText } from '../write-text.js';

/** Prints the rows of a Paimon table, whoever wrote it. */
export const readCommand: CommandSpec = {
  name: 'read',
  description: 'Print the rows of a Paimon table, whoever wrote it: as JSON lines, as CSV, or into an Arrow file.',
  flags: [
    'target',
    'table',
    'snapshot',
    'tag',
    'as-of',
    'incremental',
    'row-kind',
    'columns',
    'where',
    'limit',
    'csv',
    'arrow',
    'endpoint',
    'region',
  ],
  required: ['target', 'table'],
  examples: [
    ['read --target s3://bucket/lake --table sales.orders --limit 10', 'ten rows, as JSON lines'],
    ["read --target s3://bucket/lake --table sales.orders --as-of '2024-01-31 12:00:00' --csv", 'as of noon, UTC'],
    [
      'read --target s3://bucket/lake --table sales.orders --columns id,total --arrow orders.arrow',
      'into an Arrow file',
    ],
  ],
  async run(options, io) {
    const target = await openTarget(options.target, targetOptions(options));
    try {
      const { fields, batches } = await rowsOf(target, options);
      await write(limited(batches, options.limit), fields, options, io);
      return EXIT.ok;
    } finally {
      await target.close();
    }
  },
};

interface Rows {
  readonly fields: readonly Field[];
  readonly batches: AsyncIterable<DecodedBatch>;
}

async function rowsOf(target: TargetStore, options: Options): Promise<Rows> {
  const { columns, incremental, rowKind = false } = options;
  const [, database, name] = /^([^.]+)\.([^.]+)$/.exec(options.table) ?? [];
  if (database === undefined || name === undefined) {
    throw new LakeliftError('USAGE', `'${options.table}' is not database.table`, { next: 'lakelift read --help' });
  }
  const at = timeTravelOf(options);
  const path = tablePath(database, name);
  const found =
    incremental === undefined ? await readTable(target, path, at) : await readChanges(target, path, incremental);
  if (found === undefined) {
    throw new LakeliftError('TABLE_UNKNOWN', 'the target has no such table', {
      table: options.table,
      next: 'see what it has: lakelift compact --dry-run --target <url>',
    });
  }
  const scan = {
    partition: partitionFilter(found.schema, options.where, options.table),
    ...(columns === undefined ? {} : { columns }),
  };
  const fields = wantedFields(found, columns);
  if (incremental === undefined) return { fields, batches: scanTable(target, found, scan) };
  return {
    fields: rowKind ? [ROW_KIND_COLUMN, ...fields] : fields,
    batches: scanChanges(target, found, { ...scan, rowKind }),
  };
}

async function write(
  batches: AsyncIterable<DecodedBatch>,
  fields: readonly Field[],
  { arrow, csv }: Options,
  io: CliIo,
): Promise<void> {
  if (arrow !== undefined) {
    async function* arrowBatches() {
      for await (const batch of batches) yield arrowBatch(batch);
    }
    return writeArrowFile(resolve(io.cwd, arrow), arrowSchema(fields), arrowBatches());
  }
  const lines = csv === true ? csvLines(fields, batches) : jsonLines(batches);
  // A reader that has seen enough, such as `head`, ends it.
  for await (const text of lines) if (!(await writeText(io.stdout, text))) return;
}
