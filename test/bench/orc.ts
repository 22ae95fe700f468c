import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeOrc, orcColumns } from '../../formats/index.js';
import { openOrc } from '../formats/orc/orc.js';
import { runPython } from '../services/spark.js';

type Seconds = Readonly<Record<string, { readonly read: number; readonly write: number }>>;

/** CPU seconds to read the same ORC files, by pyarrow and by lakelift, in one run; the better of three readings each. */
export async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-bench-orc-'));
  try {
    const pyarrow = await runPython<Seconds>('bench_orc.py', join(folder, 'pyarrow.json'), [folder]);
    for (const [codec, { read, write }] of Object.entries(pyarrow)) {
      const bytes = await readFile(join(folder, `${codec}.orc`));
      const runs = [await secondsToRead(bytes), await secondsToRead(bytes), await secondsToRead(bytes)];
      const rate = (seconds: number) => `${(bytes.length / 1e6 / seconds).toFixed(0)} MB/s`;
      const columns = [
        rate(Math.min(...runs)),
        `pyarrow ${rate(read)}`,
        `pyarrow with writing Parquet ${rate(read + write)}`,
      ];
      console.log(`${codec} (${(bytes.length / 1e6).toFixed(0)} MB): lakelift ${columns.join(', ')}`);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function secondsToRead(bytes: Uint8Array): Promise<number> {
  const start = process.cpuUsage();
  const { source, tail } = await openOrc(bytes);
  for await (const batch of decodeOrc(source, tail, orcColumns(tail.schema))) {
    for (const column of batch.columns) column.forEach(() => undefined);
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}
