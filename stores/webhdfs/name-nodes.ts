import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LakeliftError } from '../../errors/index.js';
import { splitUrl } from '../location.js';

/** RPC ports of NameNodes: an hdfs:// URL that names one, or none, means the HTTP server on its default port. */
const RPC_PORTS: ReadonlySet<string> = new Set(['', '8020', '9000']);
const DEFAULT_PORT = { http: '9870', https: '9871' } as const;

export interface NameNodes {
  /** Origins such as http://nn1:9870; more than one for a high-availability pair. */
  readonly origins: readonly string[];
  /** The user before `@` in the URL. */
  readonly user?: string;
}

/**
 * The NameNodes' HTTP servers a source URL names: hosts separated by commas, or the logical name of a high-availability
 * pair that hdfs-site.xml in HADOOP_CONF_DIR describes. Throws USAGE for a URL without a host.
 */
export function nameNodes(url: string, environment: NodeJS.ProcessEnv = process.env): NameNodes {
  const { scheme, authority } = splitUrl(url);
  const protocol = scheme === 'swebhdfs' ? 'https' : 'http';
  const at = authority.lastIndexOf('@');
  const user = at < 0 ? undefined : authority.slice(0, at).replace(/:.*$/s, '');
  const named = authority.slice(at + 1).split(',');
  const hosts = named.flatMap((host) => logicalName(host, protocol, environment) ?? [host]);
  const origins = hosts.map((host) => {
    const [, name, port] = /^(\[[^\]]+\]|[^:]+)(?::(\d*))?$/.exec(host) ?? [];
    if (name === undefined) {
      throw new LakeliftError('USAGE', 'the source URL names no NameNode', {
        next: 'give it as webhdfs://host:9870/path or hdfs://host:8020/path',
      });
    }
    const useDefault = port === undefined || port === '' || (scheme === 'hdfs' && RPC_PORTS.has(port));
    return `${protocol}://${name}:${useDefault ? DEFAULT_PORT[protocol] : port}`;
  });
  return user ? { origins, user } : { origins };
}

/** The HTTP addresses behind a logical name, or undefined when hdfs-site.xml does not know it. */
function logicalName(host: string, protocol: 'http' | 'https', environment: NodeJS.ProcessEnv): string[] | undefined {
  const folder = environment['HADOOP_CONF_DIR'];
  const file = folder === undefined ? undefined : join(folder, 'hdfs-site.xml');
  if (file === undefined || !existsSync(file)) return undefined;
  const properties = readProperties(readFileSync(file, 'utf8'));
  const nodes = properties.get(`dfs.ha.namenodes.${host}`)?.split(',');
  const addresses = nodes?.map((node) => properties.get(`dfs.namenode.${protocol}-address.${host}.${node.trim()}`));
  return addresses?.filter((address) => address !== undefined);
}

function readProperties(xml: string): Map<string, string> {
  const properties = new Map<string, string>();
  const text = xml.replace(/<!--.*?-->/gs, '');
  for (const [, property = ''] of text.matchAll(/<property>(.*?)<\/property>/gs)) {
    const name = /<name>\s*(.*?)\s*<\/name>/s.exec(property)?.[1];
    const value = /<value>\s*(.*?)\s*<\/value>/s.exec(property)?.[1];
    if (name !== undefined && value !== undefined) properties.set(name, value);
  }
  return properties;
}
