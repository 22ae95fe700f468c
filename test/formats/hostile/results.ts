import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** What came of damaged copies, by code of the error, or `same rows` and `other rows`. */
export type Counts = Readonly<Record<string, number>>;

export interface FuzzResult {
  /** By format, how many files, and what came of their copies. */
  readonly groups: Readonly<Record<string, { readonly files: number; readonly cut: Counts; readonly changed: Counts }>>;
  /** Of one reading. */
  readonly mostSeconds: number;
  /** Resident memory of the process that read them all. */
  readonly mostMemoryMiB: number;
}

const RESULTS = fileURLToPath(new URL('./results/', import.meta.url));

export const resultPath = (kind: string): string => `${RESULTS}${kind}.json`;

/** The results that scripts/fuzz.mjs kept, as a table and what no reading exceeded. */
export async function damageMarkdown(): Promise<string> {
  const names = (await readdir(RESULTS)).sort();
  const texts = await Promise.all(names.map((name) => readFile(RESULTS + name, 'utf8')));
  const results = texts.map((text) => JSON.parse(text) as FuzzResult);
  const rows = results.flatMap(({ groups }) =>
    Object.entries(groups).map(([group, { files, cut, changed }]) => {
      const shown = (counts: Counts) => [errors(counts), counts['other rows'] ?? 0, counts['same rows'] ?? 0];
      return [group, files, ...shown(cut), ...shown(changed)].map((cell) => cell.toLocaleString('en'));
    }),
  );
  const head = ['Files', 'Count', ...['Cut', 'Changed'].flatMap((kind) => OUTCOMES.map((one) => `${kind}: ${one}`))];
  const lines = [head, head.map((_, i) => (i === 0 ? '---' : '--:')), ...rows];
  const most = (of: (result: FuzzResult) => number) => Math.max(...results.map(of));
  return [
    lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
    `No reading took more than ${most(({ mostSeconds }) => mostSeconds).toFixed(1)} s, and no process more than ` +
      `${String(most(({ mostMemoryMiB }) => mostMemoryMiB))} MiB.`,
  ].join('\n\n');
}

const OUTCOMES = ['errors', 'other rows', 'same rows'];

const errors = (counts: Counts): number =>
  Object.entries(counts).reduce((sum, [outcome, count]) => (outcome.endsWith('rows') ? sum : sum + count), 0);
