import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeOrc, orcColumns, writeRows } from '../../formats/index.js';
import { openOrc } from '../formats/orc/orc.js';
import type { OrcFile } from '../formats/orc/orc.js';
import { runPython } from '../services/spark.js';

type Seconds = Readonly<Record<string, { readonly read: number; readonly write: number }>>;

/** CPU seconds to read the same ORC files, and to write them as Parquet, by pyarrow and by lakelift, in one run; the better of three each. */
export async function main(rows = '1000000'): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-bench-orc-'));
  try {
    const pyarrow = await runPython<Seconds>('bench_orc.py', join(folder, 'pyarrow.json'), [folder, rows]);
    for (const [codec, { read, write }] of Object.entries(pyarrow)) {
      const bytes = await readFile(join(folder, `${codec}.orc`));
      const best = async (work: (file: OrcFile) => Promise<void>) =>
        Math.min(await cpuSeconds(bytes, work), await cpuSeconds(bytes, work), await cpuSeconds(bytes, work));
      const rate = (seconds: number) => `${(bytes.length / 1e6 / seconds).toFixed(0)} MB/s`;
      const columns = [
        rate(await best(readRows)),
        `with writing Parquet ${rate(await best(convert))}`,
        `pyarrow ${rate(read)}`,
        `pyarrow with writing Parquet ${rate(read + write)}`,
      ];
      console.log(`${codec} (${(bytes.length / 1e6).toFixed(0)} MB): lakelift ${columns.join(', ')}`);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function readRows({ source, tail }: OrcFile): Promise<void> {
  for await (const batch of decodeOrc(source, tail, orcColumns(tail.schema))) {
    for (const column of batch.columns) column.forEach(() => undefined);
  }
}

async function convert({ source, tail }: OrcFile): Promise<void> {
  const columns = orcColumns(tail.schema);
  const bytes = writeRows([{ path: 'bench', batches: decodeOrc(source, tail, columns) }], columns);
  for await (const part of bytes) if (part.length === 0) throw new Error('an empty part');
}

async function cpuSeconds(bytes: Uint8Array, work: (file: OrcFile) => Promise<void>): Promise<number> {
  const start = process.cpuUsage();
  await work(await openOrc(bytes));
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}
