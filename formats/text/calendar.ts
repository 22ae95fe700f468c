/** Days since 1970 of a day of the proleptic Gregorian calendar. Source: howardhinnant.github.io/date_algorithms.html, days_from_civil. */
export function epochDay(year: number, month: number, day: number): number {
  // Years begin in March, so that the leap day is their last one.
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/**
 * Whether all of Hive's versions know this day, as the same one: Hive 2.3 has the Julian calendar before 1582-10-15, in which the ten
 * days before do not exist, and no year 0.
 */
export function isCertainDay(year: number, month: number, day: number): boolean {
  if (!(year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return false;
  return !(year === 1582 && month === 10 && day >= 5 && day <= 14);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The number that digits from `from` up to `to` write; NaN when there is another character or none. */
export function digits(bytes: Uint8Array, from: number, to: number): number {
  let value = from < to ? 0 : NaN;
  for (let at = from; at < to; at++) {
    const digit = bytes[at]! - 0x30;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Nanoseconds since the epoch. */
export function timestampOf(seconds: number, nanos: number): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(nanos);
}
