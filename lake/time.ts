/** Calendar text of days and timestamps, proleptic Gregorian, years 1 to 9999. */
const DAY_MILLIS = 86_400_000;
const NANOS_PER_SECOND = 1_000_000_000n;

/** '2024-01-31' as days since the epoch; undefined when it is not such a date. */
export function parseDay(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null || match[1] === '0000') return undefined;
  const millis = Date.parse(`${text}T00:00:00Z`);
  // Date.parse may take 31 February for 2 March; the way back shows it.
  if (Number.isNaN(millis) || new Date(millis).toISOString().slice(0, 10) !== text) return undefined;
  return millis / DAY_MILLIS;
}

/** Days since the epoch as '2024-01-31'; undefined outside years 1 to 9999. */
export function formatDay(days: number): string | undefined {
  const date = new Date(days * DAY_MILLIS);
  if (Number.isNaN(date.getTime())) return undefined;
  const year = date.getUTCFullYear();
  return year >= 1 && year <= 9999 ? date.toISOString().slice(0, 10) : undefined;
}

/** '2024-01-31 23:59:59.123456789' (fraction optional) as nanoseconds since the epoch; undefined when it is no such time. */
export function parseTimestamp(text: string): bigint | undefined {
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?$/.exec(text);
  if (match === null) return undefined;
  const [, date, hour, minute, second, fraction = ''] = match;
  const days = parseDay(date!);
  if (days === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const seconds = BigInt(days) * 86_400n + BigInt(Number(hour) * 3600 + Number(minute) * 60 + Number(second));
  return seconds * NANOS_PER_SECOND + BigInt(fraction.padEnd(9, '0'));
}

export interface TimestampParts {
  /** '2024-01-31' */
  readonly date: string;
  /** '23:59:59' */
  readonly time: string;
  /** Always nine digits. */
  readonly fraction: string;
}

/** The calendar parts of nanoseconds since the epoch; undefined outside years 1 to 9999. */
export function timestampParts(nanos: bigint): TimestampParts | undefined {
  const fraction = ((nanos % NANOS_PER_SECOND) + NANOS_PER_SECOND) % NANOS_PER_SECOND;
  const seconds = Number((nanos - fraction) / NANOS_PER_SECOND);
  const date = formatDay(Math.floor(seconds / 86_400));
  if (date === undefined) return undefined;
  const time = new Date(seconds * 1000).toISOString().slice(11, 19);
  return { date, time, fraction: fraction.toString().padStart(9, '0') };
}
