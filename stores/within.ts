import { lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A path with its links followed as far as it exists. */
export function realFolder(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return dirname(path) === path ? path : join(realFolder(dirname(path)), basename(path));
  }
}

/** Parents of folders that are remembered: neighbours come one after the other. */
const REMEMBERED = 256;

/**
 * Tells of many folders of this machine, by absolute paths, whether they are `outer` or lie within it, links followed. Its links are
 * followed once, those of a folder's parent once for neighbours, so that 100,000 partitions take a look at each.
 */
export function withinFolder(outer: string): (inner: string) => boolean {
  const within = withSlash(realFolder(outer));
  const parents = new Map<string, string>();
  const realParent = (parent: string): string => {
    const known = parents.get(parent);
    if (known !== undefined) return known;
    const real = realFolder(parent);
    if (parents.size === REMEMBERED) parents.clear();
    parents.set(parent, real);
    return real;
  };
  const real = (path: string): string => {
    if (dirname(path) === path || isLink(path)) return realFolder(path);
    return join(realParent(dirname(path)), basename(path));
  };
  return (inner) => withSlash(real(inner)).startsWith(within);
}

const withSlash = (path: string): string => (path.endsWith('/') ? path : `${path}/`);

/** Whether a link is there; one that cannot be looked at is taken as one, so that all of its path is followed. */
function isLink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  } catch {
    return true;
  }
}
