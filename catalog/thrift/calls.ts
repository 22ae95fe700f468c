/** What a client of another server of Hive's needs: how values lie on the wire, calls, and a connection that makes them. */
export { binary, bool, double, i16, i32, i64, i64Text, i8, list, struct, text, textMap } from './codec.js';
export type { Codec, FieldSpec, StructValue, ValueOf } from './codec.js';
export { ThriftConnection } from './connection.js';
export type { ServerKind } from './connection.js';
export { method } from './methods.js';
export type { Method } from './methods.js';
export { RemoteException } from './message.js';
export { endpointText, parseThriftUris } from './uri.js';
