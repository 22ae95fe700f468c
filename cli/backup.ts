import { closeSync, fsyncSync, openSync, writeFileSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { LakeliftError } from '../errors/index.js';
import type { HiveTable, Metastore } from '../catalog/index.js';
import { makeFolder } from '../stores/index.js';

/**
 * Writes tables with their partitions as a JSON file, durably, before they are changed. A file that is there is kept, as it holds what an
 * earlier run replaced: a number is put into the name. Returns the name; throws USAGE when it cannot be written.
 */
export async function writeBackup(
  path: string,
  metastore: Metastore,
  tables: readonly { readonly database: string; readonly name: string }[],
): Promise<string> {
  makeFolder(dirname(path));
  const { file, name } = createNew(path);
  try {
    writeFileSync(file, `{"formatVersion":1,"metastore":${JSON.stringify(metastore.url)},"tables":[`);
    for (const [index, { database, name: table }] of tables.entries()) {
      writeFileSync(file, `${index === 0 ? '' : ','}\n`);
      await writeTable(file, metastore, await metastore.getTable(database, table));
    }
    writeFileSync(file, '\n]}\n');
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return name;
}

async function writeTable(file: number, metastore: Metastore, table: HiveTable): Promise<void> {
  const whole = { ...table, annotations: await metastore.annotations(table) };
  writeFileSync(file, JSON.stringify(whole).slice(0, -1));
  await writeList(file, 'partitions', metastore.partitions(table), (page) => page);
  await writeList(file, 'partitionAnnotations', metastore.partitionAnnotations(table), ({ partitions }) => partitions);
  writeFileSync(file, '}');
}

/** A list as it comes, page by page. */
async function writeList<P>(
  file: number,
  name: string,
  pages: AsyncIterable<P>,
  itemsOf: (page: P) => readonly object[],
): Promise<void> {
  writeFileSync(file, `,"${name}":[`);
  let first = true;
  for await (const page of pages) {
    for (const item of itemsOf(page)) {
      writeFileSync(file, `${first ? '' : ','}\n${JSON.stringify(item)}`);
      first = false;
    }
  }
  writeFileSync(file, ']');
}

function createNew(path: string): { file: number; name: string } {
  const { dir, name, ext } = parse(path);
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? path : join(dir, `${name}.${String(number)}${ext}`);
    try {
      return { file: openSync(candidate, 'wx'), name: candidate };
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw new LakeliftError('USAGE', 'the backup cannot be written', { file: candidate, cause });
    }
  }
}
