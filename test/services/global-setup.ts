import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hdfsJars, minioBinary, paimonReaderClassPath, pysparkJars, sparkJars } from './cache.js';
import { startHdfs } from './hdfs.js';
import { startHms } from './hms.js';
import { startMinio } from './minio.js';
import type { Service } from './processes.js';

type Stoppable = Pick<Service, 'stop'>;

async function startAll(folder: string, running: Stoppable[]): Promise<Record<string, string>> {
  const keep = <S extends Stoppable>(service: S): S => {
    running.push(service);
    return service;
  };
  const started = await Promise.allSettled([
    (async () => {
      const hdfs = keep(await startHdfs(join(folder, 'hdfs')));
      const hms = keep(await startHms(join(folder, 'hms'), `${hdfs.fs}/user/hive/warehouse`, { kind: 'derby' }));
      return {
        LAKELIFT_TEST_WEBHDFS: hdfs.web,
        LAKELIFT_TEST_HDFS: hdfs.fs,
        LAKELIFT_TEST_HMS: hms.uri,
      };
    })(),
    (async () => {
      const minio = keep(await startMinio(join(folder, 'minio')));
      return {
        ...minio.environment,
        LAKELIFT_TEST_S3_ENDPOINT: minio.endpoint,
        LAKELIFT_TEST_S3_BUCKET: minio.bucket,
      };
    })(),
  ]);
  const failed = started.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return Object.assign({}, ...started.map((result) => (result.status === 'fulfilled' ? result.value : {}))) as Record<
    string,
    string
  >;
}

/**
 * Starts HDFS, a Hive Metastore on it and MinIO for the test project `real`, and names them in the environment.
 * Where they cannot be had, CI fails and a desk gets a loud warning and skipped tests.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-services-'));
  const running: Stoppable[] = [];
  const stopAll = async () => {
    await Promise.all(running.map((service) => service.stop()));
    if (process.env['LAKELIFT_KEEP'] === undefined) await rm(folder, { recursive: true, force: true });
  };
  const start = Date.now();
  const seconds = () => `${((Date.now() - start) / 1000).toFixed(0)} s`;
  try {
    await Promise.all([hdfsJars(), pysparkJars(), sparkJars(), paimonReaderClassPath(), minioBinary()]);
    console.log(`test services: everything is in the cache (${seconds()})`);
    Object.assign(process.env, await startAll(folder, running), { LAKELIFT_TEST_RUN: folder });
    console.log(`test services: HDFS, Hive Metastore and MinIO are up (${seconds()})`);
  } catch (error) {
    await stopAll();
    if (process.env['CI']) throw error;
    console.warn(`\n*** THE REAL TESTS ARE SKIPPED: the test services did not start ***\n${String(error)}\n`);
    return () => Promise.resolve();
  }
  return stopAll;
}
