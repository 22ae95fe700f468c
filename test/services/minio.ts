import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { minioBinary } from './cache.js';
import { freePorts, serve, type Service } from './processes.js';

/** A running S3 server with one bucket; `environment` lets any S3 client in a child process reach it. */
export interface Minio extends Service {
  readonly endpoint: string;
  readonly bucket: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts MinIO with its data under `folder` and creates the bucket. */
export async function startMinio(folder: string): Promise<Minio> {
  const binary = await minioBinary();
  await mkdir(join(folder, 'data'), { recursive: true });
  const [port] = await freePorts(1);
  const address = `127.0.0.1:${String(port)}`;
  const endpoint = `http://${address}`;
  const credentials = { accessKeyId: 'testaccesskey', secretAccessKey: 'testsecretkey1234' };
  const service = await serve('MinIO', binary, ['server', '--quiet', '--address', address, join(folder, 'data')], {
    log: join(folder, 'minio.log'),
    env: {
      MINIO_ROOT_USER: credentials.accessKeyId,
      MINIO_ROOT_PASSWORD: credentials.secretAccessKey,
      MINIO_BROWSER: 'off',
      MINIO_UPDATE: 'off',
    },
    timeoutMs: 60_000,
    ready: async () => (await fetch(`${endpoint}/minio/health/live`)).ok,
  });
  const bucket = 'lakelift-test';
  const client = new S3Client({ endpoint, region: 'us-east-1', credentials, forcePathStyle: true });
  try {
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
  } catch (error) {
    await service.stop();
    throw error;
  } finally {
    client.destroy();
  }
  const environment = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: 'us-east-1',
  };
  return { ...service, endpoint, bucket, environment };
}
