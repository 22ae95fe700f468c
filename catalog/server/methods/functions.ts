import { readFunctions } from '../../sql/read-beside.js';
import type { Sqlite } from '../../sqlite/file.js';
import { readNow } from '../../sqlite/read-now.js';
import { ANNOTATION_METHODS } from '../../thrift/annotation-methods.js';
import { hiveFunction } from '../../thrift/annotation-structs.js';
import type { ThriftFunction } from '../../thrift/annotation-structs.js';
import { list, struct } from '../../thrift/codec.js';
import { fromFunction } from '../../thrift/convert-beside.js';
import { HiveException, required } from '../failure.js';
import { patternTest } from '../name-pattern.js';
import { META, answering, served } from '../served.js';
import type { ServedMethod } from '../served.js';
import { normalized } from '../stored-tables.js';

/** The functions of the database, or of all. */
function functions(db: Sqlite, database?: string): ThriftFunction[] {
  const found = db
    .prepare<[], { id: number; name: string }>('SELECT DB_ID AS id, NAME AS name FROM DBS ORDER BY NAME')
    .all();
  return found
    .filter(({ name }) => database === undefined || name === normalized(database))
    .flatMap(({ id, name }) => readNow(db, readFunctions(id)).map((each) => fromFunction(name, each)));
}

function oneFunction(db: Sqlite, database: string, name: string): ThriftFunction {
  const found = functions(db, database).find((each) => each.name === normalized(name));
  if (found === undefined) throw new HiveException('NoSuchObject', `Function ${database}.${name} does not exist`);
  return found;
}

/** Permanent functions: those of the source, and those that a Metastore on the same file registered. */
export const FUNCTION_METHODS: readonly ServedMethod[] = [
  answering(ANNOTATION_METHODS.functionNames, (db, { database, pattern }) => {
    const wanted = patternTest(pattern ?? '*');
    return functions(db, required(database, 'dbName')).flatMap(({ name = '' }) => (wanted(name) ? name : []));
  }),
  answering(ANNOTATION_METHODS.getFunction, (db, { database, name }) =>
    oneFunction(db, required(database, 'dbName'), required(name, 'funcName')),
  ),
  served('get_all_functions', struct({}), struct({ functions: { id: 1, codec: list(hiveFunction) } }), META, (db) => ({
    functions: functions(db),
  })),
];
