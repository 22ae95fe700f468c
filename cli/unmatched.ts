import type { MigrationPlan } from '../migrate/index.js';
import type { Output } from './output.js';

/** Says which patterns of `--tables` match nothing: they may be misspelt. */
export function showUnmatched({ tables, unmatched = [] }: MigrationPlan, output: Output): void {
  if (tables.length === 0) output.line('no table matches --tables');
  else for (const pattern of unmatched) output.line(`no table matches ${pattern} in --tables`);
}
