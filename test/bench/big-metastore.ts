import type { HivePartition, HiveTable } from '../../catalog/index.js';
import { openForWriting } from '../../catalog/sqlite/file.js';
import { Sequences } from '../../catalog/sqlite/sequence.js';
import { writeDatabase, writeTable } from '../../catalog/sqlite/write-rows.js';
import { parquetStorage } from '../catalog/samples.js';

const COLUMNS = 20;
const LOCK_WAIT_MS = 10_000;

/** Hive tables of 20 columns, partitioned by day and hour; `name` is also that of their folder below `root`. */
export interface BigTable {
  readonly name: string;
  readonly partitions: number;
}

/** Writes a metastore file with a database `bench` of Parquet tables, whose partitions' directories need not exist. */
export function writeBigMetastore(path: string, root: string, tables: readonly BigTable[]): void {
  const db = openForWriting(path, LOCK_WAIT_MS);
  db.transaction(() => {
    const ids = new Sequences(db);
    const id = writeDatabase(db, ids, { name: 'bench', location: root, parameters: {} }, undefined);
    for (const { name, partitions } of tables) {
      const table = hiveTable(root, name);
      writeTable(db, ids, id, table, [...partitionsOf(table, partitions)], undefined);
    }
    ids.save();
  })();
  db.close();
}

function hiveTable(root: string, name: string): HiveTable {
  const columns = Array.from({ length: COLUMNS }, (_, at) => ({
    name: `column_${String(at)}`,
    type: at % 2 === 0 ? 'bigint' : 'string',
    comment: `the column at ${String(at)}`,
  }));
  return {
    database: 'bench',
    name,
    owner: 'bench',
    tableType: 'EXTERNAL_TABLE',
    createTime: 1_700_000_000,
    parameters: { EXTERNAL: 'TRUE' },
    partitionKeys: [
      { name: 'dt', type: 'string' },
      { name: 'hr', type: 'int' },
    ],
    storage: parquetStorage(`${root}/${name}`, columns),
  };
}

function* partitionsOf(table: HiveTable, count: number): Generator<HivePartition> {
  for (let index = 0; index < count; index++) {
    const values = [`day-${String(Math.floor(index / 24)).padStart(5, '0')}`, String(index % 24)];
    yield {
      values,
      createTime: 1_700_000_000,
      parameters: { numFiles: '3', numRows: '1000', totalSize: '123456', transient_lastDdlTime: '1700000000' },
      storage: { ...table.storage, location: `${table.storage.location}/dt=${values[0]!}/hr=${values[1]!}` },
    };
  }
}
