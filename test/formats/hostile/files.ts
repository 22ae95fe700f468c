import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openMetastore } from '../../../catalog/index.js';
import { memorySource, rowFormat } from '../../../formats/index.js';
import type { Field, FileStorage } from '../../../formats/index.js';
import { planMigration } from '../../../migrate/index.js';
import { openSource, openTarget } from '../../../stores/index.js';
import { CORPUS } from '../corpus/corpus.js';
import { digestOf, outcomeOf } from '../damaged-copies.js';
import type { Outcome } from '../damaged-copies.js';
import { GOLDEN, matrixDdl } from '../matrix/tables.js';

/** A file as its table reads it. */
export interface ReadableFile {
  readonly table: string;
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly columns: readonly Field[];
  readonly storage: FileStorage;
}

/** Every file of the matrix and of the corpus that is no Parquet and not refused before it is read, sorted by table. */
export async function readableFiles(): Promise<ReadableFile[]> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-hostile-'));
  try {
    const files = [
      ...(await planned(folder, GOLDEN, await matrixDdl())),
      ...(await planned(folder, CORPUS, await readFile(`${CORPUS}tables.sql`, 'utf8'))),
    ];
    return files.filter(({ storage }) => storage.format !== 'parquet');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function planned(folder: string, warehouse: string, ddl: string): Promise<ReadableFile[]> {
  const script = join(folder, 'tables.sql');
  await writeFile(script, ddl);
  const sourceUrl = pathToFileURL(warehouse).href;
  const targetUrl = pathToFileURL(folder).href;
  const source = await openSource(sourceUrl);
  const { tables } = await planMigration({
    ...{ source, sourceUrl, targetUrl, target: await openTarget(targetUrl) },
    metastore: await openMetastore(`ddl:${script}`, { warehouse: { source, url: sourceUrl } }),
    ...{ onRefuse: 'skip-table', tables: ['*.*'], targetFileSize: 128 * 1024 * 1024 },
  });
  const files = tables.flatMap(({ table, columns, storages, files: [file] }) =>
    file === undefined ? [] : [{ table, path: file.path, columns, storage: storages[0]! }],
  );
  return Promise.all(files.map(async (file) => ({ ...file, bytes: await readFile(`/${file.path}`) })));
}

/** Reads one of these files, or a damaged copy of it. */
export function readAs({ path, columns, storage }: ReadableFile, bytes: Uint8Array): Promise<Outcome> {
  return outcomeOf(async () => {
    const input = { bytes: memorySource(bytes), path, columns, storage };
    const format = rowFormat(storage.format);
    await format.check(input);
    return digestOf(format.read(input), columns.length);
  });
}

/** Whether a checksum covers all of the file: of gzip and bzip2 streams. */
export const isChecked = ({ path }: ReadableFile): boolean => /\.(gz|bz2)$/.test(path);
