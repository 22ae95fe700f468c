import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Browser } from '../services/browser.js';
import { lakelift } from '../services/cli.js';

const DOCS = fileURLToPath(new URL('../../docs/', import.meta.url));

/** Makes docs/report.png of the demo's report and, of a page that `bench run` wrote, docs/bench.png. */
export async function main(benchPage?: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-screenshots-'));
  const browser = await Browser.start();
  try {
    const { code, stderr } = await lakelift(['demo', '--dir', folder]);
    if (code !== 0) throw new Error(`lakelift demo ended with ${String(code)}: ${stderr}`);
    await picture(browser, join(folder, 'report.html'), 'report.png');
    if (benchPage !== undefined) await picture(browser, benchPage, 'bench.png');
  } finally {
    await browser.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function picture(browser: Browser, page: string, name: string): Promise<void> {
  const opened = await browser.open(pathToFileURL(page).href, { width: 1100 });
  await writeFile(join(DOCS, name), await opened.screenshot());
}
