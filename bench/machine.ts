import { createHash } from 'node:crypto';
import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';

/** What decides how fast this machine is; a name is not part of it, as machines of a cloud change theirs. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly platform: string;
  readonly node: string;
}

export function thisMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGib: Math.round(totalmem() / 1024 ** 3),
    platform: `${platform()}-${arch()}`,
    node: process.versions.node,
  };
}

/** The same for machines whose times may be compared. The version of Node is left out: queries run in engines. */
export function fingerprint({ cpu, cores, memoryGib, platform }: Machine): string {
  return createHash('sha256')
    .update(JSON.stringify([cpu, cores, memoryGib, platform]))
    .digest('hex')
    .slice(0, 12);
}
