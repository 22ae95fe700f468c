import type { ByteSource } from './byte-source.js';
import type { FormatName } from './row-format.js';

/** Formats whose files name their columns and types. */
export type DescribedFormat = Extract<FormatName, 'parquet' | 'orc' | 'avro'>;

const MAGIC: readonly (readonly [string, DescribedFormat])[] = [
  ['PAR1', 'parquet'],
  ['ORC', 'orc'],
  ['Obj\x01', 'avro'],
];

/** The format of a file by its first bytes; undefined when they are those of no format that describes itself. */
export async function detectFormat(source: ByteSource): Promise<DescribedFormat | undefined> {
  const head = await source.read({ offset: 0, length: Math.min(4, source.length) });
  const text = new TextDecoder('latin1').decode(head);
  return MAGIC.find(([magic]) => text.startsWith(magic))?.[1];
}
