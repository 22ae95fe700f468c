import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readTable } from '../../lake/index.js';
import { openTarget } from '../../stores/index.js';
import { startCli } from '../services/cli.js';
import { startHdfs } from '../services/hdfs.js';
import type { Hdfs, HdfsServer } from '../services/hdfs.js';
import { makeWarehouse } from '../services/warehouse.js';
import { saveResult } from './results.js';

const FILES = 240;
const ROWS_PER_FILE = 50;
const BASE = 'user/servers';
/** What a run may end with when its servers do not come back soon enough for it. */
const UNREACHABLE = /UNREACHABLE|IO: /;

interface Outcome {
  readonly ended: 'went on' | 'run again';
  readonly wrong: readonly string[];
}

/** One migration of a folder of its own, during which servers crash and are started again. */
class Migration {
  readonly #lake: string;
  readonly wrong: string[] = [];

  constructor(
    private readonly hdfs: Hdfs,
    folder: string,
    number: number,
  ) {
    this.#lake = join(folder, `lake-${String(number)}`);
  }

  #command(...more: string[]): string[] {
    const [source, target] = [`${this.hdfs.web}/${BASE}`, `file://${this.#lake}`];
    return [
      ...['migrate', '--source', source, '--metastore', 'infer', '--target', target],
      ...['--state', `${this.#lake}-state/state.db`, '--target-file-size', '20KB', ...more],
    ];
  }

  /** Data files there are by now. */
  async #written(): Promise<number> {
    const names = await readdir(this.#lake, { recursive: true }).catch(() => []);
    return names.filter((name) => name.endsWith('.parquet')).length;
  }

  /** Crashes the servers when so many files are written, and starts them again; slow enough that there is a when. */
  async during(servers: readonly HdfsServer[], files: number): Promise<Outcome> {
    const run = startCli(this.#command('--namenode-ops', '60/s', '--verify', '0'));
    while ((await this.#written()) < files) {
      if (run.process.exitCode !== null) throw new Error((await run.ended).stderr);
      await sleep(20);
    }
    await Promise.all(servers.map((server) => server.kill()));
    if (run.process.exitCode !== null) this.wrong.push('the run had ended before the servers crashed');
    await Promise.all(servers.map((server) => server.start()));
    const { code, stdout, stderr } = await run.ended;
    const ended = code === 0 ? 'went on' : 'run again';
    if (code !== 0 && !UNREACHABLE.test(stdout + stderr)) this.wrong.push(`an unclear end: ${stdout}${stderr}`);
    const visible = await this.#rows();
    if (visible !== (code === 0 ? FILES * ROWS_PER_FILE : undefined)) {
      this.wrong.push(`after exit code ${String(code)} ${String(visible)} rows are visible`);
    }
    const again = await startCli(this.#command('--verify', '3', '--json')).ended;
    if (again.code !== 0) this.wrong.push(`the next run ended with ${String(again.code)}: ${again.stdout}`);
    const rows = await this.#rows();
    if (rows !== FILES * ROWS_PER_FILE) this.wrong.push(`in the end there are ${String(rows)} rows`);
    return { ended, wrong: this.wrong };
  }

  async #rows(): Promise<number | undefined> {
    const target = await openTarget(`file://${this.#lake}`);
    const table = await readTable(target, 'd.db/events');
    await target.close();
    return table?.files.reduce((sum, file) => sum + file.rowCount, 0);
  }
}

/** `npm run proof:servers [-- TRIALS]`: kills the NameNode, a DataNode and both DataNodes of a real HDFS during migrations. */
export async function main(trials = '4'): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-servers-'));
  const hdfs = await startHdfs(join(folder, 'hdfs'));
  try {
    await makeWarehouse(hdfs.web, BASE, { database: 'd', files: FILES, rowsPerFile: ROWS_PER_FILE });
    const victims = {
      'the NameNode killed by SIGKILL and started again during a migration': [hdfs.nameNode],
      'a DataNode killed by SIGKILL and started again during a migration': [hdfs.dataNodes[0]!],
      'all DataNodes killed by SIGKILL and started again during a migration': hdfs.dataNodes,
    };
    const counts = Object.keys(victims).map((what) => ({ what, tried: 0, outcomes: {}, wrong: [] as string[] }));
    for (let number = 0; number < Number(trials) * counts.length; number++) {
      const count = counts[number % counts.length]!;
      const servers = victims[count.what as keyof typeof victims];
      const files = 1 + Math.floor((number / counts.length) * 3);
      const { ended, wrong } = await new Migration(hdfs, folder, number).during(servers, files);
      const outcomes: Record<string, number> = count.outcomes;
      outcomes[ended] = (outcomes[ended] ?? 0) + 1;
      count.tried += 1;
      count.wrong.push(...wrong);
      console.error(`${count.what}: ${JSON.stringify(count)}`);
      await saveResult('servers', counts);
    }
    if (counts.some(({ wrong }) => wrong.length > 0)) process.exitCode = 1;
  } finally {
    await hdfs.stop();
    await rm(folder, { recursive: true });
  }
}
