import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LakeliftError } from '../../errors/index.js';
import { isHdfsUrl } from '../../stores/index.js';
import { hdfsLanding } from './hdfs-landing.js';

/** A new folder of a source that a benchmark fills and removes again; nothing beside it is touched. */
export interface Landing {
  readonly url: string;
  /** Writes a new file below the folder and resolves once it is closed: readers may take it from then on. */
  land(path: string, data: Uint8Array): Promise<void>;
  /** Removes the folder with all it holds. */
  remove(): Promise<void>;
}

/** The folder `name` of `scratch`, a webhdfs://, hdfs:// or file:// URL. Throws USAGE for a URL of another kind. */
export function openLanding(scratch: string, name: string, user?: string): Landing {
  const url = `${scratch.replace(/\/+$/, '')}/${name}`;
  if (isHdfsUrl(url)) return hdfsLanding(url, user);
  if (url.startsWith('file:')) return localLanding(url);
  throw new LakeliftError('USAGE', 'files can land in HDFS or in a folder', {
    file: url,
    next: 'give a webhdfs://, hdfs:// or file:///folder URL as scratch.source',
  });
}

function localLanding(url: string): Landing {
  const root = fileURLToPath(url);
  return {
    url,
    async land(path, data) {
      const to = join(root, path);
      // Hidden to Hive and to lakelift until it is whole.
      const aside = join(dirname(to), `_${basename(to)}`);
      await mkdir(dirname(to), { recursive: true });
      await writeFile(aside, data);
      await rename(aside, to);
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
