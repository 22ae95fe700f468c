import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { LakeliftError } from '../../errors/index.js';
import { splitUrl } from '../location.js';
import type { TargetOptions } from '../options.js';
import { s3Error } from './errors.js';

const CONNECT_MS = 10_000;
/** Until the head of a reply: longer than a slow line needs for one part. */
const REPLY_MS = 120_000;

/** One bucket of an S3 or OSS endpoint, with the key prefix that is the store's root. */
export interface Bucket {
  readonly client: S3Client;
  readonly name: string;
  /** '' or a path without slashes at its ends. */
  readonly root: string;
  /** The root as a URL. */
  readonly url: string;
  /** Alibaba OSS speaks S3 without CRC32C checksums and If-None-Match; it has Content-MD5 and a header of its own. */
  readonly oss: boolean;
}

/**
 * The bucket of an `s3://bucket/path` or `oss://bucket/path` URL. Credentials come from the AWS SDK's standard chain.
 * Throws USAGE without a bucket, CONFIG_INVALID for an oss:// URL without an endpoint.
 */
export function openBucket(url: string, options: TargetOptions): Bucket {
  const { scheme, authority: name, path } = splitUrl(url);
  if (name === '')
    throw new LakeliftError('USAGE', 'the target URL names no bucket', { next: `give ${scheme}://bucket/path` });
  const root = path.replace(/\/{2,}/g, '/').replace(/^\/|\/$/g, '');
  const oss = scheme === 'oss';
  const endpoint = endpointOf(options);
  if (oss && endpoint === undefined) {
    throw new LakeliftError('CONFIG_INVALID', 'an oss:// target needs an endpoint', {
      next: 'set AWS_ENDPOINT_URL_S3, for example to https://s3.oss-cn-hangzhou.aliyuncs.com',
    });
  }
  const client = new S3Client(clientConfig(options, endpoint, oss));
  return { client, name, root, url: `${scheme}://${name}${root === '' ? '' : `/${root}`}`, oss };
}

/** The endpoint's URL that the options or the environment name; undefined for AWS itself. */
export function endpointOf({ endpoint }: TargetOptions): string | undefined {
  return (endpoint ?? process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL']) || undefined;
}

function clientConfig(options: TargetOptions, endpoint: string | undefined, oss: boolean): S3ClientConfig {
  const region = options.region ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
  const sockets = { keepAlive: true, maxSockets: options.concurrency ?? 32 };
  return {
    // Without an endpoint the SDK may still find a region in the AWS configuration files.
    ...(region || endpoint ? { region: region ?? 'us-east-1' } : {}),
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: !oss }),
    maxAttempts: 6,
    // Checksums are sent by this store itself, so that they are those of the bytes it was given.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: new NodeHttpHandler({
      connectionTimeout: CONNECT_MS,
      requestTimeout: REPLY_MS,
      throwOnRequestTimeout: true,
      httpAgent: sockets,
      httpsAgent: sockets,
    }),
  };
}

/** The key of a store path. */
export function keyOf(bucket: Bucket, path: string): string {
  return [bucket.root, path].filter((part) => part !== '').join('/');
}

/** Runs one request; its failure becomes a LakeliftError that names the object. */
export async function request<T>(bucket: Bucket, path: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw s3Error(error, `${bucket.url}${path === '' ? '' : `/${path}`}`);
  }
}
