import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

/** The document whose tables the tests make. */
export const DOCUMENT = fileURLToPath(new URL('../../../docs/formats.md', import.meta.url));

/** The document with a text between the two markers of that name, as prettier writes it. */
export async function withBlock(document: string, name: string, markdown: string): Promise<string> {
  const [BEGIN, END] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const [begin, end] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${DOCUMENT} has no place for ${name}`);
  const text = `${document.slice(0, begin)}${BEGIN}\n\n${markdown}\n\n${document.slice(end)}`;
  return format(text, { ...(await resolveConfig(DOCUMENT)), parser: 'markdown' });
}
