import { mkdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { hdfsJars } from './cache.js';
import { freePorts, run, serve, type Service } from './processes.js';

const DATA_NODES = 2;
const JAVA = ['-Xmx512m', '-Djava.net.preferIPv4Stack=true', '--add-opens=java.base/java.lang=ALL-UNNAMED'];
const LOG4J = `log4j.rootLogger=INFO,o
log4j.appender.o=org.apache.log4j.ConsoleAppender
log4j.appender.o.layout=org.apache.log4j.PatternLayout
log4j.appender.o.layout.ConversionPattern=%d{ISO8601} %-5p %c{2} - %m%n
`;

/** A running HDFS: `fs` is hdfs://host:port for Hadoop clients, `web` webhdfs://host:port for lakelift. */
export interface Hdfs {
  readonly name: string;
  readonly fs: string;
  readonly web: string;
  readonly nameNode: HdfsServer;
  readonly dataNodes: readonly HdfsServer[];
  stop(): Promise<void>;
}

/** One server of an HDFS, which can crash and be started again on the same ports and files. */
export class HdfsServer {
  #running: Service | undefined;

  constructor(private readonly launch: () => Promise<Service>) {}

  /** Returns when all servers that are there know each other. */
  async start(): Promise<void> {
    this.#running = await this.launch();
  }

  async kill(): Promise<void> {
    await this.#running?.kill();
    this.#running = undefined;
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
    this.#running = undefined;
  }
}

function configuration(properties: Readonly<Record<string, string>>): string {
  const lines = Object.entries(properties).map(
    ([name, value]) => `  <property><name>${name}</name><value>${value}</value></property>`,
  );
  return `<configuration>\n${lines.join('\n')}\n</configuration>\n`;
}

/** Starts a NameNode and two DataNodes on free ports, with everything they write under `folder`. */
export async function startHdfs(folder: string): Promise<Hdfs> {
  const jars = await hdfsJars();
  const ports = await freePorts(2 + 3 * DATA_NODES);
  const port = (index: number) => `127.0.0.1:${String(ports[index])}`;
  const [rpc, http] = [port(0), port(1)];
  const conf = join(folder, 'conf');
  // The published jars carry no webapps/ folders; the servers only need them to exist on the class path.
  for (const app of ['hdfs', 'datanode', 'static']) {
    await mkdir(join(folder, 'web', 'webapps', app), { recursive: true });
  }
  await mkdir(conf, { recursive: true });
  await writeFile(join(conf, 'log4j.properties'), LOG4J);
  await writeFile(
    join(conf, 'core-site.xml'),
    configuration({
      'fs.defaultFS': `hdfs://${rpc}`,
      'hadoop.tmp.dir': join(folder, 'tmp'),
      'hadoop.http.staticuser.user': userInfo().username,
    }),
  );
  await writeFile(
    join(conf, 'hdfs-site.xml'),
    configuration({
      'dfs.replication': '1',
      'dfs.namenode.name.dir': `file://${folder}/nn`,
      'dfs.namenode.rpc-address': rpc,
      'dfs.namenode.http-address': http,
      'dfs.namenode.datanode.registration.ip-hostname-check': 'false',
      'dfs.datanode.hostname': '127.0.0.1',
      'dfs.namenode.safemode.extension': '0',
      'dfs.heartbeat.interval': '1',
      'dfs.namenode.fs-limits.min-block-size': '4096',
      'dfs.client.block.write.replace-datanode-on-failure.policy': 'NEVER',
    }),
  );
  const classPath = [conf, join(folder, 'web'), `${jars}/*`].join(delimiter);
  const java = (main: string, ...args: string[]) => [
    ...JAVA,
    '-cp',
    classPath,
    `org.apache.hadoop.hdfs.server.${main}`,
    ...args,
  ];
  await run('java', java('namenode.NameNode', '-format', '-nonInteractive', '-force'), {
    log: join(folder, 'format.log'),
  });

  const state = `http://${http}/jmx?qry=Hadoop:service=NameNode,name=FSNamesystemState`;
  const liveNodes = async (): Promise<number> => {
    const reply = (await (await fetch(state)).json()) as { beans: { FSState: string; NumLiveDataNodes: number }[] };
    const bean = reply.beans[0];
    return bean?.FSState === 'Operational' ? bean.NumLiveDataNodes : -1;
  };
  const server = (name: string, log: string, args: string[]): HdfsServer =>
    new HdfsServer(() =>
      serve(name, 'java', java(args[0]!, ...args.slice(1)), {
        log: join(folder, log),
        timeoutMs: 180_000,
        ready: async () => (await liveNodes()) === DATA_NODES,
      }),
    );
  const nameNode = server('NameNode', 'namenode.log', ['namenode.NameNode']);
  const dataNodes = Array.from({ length: DATA_NODES }, (_, node) => {
    const [data, web, ipc] = [port(2 + node * 3), port(3 + node * 3), port(4 + node * 3)];
    return server(`DataNode ${String(node)}`, `datanode${String(node)}.log`, [
      'datanode.DataNode',
      ...['-D', `dfs.datanode.data.dir=file://${folder}/dn${String(node)}`],
      ...['-D', `dfs.datanode.address=${data}`, '-D', `dfs.datanode.http.address=${web}`],
      ...['-D', `dfs.datanode.ipc.address=${ipc}`],
    ]);
  });
  const servers = [nameNode, ...dataNodes];
  const stop = async () => {
    await Promise.all(servers.map((one) => one.stop()));
  };
  const started = await Promise.allSettled(servers.map((one) => one.start()));
  const failed = started.find((result) => result.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  return { name: 'HDFS', fs: `hdfs://${rpc}`, web: `webhdfs://${http}`, nameNode, dataNodes, stop };
}
