import { describe, expect, it } from 'vitest';
import { memorySource, ORC_POSITIONAL, rowFormat } from '../../../formats/index.js';
import type { Field, RowInput } from '../../../formats/index.js';
import { corpusFile } from '../corpus/corpus.js';
import { INT, row, STRING, TIMESTAMP } from '../values.js';
import { asJson, readCorpus } from './orc.js';

const { check, read } = rowFormat('orc');

async function inputOf(
  file: string,
  columns: readonly Field[],
  properties: Readonly<Record<string, string>> = {},
): Promise<RowInput> {
  const bytes = memorySource(await readCorpus(file));
  return { bytes, path: file, columns, storage: { format: 'orc', properties } };
}

async function firstRow(input: RowInput): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for await (const batch of read(input)) {
    for (const { name, type, forEach } of batch.columns) {
      forEach((value, index) => index === 0 && (values[name] = asJson(value, type)));
    }
  }
  return values;
}

describe('ORC files as rows of a table', () => {
  // The file begins with boolean1, byte1, short1; struct fields go by name all the same.
  const columns: Field[] = [
    { name: 'flag', type: { kind: 'BOOLEAN' } },
    { name: 'short1', type: { kind: 'TINYINT' } },
    { name: 'byte1', type: { kind: 'SMALLINT' } },
  ];

  it('go by name, or by position where a property says so', async () => {
    const byName = await inputOf('TestOrcFile.test1', columns);
    expect(await check(byName)).toBe(2);
    await expect(firstRow(byName)).rejects.toMatchObject({ code: 'REFUSED', place: { column: 'short1' } });
    const byPosition = await inputOf('TestOrcFile.test1', columns, { [ORC_POSITIONAL]: 'TRUE' });
    expect(await check(byPosition)).toBe(2);
    expect(await firstRow(byPosition)).toEqual({ flag: false, short1: 1, byte1: 1024 });
  });

  it('find struct fields by name even then', async () => {
    const kinds = ['BOOLEAN', 'TINYINT', 'SMALLINT', 'INT', 'BIGINT', 'FLOAT', 'DOUBLE', 'BYTES', 'STRING'] as const;
    const before = kinds.map((kind, i): Field => ({ name: `c${i}`, type: { kind } }));
    const inner = row({ string1: STRING, int1: INT });
    const nested: Field = { name: 'nested', type: row({ list: { kind: 'ARRAY', element: inner } }) };
    const input = await inputOf('TestOrcFile.test1', [...before, nested], { [ORC_POSITIONAL]: 'true' });
    const expected = [
      { string1: 'bye', int1: 1 },
      { string1: 'sigh', int1: 2 },
    ];
    expect(await firstRow(input)).toMatchObject({ c8: 'hi', nested: { list: expected } });
  });

  it('are refused before they are read when timestamps are wanted that have no time zone', async () => {
    // Written by Hive 0.12.
    const { path, bytes } = await corpusFile('alltypesorc');
    const of = (columns: readonly Field[]): RowInput => ({
      bytes: memorySource(bytes),
      path,
      columns,
      storage: { format: 'orc', properties: {} },
    });
    expect(await check(of([{ name: 'cint', type: INT }]))).toBe(12_288);
    await expect(check(of([{ name: 'ctimestamp1', type: TIMESTAMP }]))).rejects.toMatchObject({
      code: 'REFUSED',
      message: expect.stringMatching(/in which time zone/) as string,
    });
  });
});
