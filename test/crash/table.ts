import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import type { ProofCount, ProofResult } from './results.js';

const RESULTS = fileURLToPath(new URL('./results/', import.meta.url));
/** The page that shows the table. */
export const PAGE = fileURLToPath(new URL('../../docs/reliability.md', import.meta.url));
const [BEGIN, END] = ['<!-- proofs: begin -->', '<!-- proofs: end -->'];

/** Every proof that was kept, in the order of their names. */
export async function keptResults(): Promise<ProofResult[]> {
  const names = (await readdir(RESULTS)).filter((name) => name.endsWith('.json')).sort();
  const texts = await Promise.all(names.map((name) => readFile(RESULTS + name, 'utf8')));
  return texts.map((text) => JSON.parse(text) as ProofResult);
}

function tried({ tried, of }: ProofCount): string {
  const count = tried.toLocaleString('en');
  return of === undefined || of === tried ? count : `${count} of ${of.toLocaleString('en')}`;
}

function outcomes({ outcomes = {} }: ProofCount): string {
  const some = Object.entries(outcomes).filter(([, count]) => count > 0);
  return some.map(([name, count]) => `${count.toLocaleString('en')} ${name}`).join(', ');
}

/** The page with the table of these proofs between its two markers, as prettier writes it. */
export async function withTable(page: string, results: readonly ProofResult[]): Promise<string> {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${PAGE} has no place for the table`);
  const rows = results.flatMap(({ commit, node, date, counts }) =>
    counts.map((count) => [count.what, tried(count), outcomes(count), String(count.wrong.length), date, commit, node]),
  );
  const head = ['Proof', 'Tried', 'Ended', 'Wrong', 'Day', 'Commit', 'Node.js'];
  const lines = [head, head.map((_, column) => (column === 1 || column === 3 ? '--:' : '---')), ...rows];
  const table = lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const text = `${page.slice(0, begin)}${BEGIN}\n\n${table}\n\n${page.slice(end)}`;
  return format(text, { ...(await resolveConfig(PAGE)), parser: 'markdown' });
}

/** `npm run docs:proof`: writes the table of the kept proofs into docs/reliability.md. */
export async function main(): Promise<void> {
  const page = await readFile(PAGE, 'utf8');
  await writeFile(PAGE, await withTable(page, await keptResults()));
}
