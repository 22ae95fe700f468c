import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { useDuck } from '../duck.js';

const inRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** `npm test` builds first; a single test file may be run without. */
export function requireBuild(): void {
  if (!existsSync(inRoot('dist/cli/main.js'))) execFileSync(process.execPath, [inRoot('scripts/build.mjs')]);
}

/** A warehouse and a lake of one test in folders of its own, and the flags that name them. */
export class Folders {
  readonly warehouse: string;
  readonly lake: string;

  constructor(
    private readonly duck: ReturnType<typeof useDuck>,
    name: string,
  ) {
    this.warehouse = join(duck.folder(), name, 'warehouse');
    this.lake = join(duck.folder(), name, 'lake');
  }

  get flags(): string[] {
    const [source, target] = [pathToFileURL(this.warehouse).href, pathToFileURL(this.lake).href];
    return ['--source', source, '--metastore', 'infer', '--target', target];
  }

  /** Writes the query's rows as one Parquet file of the warehouse and returns its path. */
  async file(path: string, query: string, options = ''): Promise<string> {
    const file = join(this.warehouse, path);
    await mkdir(join(file, '..'), { recursive: true });
    await this.duck.rows(`COPY (${query}) TO '${file}' (FORMAT parquet${options === '' ? '' : `, ${options}`})`);
    return file;
  }

  /** The journal of a folder target. */
  get state(): string {
    return join(this.lake, '.lakelift', 'state.db');
  }
}
