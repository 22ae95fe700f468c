import { LakeliftError } from '../../errors/error.js';
import { padded, withinLength } from '../parquet/decode/char.js';
import { decimalConverter } from '../parquet/decode/decimal.js';
import { doesNotFit } from '../parquet/decode/leaf.js';
import { prolepticDay, prolepticSecond } from '../time/calendar.js';
import { zoneOffset } from '../time/zone.js';
import type { OffsetAt } from '../time/zone.js';
import { twosComplement } from '../twos-complement.js';
import type { DataType, Scalar } from '../types.js';
import type { AvroType } from './schema.js';

type Present = Exclude<Scalar, null>;
/** From a value as Avro stores it (bigint for long, bytes for string, enum, bytes and fixed) to one of the table's type. */
export type Convert = (raw: Present) => Present;

/** What the writer said about its calendar and clock. */
export interface AvroWriter {
  /** Of the writer's clock, for timestamps; undefined when the file does not tell. */
  readonly zone?: OffsetAt;
  /** Days are of the proleptic Gregorian calendar, else of the hybrid one that Hive's Java classes had. */
  readonly proleptic: boolean;
}

/**
 * Reads what Hive and Spark write into the file's metadata. Throws REFUSED for an unknown zone, and for one whose offsets Hive took from its own
 * old rules. Source: org.apache.hadoop.hive.serde2.avro.AvroSerDe, `writer.time.zone`, `writer.proleptic`, `writer.zone.conversion.legacy`;
 * org.apache.spark.sql.execution.datasources.DataSourceUtils, `datetimeRebaseSpec`.
 */
export function avroWriter(metadata: ReadonlyMap<string, Uint8Array>): AvroWriter {
  const text = (key: string): string | undefined => {
    const bytes = metadata.get(key);
    return bytes && new TextDecoder().decode(bytes);
  };
  const zone = text('writer.time.zone');
  const spark = Number.parseInt(text('org.apache.spark.version') ?? '0', 10);
  const bySpark = spark >= 3 && text('org.apache.spark.legacyDateTime') === undefined;
  const proleptic = text('writer.proleptic') === 'true' || bySpark;
  if (zone === undefined) return { proleptic };
  return { proleptic, zone: zoneOffset(zone, text('writer.zone.conversion.legacy') === 'true') };
}

const same: Convert = (raw) => raw;
const BITS = { TINYINT: 8, SMALLINT: 16, INT: 32 } as const;

/**
 * How values of a scalar Avro type become those of the table's; undefined where Hive knows no way, or none without loss. The conversion
 * throws REFUSED for a value the table's type cannot hold. Source: org.apache.hadoop.hive.serde2.avro.AvroDeserializer.
 */
export function conversion(avro: AvroType, to: DataType, writer: AvroWriter): Convert | undefined {
  const { kind } = avro;
  const logical = 'logical' in avro ? avro.logical : undefined;
  switch (to.kind) {
    case 'BOOLEAN':
      return kind === 'boolean' ? same : undefined;
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
      return kind === 'int' ? inRange(to, BITS[to.kind]) : undefined;
    case 'BIGINT':
      if (kind === 'long') return same;
      return kind === 'int' ? (raw) => BigInt(raw as number) : undefined;
    case 'FLOAT':
      return kind === 'float' ? same : undefined;
    case 'DOUBLE':
      return kind === 'double' || kind === 'float' || kind === 'int' ? same : undefined;
    case 'DECIMAL': {
      if ((kind !== 'bytes' && kind !== 'fixed') || logical?.name !== 'decimal') return undefined;
      const scaled = decimalConverter(logical.scale, to);
      return (raw) => scaled(twosComplement(raw as Uint8Array) ?? 0n);
    }
    case 'STRING':
      return isText(kind) ? same : undefined;
    case 'CHAR':
      return isText(kind) ? (raw) => padded(raw as Uint8Array, to.length) : undefined;
    case 'VARCHAR':
      return isText(kind) ? (raw) => withinLength(raw as Uint8Array, to) : undefined;
    case 'BYTES':
      return kind === 'bytes' || kind === 'fixed' ? same : undefined;
    case 'DATE':
      if (kind !== 'int' || logical?.name !== 'date') return undefined;
      return writer.proleptic ? same : (raw) => prolepticDay(raw as number);
    case 'TIMESTAMP':
      return kind === 'long' ? clockTime(logical?.name, writer) : undefined;
    case 'TIMESTAMP_LTZ': {
      const unit = kind === 'long' ? INSTANT[logical?.name ?? ''] : undefined;
      return unit === undefined ? undefined : instant(unit, writer.proleptic);
    }
    default:
      return undefined;
  }
}

const isText = (kind: string): boolean => kind === 'string' || kind === 'enum';

function inRange(to: DataType, bits: number): Convert {
  const limit = 2 ** (bits - 1);
  return (raw) => {
    if ((raw as number) < -limit || (raw as number) >= limit) throw doesNotFit(String(raw), to);
    return raw;
  };
}

/** Nanoseconds of a unit. */
const INSTANT: Readonly<Record<string, bigint>> = { 'timestamp-millis': 1_000_000n, 'timestamp-micros': 1000n };
const LOCAL: Readonly<Record<string, bigint>> = {
  'local-timestamp-millis': 1_000_000n,
  'local-timestamp-micros': 1000n,
};

/** The first instant at which clocks all over the world showed dates of the Gregorian calendar, 1582-10-16, in nanoseconds. */
const GREGORIAN = -12_219_206_400_000_000_000n;

/** Which instant an older clock meant depends on its calendar and zone. */
function instant(unit: bigint, proleptic: boolean): Convert {
  return (raw) => {
    const nanos = (raw as bigint) * unit;
    if (proleptic || nanos >= GREGORIAN) return nanos;
    throw new LakeliftError('REFUSED', 'an instant lies before 1582-10-16, and the file does not tell its calendar', {
      next: 'rewrite the file with Spark 3 or later, or leave its table out with --tables',
    });
  };
}

/** Hive writes the instant at which the writer's clock showed the time, in milliseconds. */
function clockTime(logical: string | undefined, { zone, proleptic }: AvroWriter): Convert | undefined {
  const local = LOCAL[logical ?? ''];
  if (local !== undefined) return (raw) => (raw as bigint) * local;
  if (logical !== 'timestamp-millis' || zone === undefined) return undefined;
  return (raw) => {
    const millis = Number(raw as bigint);
    const second = Math.floor(millis / 1000);
    const shown = second + zone(second);
    const day = proleptic ? shown : prolepticSecond(shown);
    return BigInt(day * 1000 + (millis - second * 1000)) * 1_000_000n;
  };
}
