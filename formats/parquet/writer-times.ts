import { LakeliftError } from '../../errors/error.js';
import { GREGORIAN_START, prolepticDay, prolepticSecond } from '../time/calendar.js';
import { zoneOffset } from '../time/zone.js';
import type { ParquetFooter } from './metadata.js';

/** What turns stored days or nanoseconds into those they stand for; `unchangedFrom` and later ones are what they look like. */
export interface TimeConversion<T> {
  readonly unchangedFrom: T;
  /** Throws REFUSED where the file does not say enough. */
  readonly convert: (stored: T) => T;
}

/** What a writer's calendar and clock do to its values; absent where they are what they look like. */
export interface WriterTimes {
  readonly days?: TimeConversion<number> | undefined;
  readonly int64?: TimeConversion<bigint> | undefined;
  readonly int96?: TimeConversion<bigint> | undefined;
}

/**
 * The calendar of files that do not say theirs: `true` for the proleptic Gregorian one, `false` for the hybrid one, by the name Hive 4
 * has for this (HiveConf.HIVE_PARQUET_DATE_PROLEPTIC_GREGORIAN_DEFAULT).
 */
export const PROLEPTIC_DEFAULT = 'hive.parquet.date.proleptic.gregorian.default';

type Calendar = 'hybrid' | 'proleptic' | 'unknown';

const SECOND = 1_000_000_000n;
const NANOS_START = BigInt(GREGORIAN_START) * 86_400n * SECOND;
/** 1900-01-01T00:00:00Z: from then on Spark rebases no timestamp, in whatever zone. Source: RebaseDateTime.lastSwitchJulianTs. */
const SPARK_START = -2_208_988_800n * SECOND;

/**
 * Reads what writers leave in the footer about time. Spark: `org.apache.spark.version`, `legacyDateTime`, `legacyINT96` and `timeZone`
 * (DataSourceUtils.datetimeRebaseSpec, int96RebaseSpec); versions before 3.0 leave only their schema, and were hybrid. Hive 4:
 * `writer.date.proleptic`, `writer.time.zone`, `writer.zone.conversion.legacy` (DataWritableWriteSupport); its INT96 days are hybrid
 * always, and its clock is that of its zone (NanoTimeUtils). Of Hive 3 there is the zone only, of Hive 2 nothing; they were of
 * different calendars. Writers other than Java's know the proleptic calendar alone. Throws REFUSED for an unknown zone.
 */
export function writerTimes(
  { keyValues, createdBy }: ParquetFooter,
  prolepticDefault: string | undefined,
): WriterTimes {
  const fallback = prolepticDefault === undefined ? 'unknown' : prolepticDefault === 'true' ? 'proleptic' : 'hybrid';
  const spark = keyValues.get('org.apache.spark.version');
  if (spark !== undefined || keyValues.has('org.apache.spark.sql.parquet.row.metadata')) {
    const zone = keyValues.get('org.apache.spark.timeZone') ?? (fallback === 'unknown' ? undefined : 'UTC');
    const legacy = (since: string, key: string) =>
      spark === undefined || spark < since || keyValues.has(`org.apache.spark.${key}`);
    const old = legacy('3.0.0', 'legacyDateTime');
    return {
      ...(old ? { days: daysOf('hybrid'), int64: sparkInstants(zone) } : {}),
      ...(legacy('3.1.0', 'legacyINT96') ? { int96: sparkInstants(zone) } : {}),
    };
  }
  const zone = keyValues.get('writer.time.zone');
  const said = keyValues.get('writer.date.proleptic');
  const java = zone !== undefined || createdBy === undefined || createdBy.startsWith('parquet-mr');
  const unsaid: Calendar = java ? fallback : 'proleptic';
  const days = said === undefined ? unsaid : said === 'true' ? 'proleptic' : 'hybrid';
  const legacyZone = keyValues.get('writer.zone.conversion.legacy') === 'true';
  return {
    days: daysOf(days),
    int64: said === undefined ? instantsOf(unsaid, undefined, false) : undefined,
    int96: instantsOf(said === undefined ? unsaid : 'hybrid', zone, legacyZone),
  };
}

function daysOf(calendar: Calendar): TimeConversion<number> | undefined {
  if (calendar === 'proleptic') return undefined;
  const convert =
    calendar === 'hybrid'
      ? prolepticDay
      : (day: number) => {
          if (day < GREGORIAN_START) throw unknownCalendar('a date');
          return day;
        };
  return { unchangedFrom: GREGORIAN_START, convert };
}

/** Instants as the writer's clock showed them; without a zone they are what they look like from 1582 on. */
function instantsOf(
  calendar: Calendar,
  zone: string | undefined,
  legacyZone: boolean,
): TimeConversion<bigint> | undefined {
  const offset = zone === undefined ? undefined : zoneOffset(zone, legacyZone);
  if (calendar === 'proleptic' && offset === undefined) return undefined;
  return {
    unchangedFrom: NANOS_START,
    convert(nanos) {
      if (nanos >= NANOS_START && offset === undefined) return nanos;
      if (nanos < NANOS_START && calendar === 'unknown') throw unknownCalendar('a timestamp');
      return bySecond(nanos, (second) => {
        // Java's old classes, which the legacy conversion keeps to, are of the hybrid calendar throughout.
        if (legacyZone) return prolepticSecond(second + (offset?.(second) ?? 0));
        const utc = calendar === 'hybrid' ? prolepticSecond(second) : second;
        return utc + (offset?.(utc) ?? 0);
      });
    },
  };
}

/**
 * Instants of the hybrid calendar: the clock of the writer's zone keeps showing the same, in the proleptic one and the zone's local mean
 * time. Source: org.apache.spark.sql.catalyst.util.RebaseDateTime.rebaseJulianToGregorianMicros.
 */
function sparkInstants(zone: string | undefined): TimeConversion<bigint> {
  const before = zone === undefined ? undefined : { java: zoneOffset(zone, true), mean: zoneOffset(zone, false) };
  return {
    unchangedFrom: SPARK_START,
    convert(nanos) {
      if (nanos >= SPARK_START) return nanos;
      if (before === undefined) {
        throw unclear('a timestamp before 1900 is of the time zone of a Spark session, which the file does not say');
      }
      return bySecond(nanos, (second) => {
        const shown = prolepticSecond(second + before.java(second));
        // Where the clock was turned back, the second time it showed this.
        return shown - before.mean(shown - before.java(second));
      });
    },
  };
}

function bySecond(nanos: bigint, change: (second: number) => number): bigint {
  const second = nanos / SECOND - (nanos % SECOND < 0n ? 1n : 0n);
  return nanos + (BigInt(change(Number(second))) - second) * SECOND;
}

/** REFUSED: a value before 1582-10-15 in a file that does not say whether it is of the Julian calendar. */
function unknownCalendar(what: string): LakeliftError {
  return unclear(`${what} before 1582-10-15 is of a calendar that the file does not say`);
}

function unclear(what: string): LakeliftError {
  return new LakeliftError('REFUSED', what, {
    next: `set the table property ${PROLEPTIC_DEFAULT} in Hive (docs/formats.md), or leave the table out with --tables`,
  });
}
