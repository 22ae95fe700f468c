import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Browser } from '../services/browser.js';
import { lakelift } from '../services/cli.js';

const DOCS = fileURLToPath(new URL('../../docs/', import.meta.url));

const NIGHTS = 3;
const QUERIES = [
  { name: 'count', sql: 'SELECT count(*) FROM tv.events' },
  { name: 'sums', sql: 'SELECT channel, count(*), sum(price) FROM tv.events GROUP BY channel' },
  { name: 'one-home', sql: "SELECT count(*), max(eventtime) FROM tv.events WHERE homeid = 'home-42'" },
];

/** Makes docs/report.png and docs/bench.png: the demo's report and benchmarks of its tables, of real files and real times. */
export async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-screenshots-'));
  const browser = await Browser.start();
  try {
    await succeed(['demo', '--dir', folder]);
    await picture(browser, join(folder, 'report.html'), 'report.png');
    const sides = ['warehouse', 'lake'].map((name) => pathToFileURL(join(folder, name)).href);
    const scratch = ['from', 'to'].map((name) => pathToFileURL(join(folder, 'scratch', name)).href);
    const suite = {
      before: { source: sides[0], metastore: 'infer' },
      after: { target: sides[1] },
      queries: QUERIES,
      jobs: { chains: [{ name: 'daily', queries: ['count', 'sums', 'one-home'] }] },
      scratch: { source: scratch[0], target: scratch[1] },
      workloads: { freshness: { 'every-seconds': 1 }, phases: {} },
    };
    await writeFile(join(folder, 'demo.yaml'), JSON.stringify(suite));
    const [history, page] = [join(folder, 'bench.db'), join(folder, 'bench.html')];
    for (let night = 0; night < NIGHTS; night++) {
      await succeed(['bench', 'run', '--suite', join(folder, 'demo.yaml'), '--out', history, '--report', page]);
    }
    await picture(browser, page, 'bench.png');
  } finally {
    await browser.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function picture(browser: Browser, page: string, name: string): Promise<void> {
  const opened = await browser.open(pathToFileURL(page).href, { width: 1100 });
  await writeFile(join(DOCS, name), await opened.screenshot());
}

async function succeed(args: readonly string[]): Promise<void> {
  const { code, stderr } = await lakelift(args);
  if (code !== 0) throw new Error(`lakelift ${args.join(' ')} ended with ${String(code)}: ${stderr}`);
}
