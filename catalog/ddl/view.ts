import { bareStorage } from '../bare-storage.js';
import type { HiveTable } from '../model.js';
import type { TokenReader } from './reader.js';

/** What follows the name in CREATE VIEW: the query is kept as it is written. */
export function readView(
  reader: TokenReader,
  { database, name }: { database: string; name: string },
  tableType: string,
): HiveTable {
  while (!reader.accept('AS')) {
    if (reader.peek().kind === 'end' || reader.sees(';')) throw reader.expected('AS and a query');
    reader.next();
  }
  const { start } = reader.peek();
  let { end } = reader.peek();
  while (reader.peek().kind !== 'end' && !reader.sees(';') && !reader.seesCreate()) end = reader.next().end;
  return {
    database,
    name,
    owner: '',
    tableType,
    createTime: 0,
    parameters: {},
    partitionKeys: [],
    storage: {
      ...bareStorage({ location: '', inputFormat: '', outputFormat: '', serde: '', columns: [] }),
      buckets: -1,
    },
    viewText: reader.source.text.slice(start, end),
  };
}
