import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ALONE } from '../../catalog/java/settings.js';
import { hdfsJars, hiveFolder, jarNamed, pysparkJars, sparkJars } from './cache.js';
import type { DatabaseServer } from './database-server.js';
import { freePorts, run, serve, type Service } from './processes.js';

const LOG4J = `rootLogger.level = info
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{ISO8601} %-5p %c{1} - %m%n
`;

/** What Hive and Spark reach into of Java's own packages. */
export const OPEN_PACKAGES = ['lang', 'net', 'util'].map((name) => `--add-opens=java.base/java.${name}=ALL-UNNAMED`);

const WITH_LOCKS = fileURLToPath(new URL('java/MetastoreWithLocks.java', import.meta.url));

/** A running Hive Metastore; `uri` is thrift://host:port. */
export interface HiveMetastore extends Service {
  readonly uri: string;
}

/**
 * The store behind a metastore: an empty Derby database of its own, with the tables that locks need when asked for, an existing SQLite
 * catalog, or a database of a server. A Metastore 2.3.9 makes its tables itself in the latter, the others find theirs made by Hive's script.
 */
export type MetastoreStore =
  | { readonly kind: 'derby'; readonly locks?: true }
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'server'; readonly server: DatabaseServer; readonly database: string };

export type HiveVersion = '2.3.9' | '3.1.3' | '4.0.1';

function accepts(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => {
      done(false);
    });
  });
}

function storeSettings(store: MetastoreStore): Record<string, string> {
  if (store.kind === 'derby') {
    return {
      'javax.jdo.option.ConnectionURL': 'jdbc:derby:;databaseName=metastore;create=true',
      'javax.jdo.option.ConnectionDriverName': 'org.apache.derby.jdbc.EmbeddedDriver',
      'datanucleus.schema.autoCreateAll': 'true',
    };
  }
  if (store.kind === 'server') {
    const { url, driver } = store.server.jdbc(store.database);
    return {
      'javax.jdo.option.ConnectionURL': url,
      'javax.jdo.option.ConnectionDriverName': driver,
      'javax.jdo.option.ConnectionUserName': store.server.login.user,
      'javax.jdo.option.ConnectionPassword': store.server.login.password,
    };
  }
  return {
    'javax.jdo.option.ConnectionURL': `jdbc:sqlite:${resolve(store.path)}?journal_mode=WAL&busy_timeout=10000&synchronous=NORMAL`,
    'javax.jdo.option.ConnectionDriverName': 'org.sqlite.JDBC',
    'datanucleus.schema.autoCreateAll': 'false',
    // SQLite has one writer: no pool, and ids are drawn in the same transaction.
    'datanucleus.connectionPoolingType': 'NONE',
    'datanucleus.valuegeneration.transactionAttribute': 'UsePM',
    'hive.metastore.integral.jdo.pushdown': 'true',
  };
}

/** The jars of a Metastore: those of pyspark are of 2.3.9, to which the driver of SQLite comes, and lend the others Hadoop and a log. */
export async function libraryOf(version: HiveVersion): Promise<string> {
  const ofSpark = await pysparkJars();
  if (version === '2.3.9') {
    const sqlite = await jarNamed(await sparkJars(), 'sqlite-jdbc');
    return [sqlite, `${ofSpark}/*`].join(delimiter);
  }
  const logs = ['slf4j-api', 'log4j-slf4j2-impl', 'log4j-api', 'log4j-core', 'commons-logging'];
  const ofHadoop = [
    'hadoop-client-api',
    'hadoop-client-runtime',
    'commons-cli',
    'commons-collections-3',
    'commons-io',
    'httpclient-4',
    'gson',
  ];
  const lent = await jarsNamed(ofSpark, [...logs, ...ofHadoop, 'jakarta.servlet-api']);
  const hdfs = await jarNamed(await hdfsJars(), 'hadoop-hdfs-3');
  return [...lent, `${await hiveFolder(version)}/lib/*`, hdfs].join(delimiter);
}

/** JDBC drivers are in the folder of Hive 4 only. */
const drivers = async (): Promise<string[]> =>
  jarsNamed(join(await hiveFolder('4.0.1'), 'lib'), ['mysql', 'postgresql']);

const jarsNamed = (folder: string, prefixes: readonly string[]): Promise<string[]> =>
  Promise.all(prefixes.map((prefix) => jarNamed(folder, prefix)));

/** Starts a metastore whose managed tables go to `warehouse` (a URI); its files and log go to `folder`. */
export async function startHms(
  folder: string,
  warehouse: string,
  store: MetastoreStore,
  version: HiveVersion = '2.3.9',
): Promise<HiveMetastore> {
  await mkdir(folder, { recursive: true });
  const [port] = await freePorts(1);
  if (port === undefined) throw new Error('no port');
  const log4j = join(folder, 'hms-log.properties');
  await writeFile(log4j, LOG4J);
  const library = [await libraryOf(version), ...(store.kind === 'server' ? await drivers() : [])].join(delimiter);
  const takesLocks = store.kind === 'derby' && store.locks === true;
  if (takesLocks)
    await run('javac', ['-nowarn', '-cp', library, '-d', folder, WITH_LOCKS], { log: join(folder, 'javac.log') });
  const classPath = takesLocks ? [folder, library].join(delimiter) : library;
  const makesTables =
    store.kind === 'server' ? { 'datanucleus.schema.autoCreateAll': String(version === '2.3.9') } : {};
  const settings: Record<string, string> = {
    ...storeSettings(store),
    ...makesTables,
    ...(version === '2.3.9' ? {} : ALONE),
    'hive.metastore.warehouse.dir': warehouse,
    ...(takesLocks ? { 'fs.s3.impl': 'MetastoreWithLocks$Folders' } : {}),
    'hive.metastore.schema.verification': 'false',
    'hive.metastore.schema.verification.record.version': String(store.kind === 'server'),
  };
  const service = await serve(
    'Hive Metastore',
    'java',
    [
      '-Xmx512m',
      ...OPEN_PACKAGES,
      `-Dlog4j.configurationFile=file:${log4j}`,
      `-Dderby.stream.error.file=${join(folder, 'derby.log')}`,
      ...['-cp', classPath, takesLocks ? 'MetastoreWithLocks' : 'org.apache.hadoop.hive.metastore.HiveMetaStore'],
      ...['-p', String(port)],
      ...Object.entries(settings).flatMap(([name, value]) => ['-hiveconf', `${name}=${value}`]),
    ],
    { cwd: folder, log: join(folder, 'hms.log'), timeoutMs: 240_000, ready: () => accepts(port) },
  );
  return { ...service, uri: `thrift://127.0.0.1:${String(port)}` };
}
