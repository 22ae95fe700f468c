import { Thrift } from 'thrift';
import type { TBinaryProtocol } from 'thrift';
import type { Sqlite } from '../sqlite/file.js';
import type { Codec } from '../thrift/codec.js';
import type { DeclaredException, Method } from '../thrift/methods.js';

/** One method as the dispatcher sees it, its types behind it. */
export interface ServedMethod {
  readonly name: string;
  /** Field ids of the exceptions it declares. */
  readonly exceptions: Method<unknown, unknown>['exceptions'];
  /** Reads the arguments, runs the call and writes field 0 of the result. Throws HiveException, BadArguments. */
  serve(input: TBinaryProtocol, output: TBinaryProtocol, db: Sqlite): void;
}

type Exceptions = Readonly<Record<number, DeclaredException>>;

export const META: Exceptions = { 1: 'Meta' };
export const META_FIRST: Exceptions = { 1: 'Meta', 2: 'NoSuchObject' };
export const NO_SUCH_FIRST: Exceptions = { 1: 'NoSuchObject', 2: 'Meta' };
export const NONE: Exceptions = {};

/** A method with its argument struct, its result and what answers it. */
export function served<A, R>(
  name: string,
  args: Codec<A>,
  result: Codec<R>,
  exceptions: Exceptions,
  answer: (db: Sqlite, args: A) => R,
): ServedMethod {
  return {
    name,
    exceptions,
    serve(input, output, db) {
      const value = answer(db, args.read(input));
      output.writeFieldBegin('success', result.wire, 0);
      result.write(output, value);
    },
  };
}

/** A method lakelift calls itself, answered. */
export function answering<A, R>(method: Method<A, R>, answer: (db: Sqlite, args: A) => R): ServedMethod {
  return served(method.name, method.args, method.result, method.exceptions, answer);
}

/** A method without a result (`void` in the IDL). */
export function servedVoid<A>(
  name: string,
  args: Codec<A>,
  exceptions: Exceptions,
  act: (db: Sqlite, args: A) => void,
): ServedMethod {
  return { name, exceptions, serve: (input, _output, db) => act(db, args.read(input)) };
}

/** A list that is read from the database while it is written: `pages` together have `count` elements. */
export interface LongList<T> {
  readonly count: number;
  readonly pages: Iterable<readonly T[]>;
}

/** The codec of a LongList; only servers write one. */
export function longList<T>(element: Codec<T>): Codec<LongList<T>> {
  return {
    wire: Thrift.Type.LIST,
    write(protocol, { count, pages }) {
      protocol.writeListBegin(element.wire, count);
      let written = 0;
      for (const page of pages) {
        for (const value of page) element.write(protocol, value);
        written += page.length;
      }
      // Fewer or more would make every byte after the list mean something else.
      if (written !== count) throw new Error(`${String(written)} elements instead of ${String(count)}`);
    },
    read() {
      throw new Error('a long list is only written');
    },
  };
}
