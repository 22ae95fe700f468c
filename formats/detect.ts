import type { ByteSource } from './parquet/metadata.js';
import type { FormatName } from './row-format.js';

const MAGIC: readonly (readonly [string, FormatName])[] = [
  ['PAR1', 'parquet'],
  ['ORC', 'orc'],
  ['Obj\x01', 'avro'],
];

/** The format of a file by its first bytes; undefined when they are those of no format that names itself. */
export async function detectFormat(source: ByteSource): Promise<FormatName | undefined> {
  const head = await source.read({ offset: 0, length: Math.min(4, source.length) });
  const text = new TextDecoder('latin1').decode(head);
  return MAGIC.find(([magic]) => text.startsWith(magic))?.[1];
}
