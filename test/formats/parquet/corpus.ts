import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { LakeliftError } from '../../../errors/index.js';
import { FileWalker, planFile } from '../../../formats/index.js';
import type { Field, ParquetFooter } from '../../../formats/index.js';
import { fileColumns } from '../../../migrate/parquet-schema.js';
import { decodeAll, openBytes, plain } from '../values.js';
import type { Plain } from '../values.js';

export const CORPUS = fileURLToPath(new URL('./corpus/', import.meta.url));
export const CORPUS_FILES = readdirSync(CORPUS).filter((name) => /\.parquet$/.test(name));

export const readCorpus = (name: string): Promise<Uint8Array> => readFile(`${CORPUS}${name}`);

/** A file of what few writers use, see write_special.py. */
export const readSpecial = (name: string): Promise<Uint8Array> =>
  readFile(fileURLToPath(new URL(`./special/${name}.parquet`, import.meta.url)));

/** What pyarrow or DuckDB says a file of the corpus holds, by column in lower case. */
export async function expectedRows(name: string): Promise<Record<string, Plain[]>> {
  const text = gunzipSync(await readFile(`${CORPUS}${name}.json.gz`)).toString('utf8');
  return JSON.parse(text) as Record<string, Plain[]>;
}

export interface OwnColumns {
  readonly columns: readonly Field[];
  /** Why the others are none of a table, by name. */
  readonly refused: Readonly<Record<string, string>>;
}

/** The columns of a file as `--metastore infer` would declare them. */
function ownColumns({ schema }: ParquetFooter): OwnColumns {
  const columns: Field[] = [];
  const refused: Record<string, string> = {};
  for (const child of schema.children) {
    try {
      columns.push(...fileColumns({ ...schema, children: [child] }));
    } catch (error) {
      if (!(error instanceof LakeliftError)) throw error;
      refused[child.name.toLowerCase()] = error.message;
    }
  }
  return { columns, refused };
}

/** All that lakelift does with a file's bytes: plans it, follows its pages as a copy does, decodes every column a table can have. */
export async function readWhole(bytes: Uint8Array): Promise<OwnColumns & { readonly rows: Record<string, Plain[]> }> {
  const file = await openBytes(bytes);
  const own = ownColumns(file.footer);
  planFile(file.footer, own.columns);
  const walker = new FileWalker(file.footer);
  walker.update(bytes);
  walker.finish();
  const decoded = await decodeAll(file, own.columns);
  const rows = own.columns.map(({ name, type }) => [name, decoded.get(name)!.map((value) => plain(value, type))]);
  return { ...own, rows: Object.fromEntries(rows) as Record<string, Plain[]> };
}

/** How many of the kept files are read, and why the others are not. */
export async function parquetMarkdown(): Promise<string> {
  const refused: string[] = [];
  for (const name of CORPUS_FILES) {
    await readCorpus(name)
      .then(readWhole)
      .catch((error: unknown) => {
        if (!(error instanceof LakeliftError)) throw error;
        refused.push(`- \`${name}\`: ${error.code}, ${error.message}`);
      });
  }
  const read = CORPUS_FILES.length - refused.length;
  return `${CORPUS_FILES.length} of them, which packages publish, are kept in \`test/formats/parquet/corpus\`: ${read} with all rows equal, ${refused.length} without rows.\n\n${refused.join('\n')}`;
}
