import { LakeliftError, placed } from '../../errors/error.js';
import type { Field } from '../types.js';
import { misleads } from './bounds.js';
import { findColumn, fitNode, renamed } from './fit.js';
import { leafSpans } from './metadata.js';
import type { ColumnChunk, Encoding, ParquetFooter, SchemaNode } from './metadata.js';
import { hasNewAnnotation } from './schema.js';
import { timeReason } from './time-reason.js';

/**
 * How a file's bytes reach the target: as they are; its column chunks under a new footer; some columns decoded and encoded again;
 * all of them.
 */
export type Lane = 'copy' | 'stitch' | 'transcode' | 'convert';

/** What becomes of one column of the table. */
export interface ColumnAction {
  readonly column: string;
  readonly action: 'keep' | 'reencode';
  /** Why it cannot be kept. */
  readonly reason?: string;
  /** Index among the file's top-level columns; undefined when the file lacks the column, which then is null in every row. */
  readonly sourceIndex: number | undefined;
}

export interface FilePlan {
  readonly lane: Lane;
  /** Why the file is not copied as it is, by the first column that stands in the way. */
  readonly reason?: string;
  /** In the order of the table's columns. */
  readonly actions: readonly ColumnAction[];
}

interface PlannedColumn extends ColumnAction {
  /** The kept column's node as the target's footer shall have it. */
  readonly kept?: SchemaNode;
}

/**
 * Picks the cheapest lane whose result Java Paimon reads and filters right. `columns` are the table's data columns, without
 * partition columns. Throws REFUSED naming the column and the reason when no lane carries the file.
 */
export function planFile(footer: ParquetFooter, columns: readonly Field[]): FilePlan {
  const planned = planColumns(footer, columns);
  const actions = planned.map(({ column, action, reason, sourceIndex }) => ({
    column,
    action,
    ...(reason === undefined ? {} : { reason }),
    sourceIndex,
  }));
  return { ...laneOf(footer, planned), actions };
}

/** Files of one signature can share one output: the same columns kept in the same physical form, the same ones re-encoded. */
export function physicalSignature(footer: ParquetFooter, columns: readonly Field[]): string {
  return JSON.stringify(planColumns(footer, columns).map(({ kept }) => kept ?? 'reencode'));
}

/** The nodes of the columns an input keeps, by column. */
export function keptNodes(footer: ParquetFooter, columns: readonly Field[]): Map<string, SchemaNode> {
  return new Map(planColumns(footer, columns).flatMap(({ column, kept }) => (kept ? [[column, kept] as const] : [])));
}

function planColumns(footer: ParquetFooter, columns: readonly Field[]): PlannedColumn[] {
  const spans = leafSpans(footer.schema);
  return columns.map((field): PlannedColumn => {
    const column = field.name;
    try {
      const sourceIndex = findColumn(footer.schema, column);
      // Java Paimon takes an absent column for null, but pypaimon cannot filter by it: nulls are written.
      if (sourceIndex === undefined) return { column, action: 'reencode', reason: 'absent from the file', sourceIndex };
      const node = footer.schema.children[sourceIndex]!;
      const { start, end } = spans[sourceIndex]!;
      const fit = fitNode(node, field.type);
      const reason = codingReason(footer, start, end) ?? timeReason(footer, start, end);
      if ('reencode' in fit || reason !== undefined) {
        return { column, action: 'reencode', reason: 'reencode' in fit ? fit.reencode : reason!, sourceIndex };
      }
      return { column, action: 'keep', sourceIndex, kept: renamed(fit.kept, column) };
    } catch (error) {
      throw placed(error, { column });
    }
  });
}

/** Codecs and encodings that a reader of Paimon tables cannot read, though others can. Throws REFUSED for those nobody here can. */
function codingReason(footer: ParquetFooter, start: number, end: number): string | undefined {
  const chunks = footer.rowGroups.flatMap((group) => group.columns.slice(start, end));
  for (const chunk of chunks) {
    const hopeless = unusable(chunk, footer.createdBy ?? '');
    if (hopeless !== undefined) {
      throw new LakeliftError('REFUSED', `${hopeless} cannot be read`, {
        next: 'rewrite the file with another codec or encoding, or leave its table out with --tables',
      });
    }
    const reason = unreadable(chunk);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function unusable(chunk: ColumnChunk, createdBy: string): string | undefined {
  if (chunk.codec === 'LZO') return 'LZO compression';
  if (chunk.encodings.includes('GROUP_VAR_INT')) return 'GROUP_VAR_INT encoding';
  // PARQUET-246: prefixes reach over page boundaries.
  const old = /^parquet-mr version 1\.[0-7]\./.test(createdBy);
  return old && chunk.encodings.includes('DELTA_BYTE_ARRAY') ? 'DELTA_BYTE_ARRAY of parquet-mr before 1.8' : undefined;
}

/** Java Paimon lacks the last, paimon-spark 0.9 all of them. */
const NOT_BY_ALL: readonly Encoding[] = [
  'DELTA_BINARY_PACKED',
  'DELTA_LENGTH_BYTE_ARRAY',
  'DELTA_BYTE_ARRAY',
  'BYTE_STREAM_SPLIT',
];

function unreadable(chunk: ColumnChunk): string | undefined {
  // Hadoop's LZ4 framing was never specified, and readers disagree about it.
  if (chunk.codec === 'BROTLI' || chunk.codec === 'LZ4') return `${chunk.codec} compression`;
  const encoding = chunk.encodings.find((one) => NOT_BY_ALL.includes(one));
  if (encoding !== undefined) return `${encoding} encoding`;
  // Otherwise RLE is of levels: pages of version 2 have booleans so.
  return chunk.type === 'BOOLEAN' && !chunk.encodings.includes('PLAIN') ? 'RLE encoding of booleans' : undefined;
}

function laneOf(footer: ParquetFooter, planned: readonly PlannedColumn[]): Pick<FilePlan, 'lane' | 'reason'> {
  const reencoded = planned.filter(({ action }) => action === 'reencode');
  const [first] = reencoded;
  if (first !== undefined) {
    const lane = reencoded.length === planned.length ? 'convert' : 'transcode';
    return { lane, reason: `${first.column}: ${first.reason ?? ''}` };
  }
  for (const column of planned) {
    const reason = footerReason(footer, column);
    if (reason !== undefined) return { lane: 'stitch', reason: `${column.column}: ${reason}` };
  }
  const unknown = footer.schema.children.find(hasNewAnnotation);
  if (unknown !== undefined) return { lane: 'stitch', reason: `${unknown.name}: an annotation older readers fail on` };
  return { lane: 'copy' };
}

/** Why a kept column needs another footer; undefined when it stands as it is. */
function footerReason(footer: ParquetFooter, { kept, sourceIndex }: PlannedColumn): string | undefined {
  if (JSON.stringify(kept) !== JSON.stringify(footer.schema.children[sourceIndex!])) return 'named or annotated anew';
  const { start, end } = leafSpans(footer.schema)[sourceIndex!]!;
  const chunks = footer.rowGroups.flatMap((group) => group.columns.slice(start, end));
  return chunks.some((chunk) => misleads(footer, chunk)) ? 'bounds of floats that may leave out NaN' : undefined;
}
