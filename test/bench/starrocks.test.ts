import { expect, it } from 'vitest';
import { withBackticks } from '../../bench/engines/starrocks.js';

it('names in double quotes get backticks; texts and comments stay', () => {
  const sql = `SELECT "a""b\`c", 'it''s "x"', \`"y"\` -- "z"\nFROM "d"."t" /* "w" */`;
  expect(withBackticks(sql)).toBe(`SELECT \`a"b\`\`c\`, 'it''s "x"', \`"y"\` -- "z"\nFROM \`d\`.\`t\` /* "w" */`);
});
