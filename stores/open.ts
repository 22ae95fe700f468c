import { existsSync, statSync } from 'node:fs';
import { LakeliftError } from '../errors/index.js';
import { LocalSource } from './local/source.js';
import { LocalTarget } from './local/target.js';
import { isHdfsUrl, localPath, splitUrl } from './location.js';
import type { SourceOptions, TargetOptions } from './options.js';
import { openBucket } from './s3/bucket.js';
import { S3Target } from './s3/target.js';
import type { SourceStore, TargetStore } from './store.js';
import { ThrottledSource } from './throttled-source.js';
import { WebHdfsClient } from './webhdfs/client.js';
import { nameNodes } from './webhdfs/name-nodes.js';
import { WebHdfsSource } from './webhdfs/source.js';

function unknownScheme(url: string, role: string, next: string): LakeliftError {
  const scheme = splitUrl(url).scheme || '(none)';
  return new LakeliftError('USAGE', `no ${role} store is known for the scheme ${scheme}`, { next });
}

/** Opens a source by its URL, rooted at the file system's root. Throws USAGE for a scheme without a store. */
export async function openSource(url: string, options: SourceOptions = {}): Promise<SourceStore> {
  const source = sourceOf(url, options);
  return options.bandwidth === undefined ? source : new ThrottledSource(source, options.bandwidth);
}

function sourceOf(url: string, options: SourceOptions): SourceStore {
  if (splitUrl(url).scheme === 'file') return new LocalSource('/');
  if (isHdfsUrl(url)) return new WebHdfsSource(new WebHdfsClient(nameNodes(url), options));
  throw unknownScheme(url, 'source', 'give a webhdfs://, hdfs:// or file:///folder URL');
}

/** Opens a target rooted at the URL's path. Throws USAGE for a scheme without a store. */
export async function openTarget(url: string, options: TargetOptions = {}): Promise<TargetStore> {
  const { scheme } = splitUrl(url);
  if (scheme === 's3' || scheme === 'oss') return new S3Target(openBucket(url, options));
  if (scheme === 'file') {
    const root = localPath(url);
    if (existsSync(root) && !statSync(root).isDirectory()) {
      throw new LakeliftError('USAGE', 'the target is a file', { file: root, next: 'name a folder with --target' });
    }
    return new LocalTarget(root.length > 1 ? root.replace(/\/+$/, '') : root);
  }
  throw unknownScheme(url, 'target', 'give an s3://bucket/path, oss://bucket/path or file:///folder URL');
}
