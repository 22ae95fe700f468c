import { placed } from '../../errors/error.js';
import type { Field } from '../types.js';
import { assemble } from './assemble.js';
import type { PlacedColumn, PlacedRowGroup, WrittenTarget } from './assemble.js';
import type { ParquetFooter, SchemaNode } from './metadata.js';
import type { ByteSource } from '../byte-source.js';
import { keptNodes } from './plan.js';
import type { ColumnAction } from './plan.js';
import { keptChunks } from './stitch.js';
import { reencodeRowGroup } from './transcode.js';

/** One source file of an output, with what `planFile` decided for it. */
export interface StitchInput {
  readonly footer: ParquetFooter;
  readonly actions: readonly ColumnAction[];
  readonly source: ByteSource;
  /** For messages. */
  readonly path: string;
}

/**
 * The bytes of one Parquet file that holds the row groups of all inputs, in their order: kept column chunks byte for byte, the others
 * encoded anew, under a footer with the table's names and types; columns the files lack are null. Inputs must share one
 * `physicalSignature`. Memory: two column chunks, or one row group where columns are encoded anew. Throws CORRUPT, REFUSED and what
 * the sources throw, naming the file.
 */
export function writeTarget(
  inputs: Iterable<StitchInput> | AsyncIterable<StitchInput>,
  columns: readonly Field[],
): AsyncGenerator<Uint8Array, WrittenTarget> {
  return assemble(rowGroupsOf(inputs, columns));
}

async function* rowGroupsOf(
  inputs: Iterable<StitchInput> | AsyncIterable<StitchInput>,
  columns: readonly Field[],
): AsyncGenerator<PlacedRowGroup> {
  for await (const input of inputs) {
    const kept = keptNodes(input.footer, columns);
    for (const [index, { rowCount }] of input.footer.rowGroups.entries()) {
      if (rowCount > 0) yield { rowCount, columns: columnsOf(input, index, columns, kept) };
    }
  }
}

/** The chunks of one row group, a column at a time in the table's order. */
async function* columnsOf(
  input: StitchInput,
  rowGroup: number,
  columns: readonly Field[],
  kept: ReadonlyMap<string, SchemaNode>,
): AsyncGenerator<PlacedColumn, void> {
  const { footer, source } = input;
  try {
    const anew = input.actions.flatMap(({ action }, i) => (action === 'reencode' ? [{ field: columns[i]! }] : []));
    const encoded = anew.length === 0 ? [] : await reencodeRowGroup({ source, footer, rowGroup, columns: anew });
    const encodedBy = new Map(encoded.map((column) => [column.field.name, column]));
    for (const { column, sourceIndex } of input.actions) {
      const other = encodedBy.get(column);
      if (other !== undefined) yield { node: other.schema, placed: other.chunks };
      else {
        const node = kept.get(column)!;
        yield { node, placed: await keptChunks(footer, rowGroup, sourceIndex!, node, source) };
      }
    }
  } catch (error) {
    throw placed(error, { file: input.path });
  }
}
