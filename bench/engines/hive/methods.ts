import { thrift } from '../../../catalog/index.js';

const { binary, bool, double, i16, i32, i64, i64Text, i8, list, struct, text, textMap } = thrift;

/** The calls of Hive's TCLIService.thrift that a client of queries needs, in protocol V7: results in columns. */
export const PROTOCOL_V7 = 6;

const status = struct({
  code: { id: 1, codec: i32 },
  infos: { id: 2, codec: list(text) },
  sqlState: { id: 3, codec: text },
  message: { id: 5, codec: text },
});
/** TStatusCode: what is above it, but STILL_EXECUTING, is an error. */
export const SUCCESS_WITH_INFO = 1;

/** TOperationState. */
export const STATE = { initialized: 0, running: 1, finished: 2, pending: 7 } as const;
/** TGetInfoType. */
export const INFO = { name: 17, version: 18 } as const;

const handle = struct({ guid: { id: 1, codec: binary }, secret: { id: 2, codec: binary } });
const session = struct({ id: { id: 1, codec: handle } });
const operation = struct({
  id: { id: 1, codec: handle },
  type: { id: 2, codec: i32 },
  hasResult: { id: 3, codec: bool },
  changed: { id: 4, codec: double },
});

const column = <T>(values: thrift.Codec<T>) =>
  struct({ values: { id: 1, codec: list(values) }, nulls: { id: 2, codec: binary } });

/** TColumn: one of them is there. 64-bit integers are texts, so that no digit is lost; decimals, times and nested values come as texts. */
const columns = struct({
  bools: { id: 1, codec: column(bool) },
  bytes: { id: 2, codec: column(i8) },
  shorts: { id: 3, codec: column(i16) },
  ints: { id: 4, codec: column(i32) },
  longs: { id: 5, codec: column(i64Text) },
  doubles: { id: 6, codec: column(double) },
  texts: { id: 7, codec: column(text) },
  binaries: { id: 8, codec: column(binary) },
});

export type Status = thrift.ValueOf<typeof status>;
export type Session = thrift.ValueOf<typeof session>;
export type Operation = thrift.ValueOf<typeof operation>;
export type Column = thrift.ValueOf<typeof columns>;

type Fields = Record<string, thrift.FieldSpec<unknown>>;

/** A call with one request struct as its argument; its answer begins with a status. */
function call<A extends Fields, R extends Fields>(name: string, args: A, result: R) {
  const body = struct({ req: { id: 1, codec: struct(args) } });
  return thrift.method(name, body, struct(result), {});
}

const STATUS = { status: { id: 1, codec: status } };
const OPERATION = { operation: { id: 1, codec: operation } };

export const METHODS = {
  openSession: call(
    'OpenSession',
    {
      protocol: { id: 1, codec: i32 },
      user: { id: 2, codec: text },
      password: { id: 3, codec: text },
      settings: { id: 4, codec: textMap },
    },
    { ...STATUS, protocol: { id: 2, codec: i32 }, session: { id: 3, codec: session } },
  ),
  closeSession: call('CloseSession', { session: { id: 1, codec: session } }, STATUS),
  getInfo: call(
    'GetInfo',
    { session: { id: 1, codec: session }, type: { id: 2, codec: i32 } },
    { ...STATUS, value: { id: 2, codec: struct({ text: { id: 1, codec: text } }) } },
  ),
  execute: call(
    'ExecuteStatement',
    { session: { id: 1, codec: session }, statement: { id: 2, codec: text }, async: { id: 4, codec: bool } },
    { ...STATUS, operation: { id: 2, codec: operation } },
  ),
  operationStatus: call('GetOperationStatus', OPERATION, {
    ...STATUS,
    state: { id: 2, codec: i32 },
    sqlState: { id: 3, codec: text },
    message: { id: 5, codec: text },
  }),
  cancel: call('CancelOperation', OPERATION, STATUS),
  closeOperation: call('CloseOperation', OPERATION, STATUS),
  fetch: call(
    'FetchResults',
    { ...OPERATION, orientation: { id: 2, codec: i32 }, rows: { id: 3, codec: i64 } },
    { ...STATUS, rows: { id: 3, codec: struct({ columns: { id: 3, codec: list(columns) } }) } },
  ),
};
