import { setTimeout as sleep } from 'node:timers/promises';
import { LakeliftError } from '../../errors/index.js';
import { isHdfsUrl } from '../location.js';
import { nameNodes } from './name-nodes.js';

/** What a NameNode says of its work so far; counters only grow until it is started again. */
export interface NameNodeLoad {
  /** File operations of all kinds, by RPC and WebHDFS alike (NameNodeActivity, TotalFileOps). */
  readonly fileOps: number;
  readonly listings: number;
  readonly fileInfos: number;
  readonly blockLocations: number;
  /** Remote procedure calls, those of DataNodes included (RpcActivity of all ports). WebHDFS requests are none. */
  readonly rpcCalls: number;
  /** Milliseconds, the mean over the NameNode's last interval of metrics, of the port with the most calls. */
  readonly rpcQueueMs: number;
  readonly rpcProcessingMs: number;
  /** Bytes of the JVM's heap in use. */
  readonly heapUsed: number;
  readonly files: number;
  readonly blocks: number;
}

type Bean = Readonly<Record<string, unknown>>;

const TIMEOUT_MS = 10_000;
/**
 * How old counters over JMX may be: a NameNode keeps them for a period of its metrics and a millisecond (MetricsSourceAdapter, jmxCacheTTL), ten
 * seconds unless its hadoop-metrics2.properties says otherwise.
 */
const STALE_MS = 10_100;

/** Reads a NameNode's counters over JMX; undefined when no NameNode of the source answers there. Throws USAGE for a URL of another kind. */
export async function nameNodeLoad(sourceUrl: string): Promise<NameNodeLoad | undefined> {
  if (!isHdfsUrl(sourceUrl)) throw new LakeliftError('USAGE', 'the source has no NameNode', { file: sourceUrl });
  for (const origin of nameNodes(sourceUrl).origins) {
    const beans = await beansOf(origin).catch(() => undefined);
    if (beans !== undefined) return loadOf(beans);
  }
  return undefined;
}

/**
 * The same after a wait of about ten seconds, so that the counters hold all that was done before the call. Throws the signal's reason, and
 * what `nameNodeLoad` throws.
 */
export async function settledNameNodeLoad(sourceUrl: string, signal?: AbortSignal): Promise<NameNodeLoad | undefined> {
  const options = signal === undefined ? {} : { signal };
  await sleep(STALE_MS, undefined, options).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw error;
  });
  return nameNodeLoad(sourceUrl);
}

/** The beans of an active NameNode; undefined of a standby, which does no work. */
async function beansOf(origin: string): Promise<readonly Bean[] | undefined> {
  const reply = await fetch(`${origin}/jmx`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!reply.ok) return undefined;
  const { beans } = (await reply.json()) as { beans: readonly Bean[] };
  const status = named(beans, 'Hadoop:service=NameNode,name=NameNodeStatus');
  return status['State'] === 'standby' ? undefined : beans;
}

function loadOf(beans: readonly Bean[]): NameNodeLoad {
  const activity = named(beans, 'Hadoop:service=NameNode,name=NameNodeActivity');
  const system = named(beans, 'Hadoop:service=NameNode,name=FSNamesystem');
  const heap = named(beans, 'java.lang:type=Memory')['HeapMemoryUsage'] as Bean | undefined;
  const ports = beans.filter((bean) => String(bean['name']).includes('name=RpcActivityForPort'));
  const calls = (port: Bean) => number(port, 'RpcProcessingTimeNumOps');
  const busiest = ports.reduce<Bean>((most, port) => (calls(port) > calls(most) ? port : most), {});
  return {
    fileOps: number(activity, 'TotalFileOps'),
    listings: number(activity, 'GetListingOps'),
    fileInfos: number(activity, 'FileInfoOps'),
    blockLocations: number(activity, 'GetBlockLocations'),
    rpcCalls: ports.reduce((sum, port) => sum + calls(port), 0),
    rpcQueueMs: number(busiest, 'RpcQueueTimeAvgTime'),
    rpcProcessingMs: number(busiest, 'RpcProcessingTimeAvgTime'),
    heapUsed: number(heap ?? {}, 'used'),
    files: number(system, 'FilesTotal'),
    blocks: number(system, 'BlocksTotal'),
  };
}

const named = (beans: readonly Bean[], name: string): Bean => beans.find((bean) => bean['name'] === name) ?? {};

function number(bean: Bean, key: string): number {
  const value = bean[key];
  return typeof value === 'number' ? value : 0;
}
