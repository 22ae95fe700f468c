import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startHms } from '../services/hms.js';
import { CHANGES, MetastoreTrial } from './metastore-trial.js';
import type { Change } from './metastore-trial.js';
import { saveResult } from './results.js';
import type { ProofCount } from './results.js';

/** Trials at the same time. */
const WIDTH = 2;

const NAMES: Readonly<Record<Change, string>> = {
  push: '`catalog push --replace` of two tables',
  cutover: '`cutover`',
  rollback: '`cutover --rollback`',
};

interface Try {
  readonly at: number;
  readonly when: 'before' | 'after' | 'sent';
  readonly then: Change;
}

/** A killed cutover is run again, and taken back. */
const nextOf = (change: Change): readonly Change[] => (change === 'cutover' ? ['cutover', 'rollback'] : [change]);

/** At most `most` of the tries, spread evenly over all of them. */
const spread = (tries: readonly Try[], most: number): Try[] =>
  tries.filter(
    (_, index) => Math.floor((index * most) / tries.length) < Math.floor(((index + 1) * most) / tries.length),
  );

async function everyOperation(change: Change, url: string, most: number): Promise<ProofCount> {
  let made = 0;
  const open = (): Promise<MetastoreTrial> => MetastoreTrial.open(change, url, `${change}_${String((made += 1))}`);
  const whole = await open();
  const { operations } = await whole.count();
  await whole.close();
  const numbers = Array.from({ length: operations }, (_, index) => index + 1);
  const all: Try[] = nextOf(change).flatMap((then) =>
    numbers.flatMap((at) => (['before', 'sent', 'after'] as const).map((when) => ({ at, when, then }))),
  );
  const tries = all.length > most ? spread(all, most) : all;
  const [of, wrong] = [tries.length, [] as string[]];
  let tried = 0;
  const lane = async (): Promise<void> => {
    for (let next = tries.pop(); next !== undefined; next = tries.pop()) {
      const { then, ...point } = next;
      const trial = await open();
      const { killed, violations } = await trial.run(point, then);
      await trial.close();
      tried += killed;
      wrong.push(...violations.map((text) => `${change}, then ${then}, ${JSON.stringify(point)}: ${text}`));
      for (const text of violations) console.error(`${change}, then ${then}, ${JSON.stringify(point)}: ${text}`);
      console.error(`${change}: ${String(tried)} of ${String(of)}, ${String(wrong.length)} wrong`);
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, lane));
  const which = tries.length === all.length ? '' : `${String(of)} of the ${String(all.length)} `;
  const what = `${which}kills before and after each of the ${String(operations)} operations of ${NAMES[change]}, calls unanswered, too`;
  return { what, tried, of, wrong };
}

/**
 * `npm run proof:metastore [-- CHANGE...] [MOST]`: the commands that change a Hive Metastore, killed around every operation that others can
 * see; with a number around that many of each command's, spread over the whole run.
 */
export async function main(...words: string[]): Promise<void> {
  const most = words.map(Number).find((number) => number > 0) ?? Infinity;
  const changes = CHANGES.filter((change) => words.includes(change));
  const base = await mkdtemp(join(tmpdir(), 'lakelift-proof-'));
  const hms = await startHms(join(base, 'hms'), pathToFileURL(join(base, 'warehouse')).href, { kind: 'derby' });
  const counts: ProofCount[] = [];
  try {
    for (const change of changes.length === 0 ? CHANGES : changes) {
      const count = await everyOperation(change, hms.uri, most);
      counts.push(count);
      await saveResult(`metastore-${change}`, [count]);
    }
  } finally {
    await hms.stop();
    await rm(base, { recursive: true });
  }
  if (counts.some(({ wrong }) => wrong.length > 0)) process.exitCode = 1;
}
