import { delimiter, join } from 'node:path';
import { HiveSession } from '../../bench/engines/hive/session.js';
import { jarNamed, pysparkJars, sparkJars } from './cache.js';
import { OPEN_PACKAGES } from './hms.js';
import { freePorts, serve } from './processes.js';
import type { Service } from './processes.js';

/** A running Spark Thrift Server with a metastore of its own; `url` is thrift://host:port. */
export interface SparkThrift extends Service {
  readonly url: string;
  /** A session of its own, each of whose statements may take so many milliseconds. */
  open(timeoutMs?: number): Promise<HiveSession>;
}

/** Starts the server in a folder, with the Paimon tables of a lake in its catalog `paimon`. It asks for a name and checks no password. */
export async function startSparkThrift(folder: string, lake: string): Promise<SparkThrift> {
  const [spark, paimon, [port]] = await Promise.all([pysparkJars(), sparkJars(), freePorts(1)]);
  const url = `thrift://127.0.0.1:${String(port)}`;
  const open = (timeoutMs = 60_000) => HiveSession.open({ url, user: 'test', password: 'x', sasl: true, timeoutMs });
  const settings = {
    'spark.driver.host': '127.0.0.1',
    'spark.driver.bindAddress': '127.0.0.1',
    'spark.ui.enabled': 'false',
    'spark.sql.shuffle.partitions': '2',
    'spark.sql.warehouse.dir': join(folder, 'spark-warehouse'),
    'spark.hadoop.javax.jdo.option.ConnectionURL': `jdbc:derby:;databaseName=${join(folder, 'spark-metastore')};create=true`,
    'spark.hadoop.hive.server2.thrift.port': String(port),
    'spark.hadoop.hive.server2.thrift.bind.host': '127.0.0.1',
    'spark.sql.catalog.paimon': 'org.apache.paimon.spark.SparkCatalog',
    'spark.sql.catalog.paimon.warehouse': lake,
  };
  const service = await serve(
    'Spark Thrift Server',
    'java',
    [
      ...['-Xmx1g', '-Duser.timezone=UTC', ...OPEN_PACKAGES, '--add-opens=java.base/java.nio=ALL-UNNAMED'],
      ...['--add-opens=java.base/sun.nio.ch=ALL-UNNAMED', `-Djava.io.tmpdir=${folder}`],
      ...['-cp', [`${spark}/*`, await jarNamed(paimon, 'paimon-spark')].join(delimiter)],
      ...['org.apache.spark.deploy.SparkSubmit', '--master', 'local[2]'],
      ...Object.entries(settings).flatMap(([name, value]) => ['--conf', `${name}=${value}`]),
      ...['--class', 'org.apache.spark.sql.hive.thriftserver.HiveThriftServer2', 'spark-internal'],
    ],
    {
      ...{ cwd: folder, log: join(folder, 'spark-thrift.log'), timeoutMs: 180_000 },
      ready: async () => (await open()).close().then(() => true),
    },
  );
  return { ...service, url, open };
}
