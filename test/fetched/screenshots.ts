import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Browser } from '../services/browser.js';
import { lakelift } from '../services/cli.js';

const DOCS = fileURLToPath(new URL('../../docs/', import.meta.url));

/** Makes docs/report.png: the demo's report, of real files and real times. */
export async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-screenshots-'));
  const browser = await Browser.start();
  try {
    const { code, stderr } = await lakelift(['demo', '--dir', folder]);
    if (code !== 0) throw new Error(`the demo ended with ${String(code)}: ${stderr}`);
    const url = pathToFileURL(join(folder, 'report.html')).href;
    const page = await browser.open(url, { width: 1100 });
    await writeFile(join(DOCS, 'report.png'), await page.screenshot());
  } finally {
    await browser.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
