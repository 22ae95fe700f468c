import type { HiveTable } from '../model.js';
import { readEntries, readPartitionValue } from './literals.js';
import type { TokenReader } from './reader.js';
import { tableKey } from './script.js';
import type { DdlPartition, DdlScript } from './script.js';

/** What follows ALTER TABLE and its name. Throws CORRUPT for changes that are not understood, and for tables not created above. */
export function readAlterTable(
  reader: TokenReader,
  script: DdlScript,
  { database, name }: { database: string; name: string },
): void {
  const found = script.tables.get(tableKey(database, name));
  if (found === undefined) throw reader.fail(`no table ${database}.${name} is created above`);
  const { table, partitions } = found;
  if (reader.accept('ADD CONSTRAINT')) passStatement(reader);
  else if (reader.accept('ADD')) addPartitions(reader, table, partitions);
  else if (reader.sees('PARTITION')) setFileFormat(reader, table, partitions);
  else if (reader.accept('SET TBLPROPERTIES')) Object.assign(table.parameters, readEntries(reader));
  else if (reader.accept('SET SERDEPROPERTIES')) Object.assign(table.storage.serdeParameters, readEntries(reader));
  else if (reader.accept('SET LOCATION')) table.storage.location = reader.string();
  else if (reader.accept('SET OWNER')) {
    if (!reader.accept('ROLE')) reader.accept('USER');
    table.owner = reader.exactName();
  } else {
    throw reader.expected(
      'ADD PARTITION, ADD CONSTRAINT, PARTITION, SET TBLPROPERTIES, SET SERDEPROPERTIES, SET LOCATION or SET OWNER',
    );
  }
}

/** Constraints say nothing about the files. */
function passStatement(reader: TokenReader): void {
  while (!reader.atStatementEnd()) reader.next();
}

function addPartitions(reader: TokenReader, table: HiveTable, partitions: DdlPartition[]): void {
  const lenient = reader.accept('IF NOT EXISTS');
  if (!reader.sees('PARTITION')) throw reader.expected('PARTITION');
  const known = new Set(partitions.map(({ values }) => JSON.stringify(values)));
  while (reader.sees('PARTITION')) {
    const start = reader.next();
    const values = readSpec(reader, table);
    const location = reader.accept('LOCATION') ? reader.string() : undefined;
    const key = JSON.stringify(values);
    if (known.has(key)) {
      if (!lenient) throw reader.fail('the partition is added twice', start);
      continue;
    }
    known.add(key);
    partitions.push({ values, ...(location === undefined ? {} : { location }) });
  }
}

/** `PARTITION (...) SET FILEFORMAT INPUTFORMAT ... OUTPUTFORMAT ... SERDE ...` of a partition added before. */
function setFileFormat(reader: TokenReader, table: HiveTable, partitions: readonly DdlPartition[]): void {
  const start = reader.next();
  const key = JSON.stringify(readSpec(reader, table));
  const partition = partitions.find(({ values }) => JSON.stringify(values) === key);
  if (partition === undefined) throw reader.fail('no such partition is added above', start);
  reader.expect('SET FILEFORMAT INPUTFORMAT');
  const inputFormat = reader.string();
  reader.expect('OUTPUTFORMAT');
  const outputFormat = reader.string();
  reader.expect('SERDE');
  partition.format = { inputFormat, outputFormat, serde: reader.string() };
}

/** `(k='v', ...)` as values in the order of the table's keys. */
function readSpec(reader: TokenReader, table: HiveTable): string[] {
  const start = reader.peek();
  const entries = reader.list((): [string, string] => {
    const key = reader.name();
    reader.expect('=');
    return [key, readPartitionValue(reader)];
  });
  const given = new Map(entries);
  const keys = table.partitionKeys.map(({ name }) => name);
  if (entries.length !== keys.length || keys.some((key) => !given.has(key))) {
    throw reader.fail(`a value for each of the partition keys ${keys.join(', ') || '(none)'} expected`, start);
  }
  return keys.map((key) => given.get(key)!);
}
