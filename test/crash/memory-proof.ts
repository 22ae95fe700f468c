import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { peakOfVerification } from './peak.js';
import type { PeakTable } from './peak.js';

const MILLION = 1_000_000;
/** Each narrow and wide table is four times the one before; chunks of long texts have 200 MB, of repeated ones 1,000 MB when decoded, of large ones 125 MB. */
const TABLES: readonly PeakTable[] = [
  ...[1, 4, 16].map((files) => ({ shape: 'narrow', files, rowsPerFile: MILLION }) as const),
  ...[1, 4, 16].map((files) => ({ shape: 'wide', files, rowsPerFile: MILLION / 10 }) as const),
  { shape: 'long', files: 4, rowsPerFile: MILLION / 10 },
  { shape: 'repeated', files: 4, rowsPerFile: MILLION },
  { shape: 'large', files: 2, rowsPerFile: 122_880 },
];

/** `npm run proof:memory [-- SHAPE FILES]`, of all tables unless told which: prints, as rows of a table in docs/verification.md, how much memory level 3 takes of tables of many sizes. */
export async function main(shape?: string, files?: string): Promise<void> {
  for (const table of TABLES) {
    if (shape !== undefined && table.shape !== shape) continue;
    if (files !== undefined && table.files !== Number(files)) continue;
    const folder = await mkdtemp(join(tmpdir(), 'lakelift-memory-'));
    try {
      const rows = table.files * table.rowsPerFile;
      const { stdout, mebibytes } = await peakOfVerification(folder, table);
      if (!stdout.includes(`verified at level 3, ${String(rows)} of ${String(rows)} rows`)) throw new Error(stdout);
      console.log(`| ${table.shape} | ${String(table.files)} | ${rows.toLocaleString('en')} | ${String(mebibytes)} |`);
      if (mebibytes >= 512) process.exitCode = 1;
    } finally {
      await rm(folder, { recursive: true });
    }
  }
}
