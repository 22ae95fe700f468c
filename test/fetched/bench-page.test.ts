import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderBenchHtml } from '../../reports/index.js';
import { benchReport } from '../reports/bench-samples.js';
import { HOSTILE } from '../reports/samples.js';
import { testBrowser } from '../services/browser.js';
import type { Page } from '../services/browser.js';

const browser = await testBrowser();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lakelift-bench-page-'));
});
afterAll(async () => {
  await browser?.stop();
  await rm(folder, { recursive: true });
});

async function open(name: string, width = 1280): Promise<Page> {
  const path = join(folder, 'page.html');
  await writeFile(path, renderBenchHtml(benchReport(name)));
  const page = await browser!.open(pathToFileURL(path).href, { width });
  await page.evaluate(`for (const each of document.querySelectorAll('details')) each.open = true`);
  return page;
}

describe.skipIf(browser === undefined)('the dashboard of a benchmark in Chromium', () => {
  it('asks for nothing, complains about nothing and draws its charts', async () => {
    const page = await open('query/duckdb/q01');
    expect(page.messages).toEqual([]);
    expect(page.requests).toHaveLength(1);
    const widths = await page.evaluate<number[]>(
      `[...document.querySelectorAll('svg')].map((svg) => svg.getBoundingClientRect().width)`,
    );
    expect(widths).toHaveLength(9);
    for (const width of widths) expect(width).toBeGreaterThan(280);
  });

  it('runs nothing that a name holds', async () => {
    for (const hostile of [...HOSTILE, '<img src=x onerror="globalThis.owned=1">']) {
      const page = await open(hostile);
      expect(page.messages, hostile).toEqual([]);
      expect(await page.evaluate('typeof globalThis.owned'), hostile).toBe('undefined');
    }
  });

  it('fits a narrow window', async () => {
    const page = await open('query/duckdb/q01', 400);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    // Charts are scrolled, not shrunk until their text cannot be read, and names in a table are not broken letter by letter.
    const letters = await page.evaluate<number[]>(
      `[...document.querySelectorAll('svg')].map((svg) => (12 * svg.getBoundingClientRect().width) / svg.viewBox.baseVal.width)`,
    );
    expect(Math.min(...letters)).toBeGreaterThan(8);
    expect(await page.evaluate(`document.querySelector('tbody th').getBoundingClientRect().width`)).toBeGreaterThan(
      100,
    );
  });
});
