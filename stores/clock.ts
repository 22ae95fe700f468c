import { isHdfsUrl, splitUrl } from './location.js';
import type { TargetOptions } from './options.js';
import { endpointOf } from './s3/bucket.js';
import { nameNodes } from './webhdfs/name-nodes.js';

/** A server of a store, and how far its clock is ahead of this machine's: milliseconds, to the second that HTTP's Date has. */
export interface ClockReading {
  readonly server: string;
  readonly aheadMs: number;
}

const TIMEOUT_MS = 10_000;
/** Hadoop's servers send two of them, which arrive as one text. */
const FIRST_DATE = /^\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT/;

/** The clocks of the HTTP servers behind a source or target URL: NameNodes, the object store. Servers that do not answer, or not with a Date, are left out. */
export async function serverClocks(url: string, options: TargetOptions = {}): Promise<ClockReading[]> {
  const readings = await Promise.all(serversOf(url, options).map(readClock));
  return readings.filter((reading) => reading !== undefined);
}

function serversOf(url: string, options: TargetOptions): readonly string[] {
  if (isHdfsUrl(url)) return nameNodes(url).origins;
  const { scheme, authority } = splitUrl(url);
  if (scheme !== 's3' && scheme !== 'oss') return [];
  return [endpointOf(options) ?? `https://${authority}.s3.amazonaws.com`];
}

async function readClock(server: string): Promise<ClockReading | undefined> {
  const asked = Date.now();
  try {
    // Whatever the answer is, it has a Date.
    const { headers } = await fetch(server, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const answered = Date.now();
    const theirs = Date.parse(FIRST_DATE.exec(headers.get('date') ?? '')?.[0] ?? '');
    return Number.isNaN(theirs) ? undefined : { server, aheadMs: theirs - (asked + answered) / 2 };
  } catch {
    return undefined;
  }
}
