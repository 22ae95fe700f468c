import { createHash } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { localPath } from '../stores/index.js';

/**
 * Where the journal and the catalog lie unless told otherwise: within a file target, else in `.lakelift/` of the working folder
 * under a name derived from the target's URL, so that two targets never share a journal. They share a
 * catalog, which has a table of a name once and refuses that of another target.
 */
export function statePaths(
  target: string,
  cwd: string,
  given: { readonly state?: string; readonly catalog?: string },
): { state: string; catalog: string } {
  const state = given.state === undefined ? defaultState(target, cwd) : resolve(cwd, given.state);
  const catalog = given.catalog === undefined ? join(dirname(state), 'catalog.db') : resolve(cwd, given.catalog);
  return { state, catalog };
}

function defaultState(target: string, cwd: string): string {
  if (target.startsWith('file:')) return join(localPath(target), '.lakelift', 'state.db');
  const hash = createHash('sha256').update(target.replace(/\/+$/, '')).digest('hex').slice(0, 12);
  return join(cwd, '.lakelift', `${hash}.db`);
}
