import { LakeliftError } from '../../errors/error.js';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** Framed transport: a length before each message (`hive.metastore.thrift.framed.transport.enabled`). */
  readonly framed?: boolean;
}

const DEFAULT_PORT = 9083;

/**
 * The endpoints of `thrift://host:port,thrift://host:port`, as in `hive.metastore.uris`; `?framed=true` after one says that
 * it has framed transport. Throws USAGE.
 */
export function parseThriftUris(url: string): Endpoint[] {
  return url.split(',').map((part) => {
    const uri = URL.canParse(part.trim()) ? new URL(part.trim()) : undefined;
    if (
      uri?.protocol !== 'thrift:' ||
      uri.hostname === '' ||
      !/^\/?(\?framed=(true|false))?$/.test(uri.pathname + uri.search)
    ) {
      throw new LakeliftError('USAGE', `not a metastore URL: ${part.trim()}`, {
        next: 'use thrift://host:9083, several separated by commas',
      });
    }
    return {
      host: uri.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: uri.port === '' ? DEFAULT_PORT : Number(uri.port),
      framed: uri.searchParams.get('framed') === 'true',
    };
  });
}

/** The endpoint as a URL, for messages. */
export function endpointText(endpoint: Endpoint): string {
  const host = endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host;
  return `thrift://${host}:${String(endpoint.port)}${endpoint.framed === true ? '?framed=true' : ''}`;
}
