import { expect, it } from 'vitest';
import { reportOf } from '../../cli/verification.js';
import type { MigrationPlan, Refusal, TablePlan } from '../../migrate/index.js';

it('a table is left out with each reason once, however many of its files have it', () => {
  const refusals: Refusal[] = ['a', 'b', 'c'].map((file) => ({
    reason: file === 'c' ? 'it is encrypted' : 'no zone',
    place: { file },
  }));
  const table = { id: '1', database: 'shop', table: 'orders', refusals } as unknown as TablePlan;
  const plan = { source: 'file:///s', target: 'file:///t', tables: [table] } as unknown as MigrationPlan;
  expect(reportOf(plan, []).leftOut).toEqual([
    {
      table: 'shop.orders',
      reason: 'no zone; it is encrypted',
      refusals: refusals.map(({ reason, place }) => ({ reason, place: place.file })),
    },
  ]);
});
