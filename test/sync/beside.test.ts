import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openMetastore } from '../../catalog/index.js';
import type { HivePartition, Metastore } from '../../catalog/index.js';
import { openForWriting } from '../../catalog/sqlite/file.js';
import { Sequences } from '../../catalog/sqlite/sequence.js';
import { addDatabaseAnnotations, addRoles } from '../../catalog/sqlite/write-beside.js';
import { writeDatabase, writeTable } from '../../catalog/sqlite/write-rows.js';
import { writeOutput } from '../../migrate/output.js';
import { runRound } from '../../sync/round.js';
import { context, duck, source, store } from './followed.js';

const by = { grantor: 'admin', grantorType: 'USER', createTime: 7 } as const;
const functionNamed = (name: string) => ({
  ...{ name, className: 'com.example.Shout', owner: 'ann', ownerType: 'USER' as const, createTime: 7 },
  resources: [{ kind: 'JAR' as const, uri: 'hdfs://nn:8020/lib/shout.jar' }],
});
const ROLE = {
  name: 'crew',
  members: [{ principal: 'ann', principalType: 'USER' as const, grantOption: false, ...by }],
};
const GRANT = { principal: 'crew', principalType: 'ROLE' as const, privilege: 'SELECT', grantOption: true, ...by };

/** A metastore's file with the tables that lie in the source. */
class Described {
  readonly #path = join(duck.folder(), 'metastore.db');
  #id = 0;

  async write(inferred: Metastore): Promise<Metastore> {
    const [database] = await inferred.databases();
    const [name] = await inferred.tables(database!);
    const table = await inferred.getTable(database!, name!);
    const partitions: HivePartition[] = [];
    for await (const page of inferred.partitions(table)) partitions.push(...page);
    const of = await inferred.getDatabase(database!);
    this.#change((db, ids) => {
      this.#id = writeDatabase(db, ids, of, undefined);
      writeTable(db, ids, this.#id, table, partitions, undefined);
      addRoles(db, ids, [ROLE]);
    });
    return openMetastore(`sqlite:${this.#path}`);
  }

  addFunction(name: string): void {
    this.#change((db, ids) =>
      addDatabaseAnnotations(db, ids, this.#id, { functions: [functionNamed(name)], grants: [GRANT], notRead: [] }),
    );
  }

  #change(work: (db: ReturnType<typeof openForWriting>, ids: Sequences) => unknown): void {
    const db = openForWriting(this.#path, 10_000);
    const ids = new Sequences(db);
    work(db, ids);
    ids.save();
    db.close();
  }
}

it('enters functions, grants on databases and roles in the first round of a run and with a new table, and asks for them no more', async () => {
  const described = new Described();
  const metastore = await described.write(context(store).metastore);
  const [database] = await metastore.databases();
  const inCatalog = async (): Promise<unknown> => {
    const catalog = await openMetastore(`sqlite:${context(store).catalogPath}`);
    const { functions, grants } = await catalog.databaseAnnotations(database!);
    const { roles } = await catalog.roles();
    await catalog.close();
    return { functions: functions.map(({ name }) => name), grants, roles };
  };
  const rest = { grants: [GRANT], roles: [ROLE] };
  const round = (number: number) =>
    runRound({ ...context(store), metastore }, number, (task, onUpload) => writeOutput(task, source, store, onUpload));

  described.addFunction('shout');
  expect((await round(2)).tables).toMatchObject([{ outcome: 'created' }]);
  expect(await inCatalog()).toEqual({ functions: ['shout'], ...rest });
  described.addFunction('whisper');
  expect((await round(3)).notCarried).toEqual([]);
  expect(await inCatalog()).toEqual({ functions: ['shout'], ...rest });
  expect((await round(1)).tables).toMatchObject([{ outcome: 'unchanged' }]);
  expect(await inCatalog()).toEqual({ functions: ['shout', 'whisper'], ...rest });
  await metastore.close();
});
