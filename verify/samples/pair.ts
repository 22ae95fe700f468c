import type { FetchedRow } from './find.js';
import type { RowSample, SampleColumn } from './model.js';
import { shorten } from './show.js';

/** Columns shown of one row; those that differ come first. */
const COLUMNS = 50;

/** A row its side has more often than the other, and what stands in its place there. */
export interface Suspect {
  readonly own: FetchedRow;
  readonly counterpart: FetchedRow | undefined;
}

/** How often a row is on each side. */
export interface RowCounts {
  readonly source: number;
  readonly target: number;
}

export interface Pairing {
  /** Of the columns, in the order of the rows' values. */
  readonly names: readonly string[];
  /** By the rows' keys. */
  readonly counts: ReadonlyMap<string, RowCounts>;
  /** Whether the same position stands for the same row. */
  readonly aligned: boolean;
  readonly partition: string;
  readonly most: number;
}

/**
 * Brings together rows of both sides that are one row with other values: the row at the same position if that is wrong as well, else one
 * that is the same in at least half of its columns. What is left is missing or extra.
 */
export function pairSamples(missing: readonly Suspect[], extra: readonly Suspect[], pairing: Pairing): RowSample[] {
  const { names, counts, partition } = pairing;
  const used = new Set<string>();
  const found: Record<RowSample['kind'], RowSample[]> = { changed: [], missing: [], extra: [] };
  const timesOf = ({ key }: FetchedRow): RowCounts => counts.get(key) ?? { source: 0, target: 0 };
  /** The counterpart, when the other side lacks it as well and it is not yet part of a pair. */
  const partnerOf = ({ own, counterpart }: Suspect, side: 'source' | 'target'): FetchedRow | undefined => {
    if (timesOf(own)[side] > 0 || counterpart === undefined || used.has(counterpart.place)) return undefined;
    const { source, target } = timesOf(counterpart);
    const wrong = side === 'target' ? target > source : source > target;
    return wrong && (pairing.aligned || alike(own, counterpart) >= enough(own)) ? counterpart : undefined;
  };
  const changed = (source: FetchedRow, target: FetchedRow): void => {
    used.add(source.place).add(target.place);
    const cells = changedColumns(names, source.values, target.values);
    found.changed.push({ kind: 'changed', partition, source: source.place, target: target.place, columns: cells });
  };
  const single = (kind: 'missing' | 'extra', side: 'source' | 'target', own: FetchedRow): void => {
    const { source, target } = timesOf(own);
    const times = source + target === 1 ? {} : { times: { source, target } };
    found[kind].push({ kind, partition, [side]: own.place, ...times, columns: oneSide(names, own, side) });
  };
  for (const suspect of missing) {
    const { own } = suspect;
    const others = extra.filter((other) => timesOf(other.own).source === 0 && !used.has(other.own.place));
    const lost = timesOf(own).target === 0;
    const partner = partnerOf(suspect, 'target') ?? (lost ? mostAlike(own, others) : undefined);
    if (partner === undefined) single('missing', 'source', own);
    else changed(own, partner);
  }
  for (const suspect of extra) {
    if (used.has(suspect.own.place)) continue;
    const partner = partnerOf(suspect, 'source');
    if (partner === undefined) single('extra', 'target', suspect.own);
    else changed(partner, suspect.own);
  }
  return inTurn([found.changed, found.missing, found.extra], pairing.most);
}

/** In how many columns two rows are the same. */
const alike = (a: FetchedRow, b: FetchedRow): number => a.values.filter((value, i) => value === b.values[i]).length;

/** In how many columns rows must be the same to be taken for one, wherever they are. */
const enough = ({ values }: FetchedRow): number => Math.max(1, values.length / 2);

function mostAlike(own: FetchedRow, others: readonly Suspect[]): FetchedRow | undefined {
  let best: FetchedRow | undefined;
  for (const { own: other } of others) {
    const same = alike(own, other);
    if (same >= enough(own) && (best === undefined || same > alike(own, best))) best = other;
  }
  return best;
}

function changedColumns(
  names: readonly string[],
  source: readonly string[],
  target: readonly string[],
): SampleColumn[] {
  const cells = names.map((name, i) => {
    const [a, b] = [source[i]!, target[i]!];
    return { name, source: shorten(a, b), target: shorten(b, a), same: a === b };
  });
  const ordered = [...cells.filter(({ same }) => !same), ...cells.filter(({ same }) => same)];
  return ordered.slice(0, COLUMNS).map(({ name, source: a, target: b }) => ({ name, source: a, target: b }));
}

function oneSide(names: readonly string[], { values }: FetchedRow, side: 'source' | 'target'): SampleColumn[] {
  return names.slice(0, COLUMNS).map((name, i) => ({ name, [side]: shorten(values[i]!, '') }));
}

/** One of each list in turn: a few thousand changed rows shall not hide the one that is lost. */
function inTurn(lists: readonly RowSample[][], most: number): RowSample[] {
  const found: RowSample[] = [];
  for (let i = 0; found.length < most && lists.some((list) => i < list.length); i++) {
    for (const list of lists) if (list[i] !== undefined && found.length < most) found.push(list[i]!);
  }
  return found;
}
