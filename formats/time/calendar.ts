/** 1582-10-15, the first day of the Gregorian calendar, as days since 1970. */
export const GREGORIAN_START = -141_427;
/** Days between 1970-01-01 and 0000-03-01 in the Gregorian calendar, and in the Julian. */
const GREGORIAN_ERA = 719_468;
const JULIAN_ERA = 719_470;

/**
 * A day of the hybrid calendar (Julian before 1582-10-15), in days since 1970, as the day of the proleptic Gregorian calendar that
 * is written the same: how Hive and Spark show it. Source: org.apache.orc.impl.DateUtils.convertDateToProleptic.
 */
export function prolepticDay(hybrid: number): number {
  if (hybrid >= GREGORIAN_START) return hybrid;
  // Years begin in March, so that the leap day is their last one: howardhinnant.github.io/date_algorithms.html.
  const days = hybrid + JULIAN_ERA;
  const cycle = Math.floor(days / 1461);
  const dayOfCycle = days - cycle * 1461;
  const yearOfCycle = Math.floor((dayOfCycle - Math.floor(dayOfCycle / 1460)) / 365);
  const year = cycle * 4 + yearOfCycle;
  const dayOfYear = dayOfCycle - yearOfCycle * 365;
  return (
    Math.floor(year / 4) + year * 365 - Math.floor(year / 100) + Math.floor(year / 400) + dayOfYear - GREGORIAN_ERA
  );
}

const DAY = 86_400;

/** The same for seconds since 1970 of a clock that shows no zone. */
export function prolepticSecond(hybrid: number): number {
  if (hybrid >= GREGORIAN_START * DAY) return hybrid;
  const day = Math.floor(hybrid / DAY);
  return hybrid + (prolepticDay(day) - day) * DAY;
}
