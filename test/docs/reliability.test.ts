import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { keptResults, PAGE, withTable } from '../crash/table.js';

it('the table of proofs is the one `npm run docs:proof` makes of their results', async () => {
  const page = await readFile(PAGE, 'utf8');
  expect(page).toBe(await withTable(page, await keptResults()));
});

it('a proof that was stopped and one that found something look so', async () => {
  const page = '# Page\n\n<!-- proofs: begin -->\n\nold\n\n<!-- proofs: end -->\n\nAfter.\n';
  const common = { commit: 'abc1234567', node: 'v20.0.0', date: '2026-01-02' };
  const counts = [
    { what: 'kills', tried: 1200, of: 1200, wrong: [] },
    { what: 'bits', tried: 3, outcomes: { found: 2, harmless: 1, refused: 0 }, wrong: [] },
    { what: 'cuts', tried: 5, of: 12, wrong: ['one', 'two'] },
  ];
  expect(await withTable(page, [{ ...common, counts }])).toBe(`# Page

<!-- proofs: begin -->

| Proof |   Tried | Ended               | Wrong | Day        | Commit     | Node.js |
| ----- | ------: | ------------------- | ----: | ---------- | ---------- | ------- |
| kills |   1,200 |                     |     0 | 2026-01-02 | abc1234567 | v20.0.0 |
| bits  |       3 | 2 found, 1 harmless |     0 | 2026-01-02 | abc1234567 | v20.0.0 |
| cuts  | 5 of 12 |                     |     2 | 2026-01-02 | abc1234567 | v20.0.0 |

<!-- proofs: end -->

After.
`);
});
