import { LakeliftError } from '../../errors/error.js';
import type { HiveTable, Metastore } from '../model.js';
import type { MetastoreWriter } from '../thrift/writer.js';
import { EXTERNAL_BEFORE, TYPE_BEFORE, hiveName, situationOf } from './situation.js';
import type { Situation } from './situation.js';

/**
 * Lets a table's name stand for its Paimon table. The Hive table is first marked as external, because the Metastore moves the files of a
 * managed table when it is renamed; then renamed; then the Paimon table is made, external too, so that dropping it leaves its files.
 * Between the last two steps the name stands for nothing. Killed anywhere, a second run goes on from what it finds; when
 * the Metastore cannot make the Paimon table, the Hive table gets its name back.
 */
export async function cutOver(metastore: Metastore, writer: MetastoreWriter, lake: HiveTable): Promise<void> {
  const { database, name } = lake;
  const { stage, hive } = await situationOf(metastore, lake);
  if (stage === 'paimon') return;
  const marked = stage === 'hive' ? markedTable(hive) : hive;
  if (stage === 'hive') await writer.alterTable(database, name, marked);
  if (stage !== 'moved') await writer.alterTable(database, name, { ...marked, name: hiveName(name) });
  try {
    await writer.createTable(lake);
  } catch (error) {
    if (!(error instanceof LakeliftError) || error.code !== 'IO') throw error;
    await rollBack(metastore, writer, lake);
    const { message, place, next } = error;
    throw new LakeliftError('IO', `${message}; the name stands for the Hive table, as before`, {
      ...place,
      ...(next === undefined ? {} : { next }),
      cause: error,
    });
  }
}

/** The way back: the Paimon table is forgotten, not deleted, and the Hive table is what it was before. */
export async function rollBack(metastore: Metastore, writer: MetastoreWriter, lake: HiveTable): Promise<void> {
  const { database, name } = lake;
  const { stage, hive } = await situationOf(metastore, lake);
  if (stage === 'hive') return;
  if (stage === 'paimon') await writer.dropTable(database, name);
  const renamed = { ...hive, name };
  if (stage !== 'marked') await writer.alterTable(database, hiveName(name), renamed);
  await writer.alterTable(database, name, unmarkedTable(renamed));
}

/** True when nothing is left to do in that direction. */
export const isDone = ({ stage }: Situation, rollback: boolean): boolean => stage === (rollback ? 'hive' : 'paimon');

function markedTable(table: HiveTable): HiveTable {
  const { EXTERNAL: external } = table.parameters;
  const before = {
    [TYPE_BEFORE]: table.tableType,
    ...(external === undefined ? {} : { [EXTERNAL_BEFORE]: external }),
  };
  return { ...table, tableType: 'EXTERNAL_TABLE', parameters: { ...table.parameters, ...before, EXTERNAL: 'TRUE' } };
}

function unmarkedTable(table: HiveTable): HiveTable {
  const { [TYPE_BEFORE]: type, [EXTERNAL_BEFORE]: external } = table.parameters;
  const ours = [TYPE_BEFORE, EXTERNAL_BEFORE, 'EXTERNAL'];
  const parameters = Object.fromEntries(Object.entries(table.parameters).filter(([key]) => !ours.includes(key)));
  return {
    ...table,
    tableType: type ?? table.tableType,
    parameters: external === undefined ? parameters : { ...parameters, EXTERNAL: external },
  };
}
