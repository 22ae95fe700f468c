import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import type { Report } from '../../reports/index.js';
import { formatBytes } from '../size.js';
import { packageVersion } from '../version.js';

/** The program and the machine a report was made with; nothing that names a user or a host. */
export function environment(): NonNullable<Report['environment']> {
  return [
    { name: 'lakelift', value: packageVersion() },
    { name: 'Node.js', value: process.versions.node },
    { name: 'System', value: `${platform()} ${release()}, ${arch()}` },
    { name: 'Processors', value: `${availableParallelism()} (${cpus()[0]?.model.trim() ?? 'unknown'})` },
    { name: 'Memory', value: formatBytes(totalmem()) },
  ];
}
