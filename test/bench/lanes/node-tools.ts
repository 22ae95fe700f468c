import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import {
  memorySource,
  planFile,
  readFooter,
  rowFormat,
  SERDE_PROPERTY,
  TEXT_SERDES,
  writeRows,
  writeTarget,
} from '../../../formats/index.js';
import type { Field, FileStorage, Lane, StitchInput } from '../../../formats/index.js';
import { inferColumns } from '../../../migrate/infer-file.js';
import { openSource } from '../../../stores/index.js';
import { inputsOf } from './lanes.js';

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
const DELIMITER = '|';

/** A lane's work by lakelift or by DuckDB: one Parquet file is made in `folder` of what the lane reads there. */
export function workOf(tool: string, folder: string, lane: string): () => Promise<void> {
  if (tool === 'DuckDB') return () => duckText(folder, lane);
  switch (lane) {
    case 'stitch':
    case 'transcode':
      return () => rewrite(folder, lane);
    case 'convert text': {
      const properties = { [SERDE_PROPERTY]: TEXT_SERDES[0]!, 'field.delim': DELIMITER };
      const columns = TEXT_COLUMNS.map(([name, type]): Field => ({ name, type }));
      return () => convert(folder, lane, { format: 'text', properties }, columns);
    }
    case 'convert Avro':
      return () => convert(folder, lane, { format: 'avro', properties: {} });
    default:
      return () => convert(folder, lane, { format: 'orc', properties: {} });
  }
}

async function rewrite(folder: string, lane: Lane): Promise<void> {
  const paths = await inputsOf(folder, lane);
  const columns = await columnsOf(paths[0]!, 'parquet');
  async function* inputs(): AsyncGenerator<StitchInput> {
    for (const path of paths) {
      const source = memorySource(await readFile(path));
      const footer = await readFooter(source);
      const { lane: planned, actions } = planFile(footer, columns);
      if (planned !== lane && !(planned === 'copy' && lane === 'stitch')) throw new Error(`${path} goes by ${planned}`);
      yield { footer, actions, source, path };
    }
  }
  await save(join(folder, 'lakelift.parquet'), writeTarget(inputs(), columns));
}

async function convert(folder: string, lane: string, storage: FileStorage, known?: readonly Field[]): Promise<void> {
  const [path] = (await inputsOf(folder, lane)) as [string];
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

async function duckText(folder: string, lane: string): Promise<void> {
  const [path] = (await inputsOf(folder, lane)) as [string];
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const columns = TEXT_COLUMNS.map(([name, , type]) => `'${name}': '${type}'`).join(', ');
  const options = `columns = {${columns}}, header = false, delim = '${DELIMITER}', quote = '', escape = '', nullstr = '', auto_detect = false`;
  await connection.run(
    `COPY (SELECT * FROM read_csv('${path}', ${options}))
     TO '${join(folder, 'duck.parquet')}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)`,
  );
  connection.closeSync();
}
