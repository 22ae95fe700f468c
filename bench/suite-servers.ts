import type { Keys } from './suite-keys.js';

/** A Trino that runs already. */
export interface TrinoSpec {
  readonly url: string;
  /** The catalogs of the two sides. */
  readonly before: string;
  readonly after: string;
  /** What makes a URL for Trino of an absolute path here; then its catalogs are given tables over the files of both sides. */
  readonly files?: string;
}

/** The key `trino` of an engine. Throws USAGE for an address that is none, and for one catalog that would have to hold both sides. */
export function readTrino(engine: Keys): TrinoSpec {
  const keys = engine.below('trino', ['url', 'before', 'after', 'files']);
  const [before, after] = [keys.text('before'), keys.text('after')];
  if (before === after) throw keys.error('after', 'is the same catalog as before: each side needs its own');
  const url = serverUrl(keys, ['http:', 'https:']);
  return { url, before, after, ...(keys.has('files') ? { files: keys.text('files') } : {}) };
}

/** A StarRocks that runs already. */
export interface StarRocksSpec {
  readonly url: string;
  /** The catalogs of the two sides; without one, the server's own. */
  readonly before?: string;
  readonly after?: string;
}

/** The key `starrocks` of an engine; a `mysqls://` address is spoken to by TLS. Throws USAGE for an address that is none. */
export function readStarRocks(engine: Keys): StarRocksSpec {
  const keys = engine.below('starrocks', ['url', 'before', 'after']);
  return {
    url: serverUrl(keys, ['mysql:', 'mysqls:']),
    ...(keys.has('before') ? { before: keys.text('before') } : {}),
    ...(keys.has('after') ? { after: keys.text('after') } : {}),
  };
}

/** A server of HiveServer2's Thrift protocol that runs already: Hive, the Spark Thrift Server, Kyuubi. */
export interface HiveSpec {
  readonly url: string;
  /** Whether it wants a login by SASL PLAIN. */
  readonly sasl: boolean;
  /** The catalogs of the two sides, where the server has catalogs. */
  readonly before?: string;
  readonly after?: string;
  /** What makes a URL for it of an absolute path here; then it is given external tables over the files of both sides. */
  readonly files?: string;
}

/** The key `hive` of an engine: two catalogs, or `files`. Throws USAGE for neither, for both, and for an address that is none. */
export function readHive(engine: Keys): HiveSpec {
  const keys = engine.below('hive', ['url', 'sasl', 'before', 'after', 'files']);
  const shared = { url: serverUrl(keys, ['thrift:']), sasl: keys.flag('sasl', true) };
  if (keys.has('files')) {
    const catalog = ['before', 'after'].find((key) => keys.has(key));
    if (catalog !== undefined) throw keys.error(catalog, 'is there beside files: tables are in catalogs, or made');
    return { ...shared, files: keys.text('files') };
  }
  const [before, after] = [keys.text('before'), keys.text('after')];
  if (before === after) throw keys.error('after', 'is the same catalog as before: each side needs its own');
  return { ...shared, before, after };
}

/** Credentials in a URL would be in the suite, in messages and in process lists. */
function serverUrl(keys: Keys, protocols: readonly string[]): string {
  const text = keys.text('url');
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !protocols.includes(url.protocol)) {
    throw keys.error('url', `is no ${protocols.map((one) => `${one}//`).join(' or ')} address`);
  }
  if (url.username !== '' || url.password !== '') {
    throw keys.error(
      'url',
      'has a name or password in it',
      'docs/bench.md says which variables of the environment hold them',
    );
  }
  return text;
}
