import { fileURLToPath } from 'node:url';
import { LakeliftError } from '../errors/index.js';
import { LocalSource } from './local/source.js';
import { LocalTarget } from './local/target.js';
import type { SourceStore, TargetStore } from './store.js';

function localRoot(url: string): string | undefined {
  return url.startsWith('file:') ? fileURLToPath(url) : undefined;
}

function unknownScheme(url: string, role: string): LakeliftError {
  const scheme = /^([a-z0-9+.-]+):/i.exec(url)?.[1] ?? '(none)';
  return new LakeliftError('USAGE', `no ${role} store is known for the scheme ${scheme}`, {
    next: 'give a file:///folder URL',
  });
}

/** Opens a source by its URL, rooted at the file system's root. Throws USAGE for a scheme without a store. */
export function openSource(url: string): Promise<SourceStore> {
  if (localRoot(url) === undefined) return Promise.reject(unknownScheme(url, 'source'));
  return Promise.resolve(new LocalSource('/'));
}

/** The path of the URL within the store that `openSource` opens for it: no slash at either end. */
export function sourceBasePath(url: string): string {
  return (localRoot(url) ?? new URL(url).pathname).replace(/^\/+|\/+$/g, '');
}

/** Opens a target rooted at the URL's path. Throws USAGE for a scheme without a store. */
export function openTarget(url: string): Promise<TargetStore> {
  const root = localRoot(url);
  if (root === undefined) return Promise.reject(unknownScheme(url, 'target'));
  return Promise.resolve(new LocalTarget(root.length > 1 ? root.replace(/\/+$/, '') : root));
}
