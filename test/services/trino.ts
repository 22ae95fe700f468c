import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TrinoHttp } from '../../bench/engines/trino-http.js';
import { java25, trinoHome } from './cache.js';
import { freePorts, serve, type Service } from './processes.js';

const SIDES = ['before', 'after'];

/** A running Trino 476 with catalogs `before` and `after` of its Hive connector, which reads this machine's files as `local:///path`. */
export interface Trino extends Service {
  readonly url: string;
}

/** Starts Trino with its data and log under `folder`. */
export async function startTrino(folder: string): Promise<Trino> {
  const [home, java, [port]] = await Promise.all([trinoHome(), java25(), freePorts(1)]);
  const url = `http://127.0.0.1:${String(port)}`;
  const etc = join(folder, 'etc');
  await mkdir(join(etc, 'catalog'), { recursive: true });
  await writeProperties(join(etc, 'config.properties'), {
    coordinator: true,
    'node-scheduler.include-coordinator': true,
    'http-server.http.port': port!,
    'discovery.uri': url,
    'query.max-memory-per-node': '300MB',
  });
  for (const side of SIDES) {
    await writeProperties(join(etc, 'catalog', `${side}.properties`), {
      'connector.name': 'hive',
      'hive.metastore': 'file',
      'hive.metastore.catalog.dir': `local://${join(folder, `metastore-${side}`)}`,
      'hive.non-managed-table-writes-enabled': true,
      'fs.native-local.enabled': true,
      'local.location': '/',
    });
  }
  const settings = {
    config: join(etc, 'config.properties'),
    'catalog.config-dir': join(etc, 'catalog'),
    'plugin.dir': join(home, 'plugin'),
    'node.environment': 'test',
    'node.id': 'one',
    'node.data-dir': join(folder, 'data'),
    'node.bind-ip': '127.0.0.1',
    'node.internal-address': '127.0.0.1',
  };
  const service = await serve(
    'Trino',
    java,
    [
      ...['-Xmx1g', '--enable-native-access=ALL-UNNAMED', '-XX:+EnableDynamicAgentLoading'],
      ...Object.entries(settings).map(([name, value]) => `-D${name}=${value}`),
      ...['-cp', join(home, 'lib', '*'), 'io.trino.server.TrinoServer'],
    ],
    { cwd: folder, log: join(folder, 'trino.log'), timeoutMs: 240_000, ready: () => runsQueries(url) },
  );
  return { ...service, url };
}

async function writeProperties(path: string, properties: Readonly<Record<string, string | number | boolean>>) {
  await writeFile(
    path,
    Object.entries(properties)
      .map(([name, value]) => `${name}=${String(value)}\n`)
      .join(''),
  );
}

/** It says that it has started some time before it has a node for the queries of its catalogs. */
async function runsQueries(url: string): Promise<boolean> {
  try {
    for (const catalog of SIDES)
      await new TrinoHttp({ url, user: 'test', catalog, session: [], timeoutMs: 10_000 }).run('SHOW SCHEMAS');
    return true;
  } catch {
    return false;
  }
}
