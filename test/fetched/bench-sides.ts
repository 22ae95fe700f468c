import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import type { useDuck } from '../duck.js';
import { lakelift } from '../services/cli.js';

/** Path of an engine's script. */
export const script = (name: string): string =>
  fileURLToPath(new URL(`../../examples/engines/${name}`, import.meta.url));

/** What `bench run --json` prints, as far as tests look at it. */
export interface ToldRun {
  readonly exitCode: number;
  readonly engines: readonly object[];
  readonly errors: readonly { readonly metric: string; readonly message: string }[];
  readonly metrics: readonly { readonly name: string; readonly pairs: number; readonly cpu?: object }[];
}

/** Small files of events in three partitions, one of them NULL, migrated by the command line; a suite over both sides. */
export async function eventSides(duck: ReturnType<typeof useDuck>, folder: string): Promise<object> {
  for (const [hour, file] of ['01', '02', '__HIVE_DEFAULT_PARTITION__'].flatMap((h) =>
    [0, 1].map((f) => [h, f] as const),
  )) {
    const path = join(folder, `warehouse/tv.db/events/hr=${hour}/part-${file}.parquet`);
    await mkdir(dirname(path), { recursive: true });
    await duck.rows(`COPY (SELECT i AS "Id", 'home ' || i % 5 AS home, (i / 7)::DOUBLE AS x, DATE '2024-03-01' AS day
      FROM range(${file * 50}, ${file * 50 + 50}) t(i)) TO '${path}' (FORMAT parquet)`);
  }
  return migratedSides(folder);
}

/** Migrates `warehouse` of a folder to its `lake`. Returns the part of a suite that names both. */
export async function migratedSides(folder: string): Promise<object> {
  const [source, target] = ['warehouse', 'lake'].map((name) => pathToFileURL(join(folder, name)).href) as [
    string,
    string,
  ];
  const migrated = await lakelift(['migrate', '--source', source, '--metastore', 'infer', '--target', target]);
  expect(migrated.code, migrated.stdout + migrated.stderr).toBe(0);
  return { before: { source, metastore: 'infer' }, after: { target }, samples: { min: 5, max: 5 } };
}

/** Writes a suite; the arguments of the command that runs it. */
export async function suiteArguments(folder: string, suite: object): Promise<string[]> {
  const file = join(folder, 'suite.yaml');
  await writeFile(file, JSON.stringify(suite));
  return ['bench', 'run', '--suite', file, '--out', join(folder, 'bench.db'), '--json'];
}

/** Names and pairs of the queries that were measured. */
export const queriesOf = ({ metrics }: ToldRun): (readonly [string, number])[] =>
  metrics.filter(({ name }) => name.startsWith('query/')).map(({ name, pairs }) => [name, pairs] as const);
