import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface BenchLane {
  readonly name: string;
  /** The tools that do the same; the first one after lakelift has the goal. */
  readonly tools: readonly string[];
  /** CPU seconds of that tool divided by lakelift's that are wanted at least. */
  readonly goal?: number;
  /** The file that is read, or the folder of files. */
  readonly input: string;
}

const ORC_GOAL = 0.7;

/** The Rust crate `parquet`. */
export const RUST = 'Rust parquet';

/** What `npm run bench:lanes` measures. Polars has a Parquet in Rust of its own. */
export const LANES: readonly BenchLane[] = [
  { name: 'stitch', tools: ['lakelift', 'pyarrow', RUST, 'polars'], goal: 3, input: 'stitch' },
  { name: 'transcode', tools: ['lakelift', 'pyarrow', RUST, 'polars'], goal: 2, input: 'transcode.parquet' },
  ...['uncompressed', 'zlib', 'snappy'].map((codec) => ({
    ...{ name: `convert ${codec} ORC`, tools: ['lakelift', 'pyarrow'], goal: ORC_GOAL, input: `${codec}.orc` },
  })),
  { name: 'convert text', tools: ['lakelift', 'DuckDB', RUST], goal: 0.5, input: 'text.csv' },
  { name: 'convert Avro', tools: ['lakelift', 'fastavro and pyarrow', 'polars'], input: 'rows.avro' },
];

/** The paths of the files that a lane reads. */
export async function inputsOf(folder: string, lane: string): Promise<string[]> {
  const path = join(folder, LANES.find(({ name }) => name === lane)!.input);
  if (lane !== 'stitch') return [path];
  return (await readdir(path)).sort().map((name) => join(path, name));
}
