import { LakeliftError } from '../../errors/index.js';
import type { SnapshotRange, TimeTravel } from '../../lake/index.js';
import type { Options } from '../options.js';

/** Which state of the table the flags name; undefined for the newest. Throws USAGE when they name several. */
export function timeTravelOf({ snapshot, tag, asOf, incremental }: Options): TimeTravel | undefined {
  const given: TimeTravel[] = [
    ...(snapshot === undefined ? [] : [{ snapshot }]),
    ...(tag === undefined ? [] : [{ tag }]),
    ...(asOf === undefined ? [] : [{ asOf }]),
  ];
  if (given.length + Number(incremental !== undefined) <= 1) return given[0];
  throw new LakeliftError('USAGE', 'give one of --snapshot, --tag, --as-of and --incremental', {
    next: 'lakelift read --help',
  });
}

/** `3..7`: the snapshots after 3, up to 7. */
export function parseRange(text: string): SnapshotRange {
  const match = /^(\d{1,15})\.\.(\d{1,15})$/.exec(text.trim());
  if (match !== null) return { after: Number(match[1]), upTo: Number(match[2]) };
  throw new LakeliftError('USAGE', `'${text}' is not a range of snapshots`, { next: 'write one such as 3..7' });
}

/** Milliseconds since the epoch of `2024-01-31 12:00:00`, with `T` or a zone if wanted (else UTC), or of a number of milliseconds. */
export function parseTime(text: string): number {
  const bare = text.trim();
  if (/^\d{9,}$/.test(bare)) return Number(bare);
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?))?\s*(Z|[+-]\d{2}:?\d{2})?$/.exec(
    bare,
  );
  const millis = match === null ? Number.NaN : Date.parse(`${match[1]}T${match[2] ?? '00:00'}${match[3] ?? 'Z'}`);
  if (!Number.isNaN(millis)) return millis;
  throw new LakeliftError('USAGE', `'${text}' is not a time`, {
    next: "write one such as '2024-01-31 12:00:00' (UTC) or '2024-01-31T12:00:00+02:00'",
  });
}
