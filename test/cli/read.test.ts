import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from './fake-io.js';
import type { CliAnswer } from './fake-io.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lakelift-read-'));
  await cp(new URL('../lake/golden', import.meta.url), join(folder, 'ref.db'), { recursive: true });
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

const read = (table: string, ...flags: string[]): Promise<CliAnswer> =>
  runCli(['read', '--target', pathToFileURL(folder).href, '--table', `ref.${table}`, ...flags], { cwd: folder });

describe('lakelift read', () => {
  test('prints rows as JSON lines', async () => {
    const { code, stdout, stderr } = await read('b_types');
    expect([code, stderr]).toEqual([0, '']);
    const [first, , last] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(Object.keys(first!)).toEqual(Object.keys(last!));
    expect(first).toMatchObject({
      ...{ c_bool: true, c_tiny: 1, c_big: 10_000_000_000, c_float: 1.5, c_dec10: '12345678.91', c_bin: '0x00ff10' },
      ...{ c_str: 'héllo wörld — long string over sixteen', c_date: '2024-02-29', c_ts: '2024-02-29 12:16:40.123456Z' },
      ...{ c_arr: [1, 2, null], c_map: { a: 1, b: null }, c_struct: { x: 1, y: 'yy' }, dt: '2024-01-01', region: 1 },
    });
    expect(last).toMatchObject({ c_bool: null, c_struct: null, region: 2 });
  });

  test('prints CSV, an empty text apart from null', async () => {
    const { stdout } = await read('b_types', '--csv', '--columns', 'c_str, c_vchar,region');
    expect(stdout.split('\n')).toEqual([
      'c_str,c_vchar,region',
      'héllo wörld — long string over sixteen,vc,1',
      '"","",1',
      ',,2',
      '',
    ]);
    const nested = await read('b_types', '--csv', '--columns', 'c_struct', '--limit', '1');
    expect(nested.stdout).toBe('c_struct\n"{""x"":1,""y"":""yy""}"\n');
  });

  test('reads an earlier state, and no more rows than wanted', async () => {
    expect((await read('g_evo', '--tag', 't1')).stdout).toBe('{"id":1,"name":"a"}\n');
    expect((await read('g_evo', '--snapshot', '2', '--limit', '1')).stdout).toBe('{"id":1,"name":"a","extra":null}\n');
    expect((await read('g_evo', '--as-of', '2999-01-01')).stdout.split('\n')).toHaveLength(4);
    expect((await read('c_pk', '--where', 'dt=2024-01-01', '--csv')).stdout.split('\n')).toHaveLength(122);
    expect((await read('a_append', '--limit', '0')).stdout).toBe('');
  });

  test('reads what came in between two snapshots', async () => {
    expect((await read('g_evo', '--incremental', '2..3')).stdout).toBe('{"id":3000000000,"nm":"c"}\n');
    const kinds = await read('g_evo', '--incremental', '0..2', '--row-kind', '--csv', '--columns', 'nm');
    expect(kinds.stdout).toBe('rowkind,nm\n+I,a\n+I,b\n');
    expect(await read('g_evo', '--incremental', '2..3', '--tag', 't1')).toMatchObject({ code: 2 });
    expect(await read('g_evo', '--incremental', '2-3')).toMatchObject({ code: 2 });
  });

  test('writes an Arrow file of the types that the columns have', async () => {
    expect(await read('b_types', '--arrow', 'types.arrow')).toEqual({ code: 0, stdout: '', stderr: '' });
    const table = tableFromIPC(await readFile(join(folder, 'types.arrow')));
    const types = table.schema.fields.map(({ name, type }) => `${name} ${String(type)}`);
    expect(types).toEqual([
      ...['c_bool Bool', 'c_tiny Int8', 'c_small Int16', 'c_int Int32', 'c_big Int64', 'c_float Float32'],
      ...['c_double Float64', 'c_dec10 Decimal[10e+2]', 'c_dec38 Decimal[38e+10]', 'c_str Utf8', 'c_char Utf8'],
      ...['c_vchar Utf8', 'c_bin Binary', 'c_date Date32<DAY>', 'c_ts Timestamp<MICROSECOND, UTC>'],
      ...['c_ntz Timestamp<MICROSECOND>', 'c_ntz3 Timestamp<MILLISECOND>', 'c_ntz9 Timestamp<NANOSECOND>'],
      ...['c_arr List<Int32>', 'c_map Map<{key:Utf8, value:Int64}>', 'c_struct Struct<{x:Int32, y:Utf8}>'],
      ...['dt Utf8', 'region Int32'],
    ]);
    expect(table.numRows).toBe(3);
    expect(table.getChild('c_str')!.get(0)).toBe('héllo wörld — long string over sixteen');
    expect(table.getChild('c_ntz9')!.data[0]!.values[0]).toBe(1_709_209_796_123_456_789n);
  });

  test('says what is wrong with what was asked', async () => {
    expect(await read('none')).toMatchObject({ code: 6, stderr: expect.stringMatching(/TABLE_UNKNOWN.*ref\.none/) });
    expect(await read('g_evo', '--tag', 't1', '--snapshot', '1')).toMatchObject({ code: 2 });
    expect(await read('g_evo', '--as-of', 'noon')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/'noon' is not a time/),
    });
    expect(await read('g_evo', '--snapshot', '7')).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/snapshots 1 to 3/),
    });
    expect(await read('g_evo', '--columns', 'extra')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/columns are: id, nm/),
    });
    expect(await read('g_evo.x')).toMatchObject({ code: 2, stderr: expect.stringMatching(/not database\.table/) });
  });
});
