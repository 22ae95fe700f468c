import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { memorySource, orcColumns, orcStand, orcStatistics } from '../../../formats/index.js';
import type { Field } from '../../../formats/index.js';
import { encodeStatistics } from '../../../migrate/statistics-json.js';
import { GOLDEN } from '../matrix/tables.js';
import { INT } from '../values.js';
import { openOrc, readSpecial } from './orc.js';
import type { OrcFile } from './orc.js';
import { mergedByJava, rowTexts, STITCH_TABLES, stitched, stitchFiles } from './stitched.js';

const columnsOf = ({ tail }: OrcFile): Field[] => orcColumns(tail.schema);
/** ColumnStatistics of a file by type id: count, whether there are nulls, and bytes, sums and bounds of each kind; without sums of decimals. */
const statisticsOf = ({ tail }: OrcFile): unknown[] =>
  tail.statistics.map((of) => [
    [of.uint(1), of.uint(10), of.uint(11)],
    [2, 3, 4, 5, 7, 8, 12].map((kind) => of.bytes(kind) && Buffer.from(of.bytes(kind)!).toString('hex')),
    [1, 2].map((bound) => of.message(6, 'decimals')?.text(bound)),
  ]);

describe.each(STITCH_TABLES)('small files of a table by %s, made one', (table) => {
  it("have their rows in their order, and the statistics of Java's OrcFile.mergeFiles", async () => {
    const files = await stitchFiles(table);
    const columns = columnsOf(await openOrc(files[0]!.bytes));
    const { bytes, facts } = await stitched(files, columns);
    const made = await openOrc(bytes);
    const rows = await Promise.all(files.map((file) => rowTexts(file.bytes)));
    expect(await rowTexts(bytes)).toEqual(rows.flat());
    const java = await openOrc(await mergedByJava(table));
    expect(statisticsOf(made)).toEqual(statisticsOf(java));
    expect(made.tail.stripes.map(({ rowCount }) => rowCount)).toEqual(java.tail.stripes.map((one) => one.rowCount));
    expect(facts.rowCount).toBe(1800);
    expect(encodeStatistics(facts.statistics)).toBe(encodeStatistics(orcStatistics(java.tail, columns)));
    expect(facts.statistics.get('never')).toEqual({ nullCount: 1800 });
    expect(facts.statistics.get('few')).toEqual({ nullCount: 1500, min: 1200, max: 1499 });
  });

  it('can be merged again, by twos and with themselves', async () => {
    const files = await stitchFiles(table);
    const columns = columnsOf(await openOrc(files[0]!.bytes));
    const half = await stitched(files.slice(0, 3), columns);
    const twice = await stitched([{ path: 'half', bytes: half.bytes }, ...files.slice(3)], columns);
    const once = await stitched(files, columns);
    expect(twice.bytes.equals(once.bytes)).toBe(true);
  });

  it('say where they are damaged', async () => {
    const files = await stitchFiles(table);
    const columns = columnsOf(await openOrc(files[0]!.bytes));
    const { tail } = await openOrc(files[1]!.bytes);
    const { offset, indexLength, dataLength } = tail.stripes[0]!;
    // The header of the first chunk of the stripe's footer, as long as no chunk may be.
    files[1]!.bytes.set([0xfe, 0xff, 0xff], offset + indexLength + dataLength);
    await expect(stitched(files, columns)).rejects.toMatchObject({ code: 'CORRUPT', place: { file: files[1]!.path } });
  });
});

describe('files are of one form', () => {
  const standOf = async (bytes: Uint8Array, columns: readonly Field[]) =>
    orcStand({ bytes: memorySource(bytes), path: 'x', columns, storage: { format: 'orc', properties: {} } });
  const id: Field[] = [{ name: 'id', type: INT }];

  it('when one job wrote them, and not when another writer or codec did', async () => {
    const [a, b] = await stitchFiles('hive');
    const [c] = await stitchFiles('spark');
    const forms = await Promise.all([a!, b!, c!].map(({ bytes }) => standOf(bytes, id)));
    expect(forms[0]).toEqual({ form: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    expect(forms[1]).toEqual(forms[0]);
    expect(forms[2]).not.toEqual(forms[0]);
    const codecs = await Promise.all(
      ['none', 'zlib', 'lz4'].map(async (codec) => {
        return standOf(await readFile(`${GOLDEN}matrix.db/orc_hive_${codec}/000000_0`), id);
      }),
    );
    expect(new Set(codecs.map((stand) => JSON.stringify(stand))).size).toBe(3);
  });

  it('none when one is encrypted', async () => {
    const bytes = await readSpecial('encrypted');
    const [clear] = columnsOf(await openOrc(bytes));
    expect(await standOf(bytes, [clear!])).toEqual({ alone: 'it has encrypted columns' });
  });

  it('which is asked for', async () => {
    const files = [...(await stitchFiles('hive')).slice(0, 1), ...(await stitchFiles('spark')).slice(0, 1)];
    await expect(stitched(files, id)).rejects.toMatchObject({ code: 'INTERNAL', place: { file: files[1]!.path } });
  });
});
