import { fileURLToPath } from 'node:url';
import { LakeliftError } from '../errors/index.js';
import { realFolder } from './within.js';

/** Schemes that all name the same HDFS, by RPC, HTTP and HTTPS. */
const HDFS_SCHEMES: ReadonlySet<string> = new Set(['hdfs', 'webhdfs', 'swebhdfs']);

/** A file system URL in its parts. Nothing is decoded: Hadoop paths may hold a literal `%3A`. */
export interface FileSystemUrl {
  /** Lower case; '' for a bare path. */
  readonly scheme: string;
  /** What stands between `//` and the path, for example `nn1:9870,nn2:9870`. */
  readonly authority: string;
  /** With its leading slash; '' when absent. */
  readonly path: string;
}

/** Splits a URL as Hadoop's `Path` does. `new URL` would reject several hosts and encode the path. */
export function splitUrl(url: string): FileSystemUrl {
  const parts = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/]*))?(.*)$/is.exec(url);
  return { scheme: (parts?.[1] ?? '').toLowerCase(), authority: parts?.[2] ?? '', path: parts?.[3] ?? '' };
}

/** True for a URL that an HDFS serves. */
export function isHdfsUrl(url: string): boolean {
  return HDFS_SCHEMES.has(splitUrl(url).scheme);
}

const trimmed = (path: string): string => path.replace(/\/{2,}/g, '/').replace(/^\/|\/$/g, '');

/** The path of a `file:` URL. Throws USAGE for one that names a host, as `file://folder` does. */
export function localPath(url: string): string {
  try {
    return fileURLToPath(url);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const next = 'give a file:///folder URL, with three slashes';
    throw new LakeliftError('USAGE', `the URL names no folder of this machine: ${reason}`, { file: url, next, cause });
  }
}

/** The path of the URL within the store that `openSource` opens for it: no slash at either end. */
export function sourceBasePath(url: string): string {
  return trimmed(splitUrl(url).scheme === 'file' ? localPath(url) : splitUrl(url).path);
}

/** A path within a source as messages name it: its root is that of a file system. */
export const sourceFile = (path: string): string => `/${path}`;

/** The host names of an authority, lower case, without user and ports. */
function hosts(authority: string): string[] {
  return authority
    .slice(authority.lastIndexOf('@') + 1)
    .split(',')
    .map((host) => host.replace(/:\d+$/, '').toLowerCase());
}

/**
 * The store path of a location as a Hive Metastore records it: a raw, never percent-decoded URI or bare path.
 * Throws REFUSED for a location on another file system: another kind, or another host. Ports are not compared, as the
 * metastore names the RPC port and the source may name the HTTP port. A location without a host is the source's.
 */
export function resolveLocation(sourceUrl: string, location: string): string {
  const source = splitUrl(sourceUrl);
  const { scheme, authority, path } = splitUrl(location);
  const onHdfs = HDFS_SCHEMES.has(source.scheme);
  const sameKind = scheme === '' || (onHdfs ? HDFS_SCHEMES.has(scheme) : scheme === source.scheme);
  const known = hosts(source.authority);
  const sameHost = authority === '' || hosts(authority).every((host) => known.includes(host));
  if (sameKind && sameHost && path.startsWith('/')) return trimmed(path);
  throw new LakeliftError('REFUSED', `the location is not on the source's file system ${fileSystem(source)}`, {
    file: `${fileSystem({ scheme, authority })}${path}`,
    next: onHdfs
      ? 'name the source by the host of the location; for a logical name set HADOOP_CONF_DIR to the folder of hdfs-site.xml'
      : 'give the file system of the location as the source',
  });
}

/** Scheme and authority for messages, without a user or password. */
function fileSystem({ scheme, authority }: Pick<FileSystemUrl, 'scheme' | 'authority'>): string {
  return scheme === '' ? '' : `${scheme}://${authority.slice(authority.lastIndexOf('@') + 1)}`;
}

/**
 * Whether one of two folders is the other or holds it. Hosts are not compared: one HDFS has several names. Of this machine's folders, links
 * are followed.
 */
export function overlap(a: string, b: string): boolean {
  const [first, second] = [folderOf(a), folderOf(b)];
  return first.startsWith(second) || second.startsWith(first);
}

/** The kind of store and the path, with a slash behind it. */
function folderOf(url: string): string {
  const { scheme, authority, path } = splitUrl(url);
  const [kind, folder] = HDFS_SCHEMES.has(scheme)
    ? ['hdfs', path]
    : scheme === 'file'
      ? ['file', realFolder(localPath(url))]
      : [scheme, `${authority}/${path}`];
  return `${kind}:/${trimmed(folder)}/`.replace(/\/+$/, '/');
}
