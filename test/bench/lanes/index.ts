import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { run } from '../../services/processes.js';
import { arro3Python } from '../../services/cache.js';
import { runPython } from '../../services/spark.js';
import { inputsOf, LANES, RUST } from './lanes.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** Where measure-one.ts is built to, as users run it: with nothing of the tests' tools in its heap. */
const PROGRAM = 'dist/bench-lanes';
const RUST_PROGRAM = 'test/services/python/bench_lanes_rust.py';
const ROUNDS = 3;
/** Tries of a tool in one process; the best counts, as the first ones warm up. */
const TRIES = 4;

interface Figure {
  readonly lane: string;
  readonly goal: number | undefined;
  /** Bytes of the files that are read. */
  readonly bytes: number;
  /** CPU seconds by tool. */
  readonly seconds: Readonly<Record<string, number>>;
}

/**
 * CPU seconds (user and system) of lakelift's lanes, and of others who do the same with the same files, on one thread: each tool in a
 * process of its own for each lane, in turn, three rounds of four tries, the best of all; what a process takes to start is not counted.
 * Prints a table and writes the figures to `output` if given.
 */
export async function main(rows = '1000000', output?: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-bench-lanes-'));
  try {
    const ssr = 'test/bench/lanes/measure-one.ts';
    await build({ root: ROOT, logLevel: 'error', build: { ssr, outDir: PROGRAM, emptyOutDir: true } });
    await runPython('bench_lanes.py', join(folder, 'made.json'), [folder, 'make', rows]);
    const figures: Figure[] = [];
    for (const { name: lane, tools, goal } of LANES) {
      const seconds: Record<string, number> = {};
      for (let round = 0; round < ROUNDS; round++) {
        for (const tool of tools)
          seconds[tool] = Math.min(seconds[tool] ?? Infinity, await measured(folder, lane, tool));
      }
      const figure = { lane, goal, bytes: await inputBytes(folder, lane), seconds };
      figures.push(figure);
      for (const line of described(figure)) console.log(line);
    }
    if (output !== undefined) await writeFile(output, JSON.stringify({ rows: Number(rows), figures }, null, 2));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The better of the tries of a tool in a process of its own, in CPU seconds. */
async function measured(folder: string, lane: string, tool: string): Promise<number> {
  const output = join(folder, 'seconds.json');
  const log = `${output}.log`;
  const tries = String(TRIES);
  if (tool === RUST) {
    const env = { PYTHONDONTWRITEBYTECODE: '1' };
    await run(await arro3Python(), [join(ROOT, RUST_PROGRAM), output, folder, lane, tries], { log, env });
  } else if (tool === 'lakelift' || tool === 'DuckDB') {
    const script = join(ROOT, PROGRAM, 'measure-one.js');
    await run(process.execPath, [script, folder, lane, tool, tries, output], { log });
  } else {
    return runPython<number>('bench_lanes.py', output, [folder, lane, tool, tries]);
  }
  return JSON.parse(await readFile(output, 'utf8')) as number;
}

async function inputBytes(folder: string, lane: string): Promise<number> {
  const sizes = await Promise.all((await inputsOf(folder, lane)).map(async (file) => (await stat(file)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The lines of a lane in the table of docs/benchmarks.md. */
function described({ lane, goal, bytes, seconds }: Figure): string[] {
  const rate = (spent: number): string => (bytes / 1e6 / spent).toFixed(0);
  const { lakelift: own, ...others } = seconds;
  return Object.entries(others).map(([tool, spent], i) => {
    const aim = i === 0 && goal !== undefined ? String(goal) : '–';
    return `| ${lane} | ${tool} | ${rate(own!)} | ${rate(spent)} | ${(spent / own!).toFixed(2)} | ${aim} |`;
  });
}
