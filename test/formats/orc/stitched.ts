import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { memorySource, orcColumns, stitchOrc } from '../../../formats/index.js';
import type { DataFileFacts, Field } from '../../../formats/index.js';
import type { Readings, TableReading } from '../../services/spark.js';
import { plain } from '../values.js';
import { decodeRows, openOrc } from './orc.js';

/** A warehouse of small ORC files of one form, six to a table, as generate.py there wrote it. */
export const STITCH = fileURLToPath(new URL('./stitch/', import.meta.url));
export const STITCH_DDL = `${STITCH}tables.sql`;
export const STITCH_TABLES = ['hive', 'spark'] as const;
/** Holds one file in its greatest part, all six of a table, and is less than twice the smallest. */
export const STITCH_SIZE = 70_000;

/**
 * What Spark reads of each, with what filters find; without those of `l`, whose literal JSON.parse would round, and of `bin`, which Java Paimon
 * compares by the sign of its bytes, whatever the file.
 */
export async function stitchReadings(): Promise<Readings> {
  const readings = JSON.parse(await readFile(`${STITCH}tables.json`, 'utf8')) as Readings;
  const asked = ({ filters }: TableReading) =>
    Object.fromEntries(Object.entries(filters).filter(([name]) => !['l', 'bin'].includes(name)));
  return Object.fromEntries(
    Object.entries(readings).map(([table, reading]) => [table, { ...reading, filters: asked(reading) }]),
  );
}

/** The files of a table, in their order. */
export async function stitchFiles(table: string): Promise<{ path: string; bytes: Uint8Array }[]> {
  const folder = join(STITCH, 'stitch.db', table);
  const names = (await readdir(folder)).sort();
  return Promise.all(names.map(async (name) => ({ path: name, bytes: await readFile(join(folder, name)) })));
}

/** The files made one, and what is known of it. */
export async function stitched(files: readonly { path: string; bytes: Uint8Array }[], columns: readonly Field[]) {
  const content = stitchOrc(
    files.map(({ path, bytes }) => ({ path, source: memorySource(bytes) })),
    columns,
  );
  const parts: Uint8Array[] = [];
  let facts: DataFileFacts | undefined;
  for (;;) {
    const { done, value } = await content.next();
    if (done === true) {
      facts = value;
      break;
    }
    parts.push(value);
  }
  return { bytes: Buffer.concat(parts), facts };
}

/** All rows of a file, each as one text, which compares faster. */
export async function rowTexts(bytes: Uint8Array): Promise<string[]> {
  const file = await openOrc(bytes);
  const columns = orcColumns(file.tail.schema);
  return (await decodeRows(file)).map((row) => JSON.stringify(row.map((value, i) => plain(value, columns[i]!.type))));
}

/** What Java's OrcFile.mergeFiles made of them. */
export const mergedByJava = (table: string): Promise<Uint8Array> => readFile(`${STITCH}merged/${table}.orc`);
