import { describe, expect, test } from 'vitest';
import { reachableFiles } from '../../lake/index.js';
import { goldenFiles, goldenStore } from './golden.js';

describe.each(['b_types', 'b_nullpart', 'b_parttypes', 'd_dv', 'g_evo'])('the table %s of Paimon 1.4.2', (table) => {
  test('has no file that is not reachable, and nothing reachable that is missing', async () => {
    const reached = await reachableFiles(await goldenStore(), table);
    expect([...reached].sort()).toEqual(goldenFiles(table).sort());
  });
});

test('a table that is not there reaches nothing', async () => {
  expect(await reachableFiles(await goldenStore(), 'nowhere')).toEqual(new Set());
});
