import { open, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { memorySource, planFile, readFooter, rowFormat, writeRows, writeTarget } from '../../formats/index.js';
import type { Field, FileStorage, Lane, StitchInput } from '../../formats/index.js';
import { SERDE_PROPERTY, TEXT_SERDES } from '../../formats/index.js';
import { inferColumns } from '../../migrate/infer-file.js';
import { openSource } from '../../stores/index.js';
import { runPython } from '../services/spark.js';

/** CPU seconds, by lane and tool. */
type Seconds = Record<string, Record<string, number>>;

const ROUNDS = 3;
/** The columns bench_lanes.py writes as text, with their types for DuckDB. */
const TEXT_COLUMNS: readonly (readonly [string, Field['type'], string])[] = [
  ['orderkey', { kind: 'BIGINT' }, 'BIGINT'],
  ['partkey', { kind: 'BIGINT' }, 'BIGINT'],
  ['linenumber', { kind: 'INT' }, 'INTEGER'],
  ['quantity', { kind: 'BIGINT' }, 'BIGINT'],
  ['price', { kind: 'DECIMAL', precision: 14, scale: 2 }, 'DECIMAL(14,2)'],
  ['discount', { kind: 'DOUBLE' }, 'DOUBLE'],
  ['shipdate', { kind: 'DATE' }, 'DATE'],
  ['ts', { kind: 'TIMESTAMP', precision: 6 }, 'TIMESTAMP'],
  ['mode', { kind: 'STRING' }, 'VARCHAR'],
  ['comment', { kind: 'STRING' }, 'VARCHAR'],
  ['maybe', { kind: 'FLOAT' }, 'FLOAT'],
  ['flag', { kind: 'BOOLEAN' }, 'BOOLEAN'],
];

/**
 * CPU seconds (user and system) of lakelift's lanes, and of others who do the same with the same files, on one thread: in turn, three rounds
 * in one run, the best of each. Prints a table and writes the figures to `output` if given.
 */
export async function main(rows = '400000', output?: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-bench-lanes-'));
  try {
    const best: Seconds = {};
    for (let round = 0; round < ROUNDS; round++) {
      keepBest(best, await runPython<Seconds>('bench_lanes.py', join(folder, 'python.json'), [folder, rows]));
      keepBest(best, { 'convert text': { DuckDB: await cpuSeconds(() => duckText(folder)) } });
      for (const [lane, work] of Object.entries(lanesOf(folder))) {
        keepBest(best, { [lane]: { lakelift: await cpuSeconds(work) } });
      }
    }
    const figures = await Promise.all(
      Object.entries(best).map(async ([lane, seconds]) => ({ lane, bytes: await inputBytes(folder, lane), seconds })),
    );
    for (const figure of figures) for (const line of described(figure)) console.log(line);
    if (output !== undefined) await writeFile(output, JSON.stringify({ rows: Number(rows), figures }, null, 2));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function keepBest(best: Seconds, found: Seconds): void {
  for (const [lane, tools] of Object.entries(found)) {
    const of = (best[lane] ??= {});
    for (const [tool, seconds] of Object.entries(tools)) of[tool] = Math.min(of[tool] ?? Infinity, seconds);
  }
}

function described({
  lane,
  bytes,
  seconds,
}: {
  lane: string;
  bytes: number;
  seconds: Record<string, number>;
}): string[] {
  const own = seconds['lakelift']!;
  return Object.entries(seconds).map(([tool, spent]) => {
    const ratio = tool === 'lakelift' ? '–' : (spent / own).toFixed(2);
    return `| ${lane} | ${tool} | ${(bytes / 1e6 / spent).toFixed(0)} | ${ratio} |`;
  });
}

/** What a lane reads, by its name. */
const FILES: Readonly<Record<string, string>> = {
  transcode: 'transcode.parquet',
  'convert uncompressed ORC': 'uncompressed.orc',
  'convert zlib ORC': 'zlib.orc',
  'convert snappy ORC': 'snappy.orc',
  'convert Avro': 'rows.avro',
  'convert text': 'text.csv',
};

async function inputBytes(folder: string, lane: string): Promise<number> {
  const files = lane === 'stitch' ? await stitchFiles(folder) : [join(folder, FILES[lane]!)];
  const lengths = await Promise.all(files.map(async (file) => (await readFile(file)).length));
  return lengths.reduce((sum, length) => sum + length, 0);
}

const stitchFiles = async (folder: string): Promise<string[]> =>
  (await readdir(join(folder, 'stitch'))).map((name) => join(folder, 'stitch', name));

function lanesOf(folder: string): Record<string, () => Promise<void>> {
  const path = (lane: string): string => join(folder, FILES[lane]!);
  const orc = ['uncompressed', 'zlib', 'snappy'].map((codec): [string, () => Promise<void>] => {
    const lane = `convert ${codec} ORC`;
    return [lane, () => convert(folder, path(lane), { format: 'orc', properties: {} })];
  });
  const properties = { [SERDE_PROPERTY]: TEXT_SERDES[0]!, 'field.delim': '|' };
  const columns = TEXT_COLUMNS.map(([name, type]): Field => ({ name, type }));
  return {
    stitch: async () => rewrite(folder, await stitchFiles(folder), 'stitch'),
    transcode: () => rewrite(folder, [path('transcode')], 'transcode'),
    ...Object.fromEntries(orc),
    'convert Avro': () => convert(folder, path('convert Avro'), { format: 'avro', properties: {} }),
    'convert text': () => convert(folder, path('convert text'), { format: 'text', properties }, columns),
  };
}

async function rewrite(folder: string, paths: readonly string[], expected: Lane): Promise<void> {
  const columns = await columnsOf(paths[0]!, 'parquet');
  async function* inputs(): AsyncGenerator<StitchInput> {
    for (const path of paths) {
      const source = memorySource(await readFile(path));
      const footer = await readFooter(source);
      const { lane, actions } = planFile(footer, columns);
      if (lane !== expected && !(lane === 'copy' && expected === 'stitch')) throw new Error(`${path} goes by ${lane}`);
      yield { footer, actions, source, path };
    }
  }
  await save(join(folder, 'lakelift.parquet'), writeTarget(inputs(), columns));
}

async function convert(folder: string, path: string, storage: FileStorage, known?: readonly Field[]): Promise<void> {
  const columns = known ?? (await columnsOf(path, storage.format as 'orc' | 'avro'));
  const input = { bytes: memorySource(await readFile(path)), path, columns, storage };
  const batches = rowFormat(storage.format).read(input);
  await save(join(folder, 'lakelift.parquet'), writeRows([{ path, batches }], columns));
}

/** The columns as the files declare them. */
async function columnsOf(path: string, format: 'parquet' | 'orc' | 'avro'): Promise<Field[]> {
  const store = await openSource('file:///');
  return inferColumns(store, await store.stat(path.slice(1)), format);
}

async function save(path: string, parts: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'w');
  try {
    for await (const part of parts) await file.write(part);
  } finally {
    await file.close();
  }
}

async function duckText(folder: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const columns = TEXT_COLUMNS.map(([name, , type]) => `'${name}': '${type}'`).join(', ');
  const options = `columns = {${columns}}, header = false, delim = '|', quote = '', escape = '', nullstr = '', auto_detect = false`;
  await connection.run(
    `COPY (SELECT * FROM read_csv('${join(folder, FILES['convert text']!)}', ${options}))
     TO '${join(folder, 'duck.parquet')}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)`,
  );
  connection.closeSync();
}

/** The better of two: the first one warms up. */
async function cpuSeconds(work: () => Promise<void>): Promise<number> {
  return Math.min(await spentSeconds(work), await spentSeconds(work));
}

async function spentSeconds(work: () => Promise<void>): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}
