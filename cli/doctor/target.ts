import { LakeliftError } from '../../errors/index.js';
import type { TargetStore } from '../../stores/index.js';
import { MOST_SKEW_MS } from './clocks.js';
import { finding, type Finding } from './finding.js';

/** Callers that try to create the same file at once. */
const RIVALS = 8;

/** More than one part of a multipart upload. */
const LARGE = 9 * 1024 * 1024;

/**
 * Tries everything a migration needs of a target, below `.lakelift/`, and removes what it wrote. `url` is as the user gave it;
 * with a lock, nothing is said of writers that have none.
 */
export async function examineTarget(target: TargetStore, url: string, hasLock = false): Promise<Finding[]> {
  const folder = `.lakelift/doctor-${process.pid}-${Date.now()}`;
  const [small, large] = [`${folder}/small`, `${folder}/large`];
  const found = [await finding('target', () => createsOnce(target, small))];
  const isWritable = found[0]!.ok;
  if (isWritable) {
    found.push(await finding('target list', () => listed(target, folder, small)));
    found.push(await finding('target upload', () => uploads(target, large)));
    found.push(await finding('target clock', () => sameClock(target, small)));
  }
  const removed = await finding('target removal', async () => {
    await Promise.all([target.delete(small), target.delete(large)]);
    return 'what was written is removed';
  });
  // Where nothing could be written, the first finding says why.
  if (isWritable && !removed.ok) found.push(removed);
  return isWritable && !hasLock ? [...found, ...writersWithoutLock(url)] : found;
}

async function createsOnce(target: TargetStore, path: string): Promise<string> {
  const create = (): Promise<'created' | 'exists'> => target.createIfAbsent(path, new Uint8Array(1));
  const answers = [...(await Promise.all(Array.from({ length: RIVALS }, create))), await create()];
  const created = answers.filter((answer) => answer === 'created').length;
  if (created !== 1) {
    throw new LakeliftError(
      'PREFLIGHT',
      `${created} of ${RIVALS + 1} callers created the same file: commits would not be atomic`,
      {
        next: 'use a store that honours If-None-Match on PUT',
      },
    );
  }
  return `${target.url} can be written, and create-if-absent holds among ${RIVALS} callers at once`;
}

async function listed(target: TargetStore, folder: string, path: string): Promise<string> {
  const paths: string[] = [];
  for await (const page of target.listFiles(`${folder}/`)) paths.push(...page.map((file) => file.path));
  if (paths.includes(path)) return 'a file is listed as soon as it is written';
  throw new LakeliftError('PREFLIGHT', 'a file just written is not listed', {
    next: 'allow listing, and use a store that lists what it holds',
  });
}

async function uploads(target: TargetStore, path: string): Promise<string> {
  const chunk = new Uint8Array(1024 * 1024).fill(7);
  async function* data(): AsyncGenerator<Uint8Array> {
    for (let sent = 0; sent < LARGE; sent += chunk.length) yield await Promise.resolve(chunk);
  }
  const { length } = await target.put(path, data());
  const stat = await target.stat(path);
  if (length !== LARGE || stat?.length !== LARGE) {
    throw new LakeliftError('PREFLIGHT', `${stat?.length ?? 0} bytes are there of ${LARGE} written`);
  }
  const open = await target.openUploads(path);
  if (open.length > 0) throw new LakeliftError('PREFLIGHT', 'an upload is still open after it was completed');
  return `${LARGE / 1024 / 1024} MiB were written in more than one part, and the store's CRC32C is theirs`;
}

async function sameClock(target: TargetStore, path: string): Promise<string> {
  const stat = await target.stat(path);
  const skew = Math.round(((stat?.mtime ?? 0) - Date.now()) / 1000);
  // The file was made seconds ago, and stores round to seconds: a few seconds say nothing.
  if (Math.abs(skew) * 1000 > MOST_SKEW_MS) {
    throw new LakeliftError(
      'PREFLIGHT',
      `the store's clock is ${Math.abs(skew)} s ${skew < 0 ? 'behind' : 'ahead of'} this machine's`,
      {
        next: 'synchronise the clocks (NTP)',
      },
    );
  }
  return `the store's clock is within ${Math.max(5, Math.abs(skew))} s of this machine's`;
}

/** lakelift itself commits atomically; what it cannot see is how other writers are set up. */
function writersWithoutLock(url: string): Finding[] {
  if (!/^(s3|oss):/.test(url)) return [];
  return [
    {
      check: 'other writers',
      ok: true,
      warning: true,
      detail:
        'Paimon writers on object stores look first and write then: without a lock, one can replace the snapshot of another',
      next: 'let other writers of these tables use a catalog with a lock (lock.enabled) and name it by --lock, or write from one place only; see docs/locks.md',
    },
  ];
}
