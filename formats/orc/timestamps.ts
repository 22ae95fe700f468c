import { LakeliftError } from '../../errors/error.js';
import { prolepticNanos } from './calendar.js';
import { integers } from './scalars.js';
import type { DenseReader } from './scalars.js';
import type { OrcType } from './schema.js';
import type { StripeStreams } from './stripe.js';
import type { OrcTail } from './tail.js';
import type { OffsetAt } from './zone.js';
import { zoneOffset } from './zone.js';

/** Seconds of 2015-01-01 00:00:00 UTC: timestamps are counted from that time in the writer's zone. */
const BASE = 1_420_070_400;
/** Beyond, no clock of ours shows a date: years -271821 to 275760. */
const MAX_SECOND = 8_640_000_000_000;

/**
 * Nanoseconds since 1970: of instants, or of what the writer's clock showed. Source: TimestampTreeReader of
 * org.apache.orc.impl.TreeReaderFactory. Throws REFUSED where the file does not say which clock that was, as those of Hive before 1.2.
 */
export function timestamps(streams: StripeStreams, type: OrcType, tail: OrcTail): DenseReader {
  const data = streams.open(type.id, 'DATA');
  const seconds = integers(streams, type.id, 'DATA', true);
  const fractions = integers(streams, type.id, 'SECONDARY', false);
  const offsetAt = type.kind === 'TIMESTAMP_INSTANT' ? () => 0 : writerZone(streams, tail);
  const base = BASE - offsetAt(BASE - offsetAt(BASE));
  return (count) => {
    const secondWords = new BigInt64Array(seconds.read(count).buffer);
    const fractionWords = new BigInt64Array(fractions.read(count).buffer);
    return (i) => {
      const nanos = nanosOf(fractionWords[i]!);
      let second = Number(secondWords[i]!) + base;
      // Java stores seconds cut off towards 1970, with nanoseconds that count upwards.
      if (nanos > 999_999 && second * 1000 + Math.floor(nanos / 1_000_000) < 0) second -= 1;
      if (!(Math.abs(second) < MAX_SECOND) || Math.abs(nanos) > 999_999_999)
        throw data.corrupt('a timestamp is out of range');
      const value = BigInt(second + offsetAt(second)) * 1_000_000_000n + BigInt(nanos);
      return tail.proleptic ? value : prolepticNanos(value);
    };
  };
}

/** The lowest three bits tell how many decimal zeros, less one, were taken off. Arrow writes a negative fraction before 1970. */
function nanosOf(fraction: bigint): number {
  const zeros = Number(fraction & 7n);
  const digits = Number(fraction >> 3n);
  return zeros === 0 ? digits : digits * 10 ** (zeros + 1);
}

function writerZone(streams: StripeStreams, tail: OrcTail): OffsetAt {
  const { writerTimezone } = streams.footer;
  if (writerTimezone !== undefined) return zoneOffset(writerTimezone, tail.javaWriter);
  throw new LakeliftError('REFUSED', 'the file does not say in which time zone its timestamps were written', {
    next: 'rewrite the file with Hive 1.2 or later, or leave its table out with --tables',
  });
}
