import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TargetStore } from '../../stores/index.js';
import type { useDuck } from '../duck.js';

/** A warehouse whose table `w.t` has two partitions, of ids from `first` on. */
export async function twoPartitions(duck: ReturnType<typeof useDuck>, name: string, first: number): Promise<string> {
  const source = join(duck.folder(), name);
  for (const p of [0, 1]) {
    const path = join(source, `w.db/t/p=${String(p)}/part.parquet`);
    await mkdir(dirname(path), { recursive: true });
    const rows = `range(${first + p * 100}, ${first + p * 100 + 100})`;
    await duck.rows(`COPY (SELECT i AS "Id", 'v' || i AS v FROM ${rows} t(i)) TO '${path}' (FORMAT parquet)`);
  }
  return source;
}

/** Runs `work` before the n-th write of a store. */
export function interrupted(store: TargetStore, n: number, work: () => Promise<void>): TargetStore {
  let writes = 0;
  return new Proxy(store, {
    get: (inner, name) => {
      const value: unknown = Reflect.get(inner, name);
      if (typeof value !== 'function') return value;
      const method = value.bind(inner) as (...args: unknown[]) => Promise<unknown>;
      if (name !== 'put' && name !== 'createIfAbsent') return method;
      return async (...args: unknown[]) => {
        if (++writes === n) await work();
        return method(...args);
      };
    },
  });
}
