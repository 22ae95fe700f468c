import { LakeliftError } from '../../errors/error.js';
import { mergeEngineOf } from '../primary-key.js';
import type { TableSchema } from '../schema.js';

/** Throws REFUSED, with every reason, for tables whose rows are more than what their files hold. */
export function refuseUnreadable(schema: TableSchema, table: string): void {
  const reasons = [...reasonsOf(schema)];
  if (reasons.length === 0) return;
  throw new LakeliftError('REFUSED', reasons.join('; '), { file: table, next: 'read the table by Spark or Flink' });
}

function* reasonsOf({ options, primaryKeys }: TableSchema): Generator<string> {
  const type = options['type'] ?? 'table';
  if (type !== 'table') yield `it is a ${type}`;
  if (options['data-evolution.enabled'] === 'true') yield 'its files hold parts of rows (data-evolution.enabled)';
  if (options['index-file-in-data-file-dir'] === 'true')
    yield 'it keeps indexes beside data (index-file-in-data-file-dir)';
  for (const name of Object.keys(options)) {
    // Of Paimon before 1.0: null is read as the default.
    if (/^fields\..*\.default-value$/.test(name)) yield `it has default values (${name})`;
  }
  if (primaryKeys.length === 0) return;
  const engine = mergeEngineOf({ options });
  if (engine !== 'deduplicate' && engine !== 'first-row') yield `its merge engine is ${engine}`;
  if (options['record-level.expire-time'] !== undefined) yield 'its rows expire (record-level.expire-time)';
  const order = options['sequence.field.sort-order'] ?? 'ascending';
  if (order !== 'ascending') yield `its sequence field is ${order} (sequence.field.sort-order)`;
}
