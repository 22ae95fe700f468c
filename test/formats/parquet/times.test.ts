import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { memorySource, planFile, PROLEPTIC_DEFAULT, readFooter, readSourceFooter } from '../../../formats/index.js';
import type { ParquetFooter } from '../../../formats/index.js';
import type { ChunkStatistics } from '../../../formats/parquet/metadata.js';
import { writerTimes } from '../../../formats/parquet/writer-times.js';
import { decodeAll, INT, TIMESTAMP } from '../values.js';

/** Id, date and timestamp, as Hive and Spark print them. */
type Row = readonly [number, string | null, string | null];

const FOLDER = fileURLToPath(new URL('./times/', import.meta.url));
const load = <T>(name: string) => JSON.parse(readFileSync(`${FOLDER}${name}`, 'utf8')) as T;
const HIVE = load<Record<string, Partial<Record<'hive2' | 'hive3' | 'hive4', Row[]>>>>('hive.json');
const SPARK = load<Record<string, Row[]>>('spark.json');
const COLUMNS = [
  { name: 'id', type: INT },
  { name: 'dt', type: { kind: 'DATE' } },
  { name: 'ts', type: TIMESTAMP },
] as const;

async function read(name: string, prolepticDefault?: 'true' | 'false'): Promise<Row[]> {
  const source = memorySource(await readFile(`${FOLDER}${name}`));
  const properties = prolepticDefault === undefined ? {} : { [PROLEPTIC_DEFAULT]: prolepticDefault };
  const footer = await readSourceFooter(source, { format: 'parquet', properties });
  planFile(footer, COLUMNS);
  const all = await decodeAll({ source, footer }, COLUMNS);
  const [ids, dates, times] = COLUMNS.map(({ name: column }) => all.get(column)!);
  return ids!.map((id, i) => [
    id as number,
    dateText(dates![i] as number | null),
    timeText(times![i] as bigint | null),
  ]);
}

const dateText = (days: number | null) =>
  days === null ? null : new Date(days * 86_400_000).toISOString().slice(0, 10);

function timeText(nanos: bigint | null): string | null {
  if (nanos === null) return null;
  const second = nanos / 1_000_000_000n - (nanos % 1_000_000_000n < 0n ? 1n : 0n);
  const digits = String(nanos - second * 1_000_000_000n)
    .padStart(9, '0')
    .replace(/0+$/, '');
  const text = new Date(Number(second) * 1000).toISOString().split('.')[0]!.replace('T', ' ').replace(/^\+0/, '+');
  return digits === '' ? text : `${text}.${digits}`;
}

const written = (prefix: string) => Object.keys(HIVE).filter((name) => name.startsWith(prefix));

describe('dates and timestamps', () => {
  it.each(Object.keys(SPARK))('%s reads as by Spark', async (name) => {
    expect(await read(name)).toEqual(SPARK[name]);
  });
  it.each(written('hive4'))('%s reads as by Hive 4', async (name) => {
    expect(await read(name)).toEqual(HIVE[name]!.hive4);
  });
  it.each(written('hive2'))('%s reads as by Hive 2 when the table says so', async (name) => {
    expect(await read(name, 'false')).toEqual(HIVE[name]!.hive2);
  });
  it.each(written('hive3'))('%s reads as by Hive 3 or 4 when the table says so', async (name) => {
    expect(await read(name, 'true')).toEqual(HIVE[name]!.hive3);
    expect(await read(name, 'false')).toEqual(HIVE[name]!.hive4);
  });

  it.each([...written('hive2'), ...written('hive3')])('%s is refused while nobody says its calendar', async (name) => {
    await expect(read(name)).rejects.toMatchObject({ code: 'REFUSED', place: { column: 'dt' } });
  });
});

describe('a file whose footer says little', () => {
  const DAYS = { type: { kind: 'DATE' }, name: 'dt' } as const;
  const footerOf = async (name: string, keyValues: Readonly<Record<string, string>>): Promise<ParquetFooter> => {
    const footer = await readFooter(memorySource(await readFile(`${FOLDER}${name}`)));
    const changed = { ...footer, keyValues: new Map(Object.entries(keyValues)) };
    return { ...changed, times: writerTimes(changed, undefined) };
  };
  const ROW_METADATA = { 'org.apache.spark.sql.parquet.row.metadata': '{}' };

  it("is Spark 2's by its schema: dates of the hybrid calendar, and timestamps before 1900 of an unknown zone", async () => {
    const footer = await footerOf('spark-UTC-micros-legacy.parquet', ROW_METADATA);
    expect(planFile(footer, [DAYS]).actions[0]).toMatchObject({ reason: 'times of the Julian calendar' });
    expect(() => planFile(footer, [COLUMNS[2]])).toThrow(/before 1900 is of the time zone of a Spark session/);
  });

  it("is Spark 3.0's: INT96 of the hybrid calendar, the rest of the proleptic one", async () => {
    const times = writerTimes(
      await footerOf('spark-UTC-int96-legacy.parquet', { 'org.apache.spark.version': '3.0.3' }),
      undefined,
    );
    expect(times).toEqual({ int96: expect.objectContaining({}) as unknown });
  });

  it('keeps dates that its statistics show to be later, and decodes those without statistics', async () => {
    const footer = await footerOf('hive2-UTC.parquet', {});
    const withStatistics = (statistics: ChunkStatistics): ParquetFooter => ({
      ...footer,
      rowGroups: footer.rowGroups.map((group) => ({
        ...group,
        columns: group.columns.map((chunk) => ({ ...chunk, statistics })),
      })),
    });
    const day = (days: number) => new Uint8Array(new Int32Array([days]).buffer);
    const later = withStatistics({ minValue: day(-141_427), maxValue: day(0) });
    expect(planFile(later, [DAYS]).actions[0]).toMatchObject({ action: 'keep' });
    const none = withStatistics({});
    expect(planFile(none, [DAYS]).actions[0]).toMatchObject({ action: 'reencode' });
    const source = memorySource(await readFile(`${FOLDER}hive2-UTC.parquet`));
    await expect(decodeAll({ source, footer: none }, [DAYS])).rejects.toMatchObject({ code: 'REFUSED' });
  });

  it('is of the proleptic calendar when no Java wrote it', async () => {
    const footer = await footerOf('hive2-UTC.parquet', {});
    expect(writerTimes({ ...footer, createdBy: 'parquet-cpp-arrow version 17.0.0' }, undefined)).toEqual({});
  });
});
