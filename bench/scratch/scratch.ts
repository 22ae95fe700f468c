import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Stores } from '../storms.js';
import type { BenchTable } from '../tables.js';
import { EventFiles } from './events.js';
import { openLanding } from './landing.js';
import type { Landing } from './landing.js';

/** Where a benchmark may write: folders of a source and of a target that hold nothing of the user's. */
export interface ScratchPlace {
  readonly source: string;
  readonly target: string;
}

/** What the migration does with the tables of a scratch place. The room of benchmarks knows only that it does; its caller gives it. */
export interface Lake {
  readonly stores: Stores;
  /** Brings what landed in the source, in one round; a table that changes meanwhile is left to the next. Throws what else kept it from that. */
  sync(): Promise<void>;
  /** Merges the small files of the target. */
  compact(): Promise<void>;
  /** The table of events as both sides have it now. */
  table(): Promise<BenchTable>;
  close(): Promise<void>;
}

export type OpenLake = (place: ScratchPlace) => Promise<Lake>;

/** A table of events that is filled on one side and followed on the other. */
export interface Scratch {
  readonly lake: Lake;
  readonly landing: Landing;
  readonly events: EventFiles;
}

/**
 * Makes a folder of its own on both sides, lets `work` use them, and removes them again. A process that is killed leaves its folders,
 * `lakelift-bench-…`, behind.
 */
export async function withScratch<T>(
  place: ScratchPlace,
  openLake: OpenLake,
  user: string | undefined,
  work: (scratch: Scratch) => Promise<T>,
): Promise<T> {
  const name = `lakelift-bench-${randomBytes(6).toString('hex')}`;
  const landing = openLanding(place.source, name, user);
  const target = `${place.target.replace(/\/+$/, '')}/${name}`;
  const events = await EventFiles.open();
  try {
    // A source that is not there yet cannot be followed.
    await land({ landing, events }, 1, 1);
    const lake = await openLake({ source: landing.url, target });
    try {
      return await work({ lake, landing, events });
    } finally {
      for await (const page of lake.stores.target.listFiles('')) {
        for (const { path } of page) await lake.stores.target.delete(path);
      }
      await lake.close();
      // A folder keeps the directories of what was deleted.
      if (target.startsWith('file:')) await rm(fileURLToPath(target), { recursive: true, force: true });
    }
  } finally {
    await landing.remove();
    await events.close();
  }
}

/** Lets some more files of so many rows land, one after the other. */
export async function land(
  { landing, events }: Pick<Scratch, 'landing' | 'events'>,
  files: number,
  rows: number,
): Promise<void> {
  for (let n = 0; n < files; n++) {
    const { path, data } = await events.next(rows);
    await landing.land(path, data);
  }
}
