import { existsSync, readFileSync } from 'node:fs';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PypaimonReader } from '../services/pypaimon.js';
import { startMinio } from '../services/minio.js';
import { bucketLake, folderLake } from './lakes.js';
import type { Lake } from './lakes.js';
import { randomOf } from '../../bench/statistics.js';
import { currentCommit, saveResult } from './results.js';
import type { ProofCount } from './results.js';
import { readBySpark, wrongOf } from './spark-reader.js';
import type { Kept, SparkReading } from './spark-reader.js';
import { Trial } from './trial.js';
import type { TrialResult } from './trial.js';
import { fingerprint, LARGE_ROWS, makeSmallWarehouse } from './warehouse.js';
import type { SmallWarehouse } from './warehouse.js';

/** Trials at the same time. */
const WIDTH = 2;
/** Every so many seeds one writes to S3. */
const S3_EVERY = 10;
/** One of so many seeds leaves its lake to be read by Spark in the end; every second of them writes to S3. */
const SPARK_EVERY = 25;

interface Side {
  readonly warehouse: SmallWarehouse;
  readonly source: readonly string[];
  readonly bytes: number;
  readonly open: () => Promise<Lake>;
  readonly reader: PypaimonReader;
  /** The lakes that Spark is to read. */
  readonly kept: Kept[];
}

/** One trial: runs are killed at random bytes, each going on where the last one was killed, until the seed says that it is enough. */
async function oneSeed(seed: number, { warehouse, source, bytes, open, reader, kept }: Side): Promise<TrialResult> {
  const random = randomOf(seed);
  const lake = await open();
  const trial = new Trial(warehouse, lake, source, reader);
  // The further a migration has come, the less is left to be killed in.
  let left = bytes;
  do await trial.kill({ byte: Math.floor(random() * left) });
  while ((left /= 2) > 1000 && random() < 0.6);
  const result = await trial.finish();
  if (seed % SPARK_EVERY === 0) kept.push({ name: `seed ${String(seed)}`, lake });
  else await lake.close();
  return result;
}

/**
 * `npm run proof:seeds [-- FIRST LAST]`: for each seed, kills a migration at random bytes of all it writes, and checks what is promised.
 * A proof that was stopped goes on with the seeds it has not tried of this commit; Spark reads lakes of those tried since.
 */
export async function main(first = '1', last = '1000'): Promise<void> {
  const tally = new Tally(Number(first), Number(last));
  const base = await mkdtemp(join(tmpdir(), 'lakelift-proof-'));
  const minio = await startMinio(join(base, 'minio'));
  // The stores that look at the bucket in this process find their credentials here.
  Object.assign(process.env, minio.environment);
  const reader = await PypaimonReader.start();
  try {
    const folder = await sideOf(await makeSmallWarehouse(join(base, 'small')), folderLake, reader);
    const large = await makeSmallWarehouse(join(base, 'large'), LARGE_ROWS);
    const bucket = await sideOf(large, () => bucketLake(minio), reader);
    const left = tally.left();
    const lane = async (): Promise<void> => {
      for (let seed = left.shift(); seed !== undefined; seed = left.shift()) {
        await tally.add(seed, await oneSeed(seed, seed % S3_EVERY === 0 ? bucket : folder));
      }
    };
    await Promise.all(Array.from({ length: WIDTH }, lane));
    for (const { warehouse, kept } of [folder, bucket]) await tally.addSpark(await readBySpark(warehouse, kept));
  } finally {
    await reader.close();
    await minio.stop();
    await rm(base, { recursive: true });
  }
  if (tally.counts().some(({ wrong }) => wrong.length > 0)) process.exitCode = 1;
}

/** What was found of the seeds `first` to `last`, kept after each of them. */
class Tally {
  readonly #done = new Map<number, TrialResult>();
  readonly #bySpark: SparkReading[] = [];
  readonly #path: string;

  constructor(
    private readonly first: number,
    private readonly last: number,
  ) {
    this.#path = join(tmpdir(), `lakelift-seeds-${currentCommit()}.jsonl`);
    const lines = existsSync(this.#path) ? readFileSync(this.#path, 'utf8').trim().split('\n') : [];
    for (const { seed, ...result } of lines.map((line) => JSON.parse(line) as TrialResult & { seed: number })) {
      if (seed >= first && seed <= last) this.#done.set(seed, result);
    }
  }

  left(): number[] {
    const all = Array.from({ length: this.last - this.first + 1 }, (_, index) => this.first + index);
    return all.filter((seed) => !this.#done.has(seed));
  }

  async add(seed: number, result: TrialResult): Promise<void> {
    this.#done.set(seed, result);
    await appendFile(this.#path, `${JSON.stringify({ seed, ...result })}\n`);
    if (this.#done.size % 10 !== 0 && this.left().length > 0) return;
    await this.#save();
  }

  async addSpark(readings: readonly SparkReading[]): Promise<void> {
    this.#bySpark.push(...readings);
    await this.#save();
  }

  counts(): ProofCount[] {
    return this.#bySpark.length === 0 ? [this.#killed()] : [this.#killed(), this.#readBySpark()];
  }

  async #save(): Promise<void> {
    for (const { what, tried, wrong } of this.counts()) {
      console.error(`${what}: ${String(tried)}, ${String(wrong.length)} wrong`);
    }
    await saveResult(`seeds-${String(this.first)}-${String(this.last)}`, this.counts());
  }

  #readBySpark(): ProofCount {
    return {
      what: `tables after the kills of one in ${String(SPARK_EVERY)} of the seeds ${this.#seeds}, read by Spark with Paimon`,
      tried: this.#bySpark.length,
      wrong: wrongOf(this.#bySpark),
    };
  }

  get #seeds(): string {
    return `${this.first.toLocaleString('en')} to ${this.last.toLocaleString('en')}`;
  }

  #killed(): ProofCount {
    const results = [...this.#done];
    const of = this.left().length === 0 ? '' : `, ${String(results.length)} of them tried`;
    return {
      what: `kills at random bytes of migrations, seeds ${this.#seeds}${of}, one in ${String(S3_EVERY)} into MinIO`,
      tried: results.reduce((sum, [, { killed }]) => sum + killed, 0),
      wrong: results.flatMap(([seed, { violations }]) => violations.map((text) => `seed ${String(seed)}: ${text}`)),
    };
  }
}

async function sideOf(warehouse: SmallWarehouse, open: () => Promise<Lake>, reader: PypaimonReader): Promise<Side> {
  const source = await fingerprint(warehouse.folder);
  const lake = await open();
  const { bytes } = await new Trial(warehouse, lake, source).count();
  await lake.close();
  return { warehouse, source, bytes, open, reader, kept: [] };
}
