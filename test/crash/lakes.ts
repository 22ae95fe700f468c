import {
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  HeadObjectCommand,
  GetObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Minio } from '../services/minio.js';

/** Where a trial writes to, looked at by other means than lakelift's stores. */
export interface Lake {
  readonly url: string;
  /** The journal's path. */
  readonly state: string;
  /** Environment of the processes that write there. */
  readonly env: Readonly<Record<string, string>>;
  readonly options: { readonly endpoint?: string; readonly region?: string };
  /** Every file and open upload there is, hidden ones included; not those of lakelift's own folder. */
  everything(): Promise<string[]>;
  /** Changes when the file is written again. */
  version(path: string): Promise<string>;
  /** A local file with these bytes. */
  localCopy(path: string): Promise<string>;
  close(): Promise<void>;
}

/** A new empty folder. */
export async function folderLake(): Promise<Lake> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-trial-'));
  const root = join(folder, 'lake');
  await mkdir(root);
  return {
    url: pathToFileURL(root).href,
    state: join(root, '.lakelift', 'state.db'),
    env: {},
    options: {},
    everything: async () => {
      const entries = await readdir(root, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
      return files.map((file) => relative(root, file)).filter((path) => !path.startsWith('.lakelift/'));
    },
    version: async (path) => {
      const { ino, mtimeMs } = await stat(join(root, path));
      return `${String(ino)} ${String(mtimeMs)}`;
    },
    localCopy: (path) => Promise.resolve(join(root, path)),
    close: () => rm(folder, { recursive: true }),
  };
}

/** A new empty prefix of MinIO's bucket. */
export async function bucketLake(minio: Pick<Minio, 'bucket' | 'environment'>): Promise<Lake> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-trial-'));
  const prefix = basename(folder);
  const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region, ...keys } = minio.environment;
  const credentials = { accessKeyId: keys['AWS_ACCESS_KEY_ID']!, secretAccessKey: keys['AWS_SECRET_ACCESS_KEY']! };
  const client = new S3Client({ endpoint: endpoint!, region: region!, credentials, forcePathStyle: true });
  const bucket = { Bucket: minio.bucket };
  const keyOf = (path: string): string => `${prefix}/${path}`;
  return {
    url: `s3://${minio.bucket}/${prefix}`,
    state: join(folder, 'state.db'),
    env: minio.environment,
    options: { endpoint: endpoint!, region: region! },
    everything: async () => {
      const objects = await client.send(new ListObjectsV2Command({ ...bucket, Prefix: `${prefix}/` }));
      const found = (objects.Contents ?? []).map(({ Key = '' }) => Key.slice(prefix.length + 1));
      const uploads = await client.send(new ListMultipartUploadsCommand({ ...bucket, Prefix: `${prefix}/` }));
      return [...found, ...(uploads.Uploads ?? []).map(({ Key = '' }) => `the upload of ${Key}`)];
    },
    version: async (path) => {
      const { ETag, LastModified } = await client.send(new HeadObjectCommand({ ...bucket, Key: keyOf(path) }));
      return `${ETag ?? ''} ${String(LastModified?.getTime())}`;
    },
    localCopy: async (path) => {
      const { Body } = await client.send(new GetObjectCommand({ ...bucket, Key: keyOf(path) }));
      const copy = join(folder, basename(path));
      await writeFile(copy, await Body!.transformToByteArray());
      return copy;
    },
    close: async () => {
      client.destroy();
      await rm(folder, { recursive: true });
    },
  };
}
