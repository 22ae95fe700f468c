import { createHash } from 'node:crypto';
import type { OrcTail } from './tail.js';

/**
 * Why a file cannot be merged with others stripe by stripe, or else its form: files of one form can. They have the same types, user
 * metadata, codec, size of compressed chunks, rows between index entries, calendar, writer, and version of both. Source:
 * org.apache.orc.OrcFile.mergeFiles, which takes more than one size of chunks and other user metadata as well.
 */
export function orcForm({ encrypted, statistics, raw }: OrcTail): { readonly form: string } | { readonly why: string } {
  const { footer, script } = raw;
  const types = footer.all(4);
  if (encrypted.length > 0) return { why: 'it has encrypted columns' };
  const counted = statistics.length === types.length && statistics.every((of) => of.has(1));
  if (!counted || (script.uint(5) ?? 0) === 0)
    return { why: 'it has not the statistics of all of its stripes and columns' };
  const hash = createHash('sha256');
  for (const part of [...types, ...footer.all(5)]) hash.update(`${part.length} `).update(part);
  const settings = [script.uint(2), script.uint(3), script.uints(4), script.uint(6)];
  hash.update(JSON.stringify([settings, footer.uint(8) ?? 0, footer.uint(9) ?? 0, footer.uint(11) ?? 0]));
  return { form: hash.digest('hex') };
}
