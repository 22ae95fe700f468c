import type { Sqlite } from '../../sqlite/file.js';
import { i32, list, struct, text } from '../../thrift/codec.js';
import type { ValueOf } from '../../thrift/codec.js';
import { HiveException, required } from '../failure.js';
import { patternTest } from '../name-pattern.js';
import { META, META_FIRST, served } from '../served.js';
import type { ServedMethod } from '../served.js';
import { normalized, orUnset } from '../stored-tables.js';

const word = (id: number) => ({ id, codec: text });
const number = (id: number) => ({ id, codec: i32 });

const hiveFunction = struct({
  name: word(1),
  database: word(2),
  className: word(3),
  owner: word(4),
  ownerType: number(5),
  createTime: number(6),
  functionType: number(7),
  resources: { id: 8, codec: list(struct({ type: number(1), uri: word(2) })) },
});
type HiveFunction = ValueOf<typeof hiveFunction>;

const OWNER_TYPES: Readonly<Record<string, number>> = { USER: 1, ROLE: 2, GROUP: 3 };

interface FunctionRow {
  id: number;
  name: string;
  database: string;
  className: string | null;
  owner: string | null;
  ownerType: string | null;
  createTime: number;
  functionType: number;
}

function functions(db: Sqlite): HiveFunction[] {
  const rows = db
    .prepare<[], FunctionRow>(
      `SELECT FUNC_ID AS id, FUNC_NAME AS name, NAME AS database, CLASS_NAME AS className, f.OWNER_NAME AS owner,
        f.OWNER_TYPE AS ownerType, CREATE_TIME AS createTime, FUNC_TYPE AS functionType
       FROM FUNCS f JOIN DBS d ON d.DB_ID = f.DB_ID ORDER BY NAME, FUNC_NAME`,
    )
    .all();
  const resources = db.prepare<[number], { type: number; uri: string }>(
    'SELECT RESOURCE_TYPE AS type, RESOURCE_URI AS uri FROM FUNC_RU WHERE FUNC_ID = ? ORDER BY INTEGER_IDX',
  );
  return rows.map((row) => ({
    name: row.name,
    database: row.database,
    className: orUnset(row.className),
    owner: orUnset(row.owner),
    ownerType: OWNER_TYPES[row.ownerType ?? ''],
    createTime: row.createTime,
    functionType: row.functionType,
    resources: resources.all(row.id),
  }));
}

function oneFunction(db: Sqlite, database: string, name: string): HiveFunction {
  const wanted = { database: normalized(database), name: normalized(name) };
  const found = functions(db).find((each) => each.database === wanted.database && each.name === wanted.name);
  if (found === undefined) throw new HiveException('NoSuchObject', `Function ${database}.${name} does not exist`);
  return found;
}

/** Permanent functions that a Metastore on the same file registered. */
export const FUNCTION_METHODS: readonly ServedMethod[] = [
  served('get_functions', struct({ database: word(1), pattern: word(2) }), list(text), META, (db, args) => {
    const database = normalized(required(args.database, 'dbName'));
    const wanted = patternTest(args.pattern ?? '*');
    return functions(db).flatMap(({ name = '', ...each }) => (each.database === database && wanted(name) ? name : []));
  }),
  served('get_function', struct({ database: word(1), name: word(2) }), hiveFunction, META_FIRST, (db, args) =>
    oneFunction(db, required(args.database, 'dbName'), required(args.name, 'funcName')),
  ),
  served('get_all_functions', struct({}), struct({ functions: { id: 1, codec: list(hiveFunction) } }), META, (db) => ({
    functions: functions(db),
  })),
];
