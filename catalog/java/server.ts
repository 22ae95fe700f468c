import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LakeliftError } from '../../errors/error.js';
import type { ServeOptions } from '../server/server.js';
import { openForReading, schemaOf } from '../sqlite/file.js';
import type { CatalogSchema } from '../sqlite/file.js';
import { endpointText } from '../thrift/uri.js';
import { classPathOf } from './class-path.js';
import { release, spawnBound } from './ends-with-us.js';
import type { BoundProcess } from './ends-with-us.js';
import { compileIdFactory } from './id-factory.js';
import { writeSettings } from './settings.js';

export interface JavaOptions extends ServeOptions {
  /** A class path whose folders stand for the jars in them; without, that of HIVE_HOME and HADOOP_HOME. */
  readonly jars?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const [START_MS, STOP_MS, POLL_MS] = [180_000, 10_000, 200];
/** What Hive 2.3 reaches into of Java's own packages. */
const OPEN = ['lang', 'net', 'util'].map((name) => `--add-opens=java.base/java.${name}=ALL-UNNAMED`);
const MAIN = 'org.apache.hadoop.hive.metastore.HiveMetaStore';
const LOG_LINES = 15;
/** What a shell ends with when it cannot run a command. */
const NOT_RUN = [126, 127];
const ANYWHERE = ['0.0.0.0', '::'];

/** A real Hive Metastore in a Java process of its own, which serves a catalog, may change it, and does not outlive this process. */
export class JavaMetastore {
  readonly #process: BoundProcess;
  readonly #folder: string;
  readonly #options: ServeOptions;
  /** Settles when the process has ended, with the last of what it said. */
  readonly ended: Promise<string>;

  private constructor(process: BoundProcess, folder: string, options: ServeOptions) {
    this.#process = process;
    this.#folder = folder;
    this.#options = options;
    const log: string[] = [];
    const keep = (chunk: Buffer): void => void log.splice(0, log.push(...String(chunk).split('\n')) - LOG_LINES);
    process.stdout.on('data', keep);
    process.stderr.on('data', keep);
    this.ended = new Promise((resolve) => {
      process.once('error', (error) => resolve(error.message));
      process.once('close', () => resolve(log.join('\n').trim()));
    });
  }

  /**
   * Starts it on the metastore database at `path` and waits until it answers. Throws USAGE (file, host), PREFLIGHT (no Java, no such jars),
   * IO when it does not start, CORRUPT.
   */
  static async start(path: string, options: JavaOptions): Promise<JavaMetastore> {
    const schema = schemaAt(path);
    const classPath = classPathOf(options.jars, options.env, schema);
    const port = options.port === 0 ? await freePort() : options.port;
    const at = { ...options, port };
    const { folder, log4j } = writeSettings(path, at, schema);
    const { JAVA_HOME } = options.env;
    const [java, javac] = ['java', 'javac'].map((name) =>
      JAVA_HOME === undefined ? name : join(JAVA_HOME, 'bin', name),
    ) as [string, string];
    const ids = await compileIdFactory(schema, folder, classPath, javac).catch((error: unknown) => {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    });
    const args = [...OPEN, ...ids, `-Dlog4j.configurationFile=file:${log4j}`, '-cp', `${folder}:${classPath}`, MAIN];
    const child = spawnBound(folder, java, [...args, '-p', String(port)]);
    const server = new JavaMetastore(child, folder, at);
    try {
      await server.#ready(java);
      return server;
    } catch (error) {
      await server.close();
      throw error;
    }
  }

  get url(): string {
    const { host, port, framed = false } = this.#options;
    return endpointText({ host: ANYWHERE.includes(host) ? '127.0.0.1' : host, port, framed });
  }

  /** Ends the process, politely first, and removes its settings. */
  async close(): Promise<void> {
    const { pid } = this.#process;
    if (pid !== undefined && this.#process.exitCode === null && this.#process.signalCode === null) {
      process.kill(pid, 'SIGTERM');
      const force = setTimeout(() => process.kill(pid, 'SIGKILL'), STOP_MS);
      await this.ended;
      clearTimeout(force);
    }
    release(this.#process);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #ready(java: string): Promise<void> {
    const { host, port } = this.#options;
    const local = ANYWHERE.includes(host) ? '127.0.0.1' : host;
    let last: string | undefined;
    void this.ended.then((log) => (last = log));
    for (const until = Date.now() + START_MS; !(await accepts(local, port)); await sleep(POLL_MS)) {
      if (last !== undefined && NOT_RUN.includes(this.#process.exitCode ?? 0)) {
        throw new LakeliftError('PREFLIGHT', `no Java: ${last}`, {
          file: java,
          next: 'install Java 8 to 17, set JAVA_HOME, or leave out --engine java: the server in TypeScript needs none',
        });
      }
      if (last !== undefined) throw failed(`the Metastore ended while it started:\n${last}`);
      if (Date.now() > until) throw failed(`the Metastore did not answer in ${String(START_MS / 1000)} s`);
    }
    if (last !== undefined) throw failed(`another server is at port ${String(port)}; the Metastore ended:\n${last}`);
    if (!ANYWHERE.includes(host)) await this.#requireHidden(host);
  }

  /** A Metastore has no setting for the address, or does not follow it: it listens at all of them. */
  async #requireHidden(host: string): Promise<void> {
    const others = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .filter(({ internal, family, address }) => !internal && family === 'IPv4' && address !== host);
    for (const { address } of others) {
      if (!(await accepts(address, this.#options.port))) continue;
      throw new LakeliftError(
        'USAGE',
        `this Metastore can be reached at ${address}, too, and anybody there can change tables`,
        {
          next: 'give --host 0.0.0.0 when that is meant, or leave out --engine java: the server in TypeScript listens where --host says',
        },
      );
    }
  }
}

/** The schema of the metastore file. */
function schemaAt(path: string): CatalogSchema {
  const db = openForReading(path);
  try {
    return schemaOf(db, path);
  } finally {
    db.close();
  }
}

function failed(message: string): LakeliftError {
  return new LakeliftError('IO', message, { next: 'see whether all jars are there, and whether the port is free' });
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host, port, timeout: 2000 });
    const end = (answer: boolean) => (): void => {
      socket.destroy();
      done(answer);
    };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
