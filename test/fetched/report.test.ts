import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../../reports/index.js';
import type { Report } from '../../reports/index.js';
import { HOSTILE, report, table } from '../reports/samples.js';
import { testBrowser } from '../services/browser.js';
import type { Page, PageOptions } from '../services/browser.js';

const browser = await testBrowser();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lakelift-report-'));
});
afterAll(async () => {
  await browser?.stop();
  await rm(folder, { recursive: true });
});

let pages = 0;
async function open(shown: Report, options?: PageOptions): Promise<Page> {
  const path = join(folder, `${pages++}.html`);
  await writeFile(path, renderHtml(shown));
  return browser!.open(pathToFileURL(path).href, options);
}

const rowNames = `[...document.querySelector('table.sortable').tBodies[0].rows].map((row) => row.cells[0].textContent)`;
const click = (head: number): string => `document.querySelectorAll('table.sortable th button')[${head}].click()`;
const colours = `(() => { const { color, backgroundColor } = getComputedStyle(document.body); return [color, backgroundColor]; })()`;

/** How bright a CSS colour is, 0 to 1. Source: WCAG 2.2, relative luminance. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = (colour.match(/\d+/g) ?? []).map((part) => {
    const value = Number(part) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

describe.skipIf(browser === undefined)('the HTML report in Chromium', () => {
  it('opens from a file, asks the network for nothing and complains about nothing', async () => {
    const page = await open(report('plain'));
    expect(page.messages).toEqual([]);
    expect(page.requests).toEqual([expect.stringMatching(/^file:\/\/.*\/\d+\.html$/)]);
    expect(await page.evaluate('document.querySelectorAll("section").length')).toBeGreaterThan(4);
  });

  it('runs no script but its own, whatever names tables, columns and values have', async () => {
    for (const hostile of [
      ...HOSTILE,
      '<img src=x onerror="globalThis.owned=1">',
      '</script><script>owned=1</script>',
    ]) {
      const page = await open(report(hostile));
      expect(page.messages, hostile).toEqual([]);
      expect(page.requests, hostile).toHaveLength(1);
      expect(await page.evaluate('typeof globalThis.owned'), hostile).toBe('undefined');
      expect(await page.evaluate('document.scripts.length'), hostile).toBe(1);
    }
  });

  it('its policy stops a script that would come in all the same', async () => {
    const path = join(folder, 'broken.html');
    await writeFile(path, renderHtml(report('plain')).replace('<main>', '<main><script>globalThis.owned = 1</script>'));
    const page = await browser!.open(pathToFileURL(path).href);
    expect(await page.evaluate('typeof globalThis.owned')).toBe('undefined');
    expect(page.messages.join()).toContain('Content Security Policy');
  });

  it('sorts a table by a click, numbers as numbers, and back', async () => {
    const tables = [
      table('db.b', { rows: { source: 9, target: 9 } }),
      table('db.c', { rows: { source: 1_200, target: 1_200 } }),
      table('db.a', { rows: { source: -1, target: -1 } }),
    ];
    const page = await open({ ...report('x'), tables, measures: [] });
    expect(await page.evaluate(rowNames)).toEqual(['db.b', 'db.c', 'db.a']);
    await page.evaluate(click(0));
    expect(await page.evaluate(rowNames)).toEqual(['db.a', 'db.b', 'db.c']);
    await page.evaluate(click(0));
    expect(await page.evaluate(rowNames)).toEqual(['db.c', 'db.b', 'db.a']);
    await page.evaluate(click(3));
    expect(await page.evaluate(rowNames)).toEqual(['db.a', 'db.b', 'db.c']);
    expect(await page.evaluate('document.querySelector("th[aria-sort]").textContent')).toBe('Rows in source');
    await page.evaluate(click(3));
    expect(await page.evaluate(rowNames)).toEqual(['db.c', 'db.b', 'db.a']);
    expect(page.messages).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('is readable in the %s scheme', async (scheme) => {
    const page = await open(report('plain'), { scheme });
    const [ink, paper] = (await page.evaluate<string[]>(colours)).map(luminance) as [number, number];
    expect(scheme === 'dark' ? ink > paper : paper > ink).toBe(true);
    expect((Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05)).toBeGreaterThan(4.5);
  });

  it('is printed dark on white from a dark screen, too', async () => {
    const page = await open(report('plain'), { scheme: 'dark', media: 'print' });
    const [ink, paper] = (await page.evaluate<string[]>(colours)).map(luminance) as [number, number];
    expect(paper - ink).toBeGreaterThan(0.9);
  });

  it('does not break the words of titles and verdicts in a narrow window', async () => {
    const page = await open(report('plain'), { width: 400 });
    const broken = `[...document.querySelectorAll('.sortable thead th button, .sortable .good, .sortable .bad')]
      .filter((cell) => !cell.textContent.includes(' ') && cell.getClientRects().length > 1).map((cell) => cell.textContent)`;
    expect(await page.evaluate(broken)).toEqual([]);
  });

  it('leads from the overview to a table', async () => {
    const page = await open(report('plain'));
    await page.evaluate(`document.querySelector('a[href="#table-2"]').click()`);
    expect(await page.evaluate(`document.querySelector(':target').textContent`)).toBe('db.good');
  });

  it('fits a narrow window and paper', async () => {
    for (const options of [{ width: 400 }, { media: 'print' }] as const) {
      const page = await open(report('plain'), options);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    }
  });
});
