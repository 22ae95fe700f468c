import type { SnapshotRange } from '../lake/index.js';
import type { CatalogSchema, DialectName } from '../catalog/index.js';
import type { WorkloadName } from '../bench/index.js';
import type { ByTable } from './keys.js';

/** The flags of all commands after parsing; a command sees those it declares, and required ones are present. */
export interface Options {
  readonly source: string;
  readonly metastore: string;
  readonly target: string;
  readonly tables: readonly string[];
  /** `database.table` */
  readonly table: string;
  readonly snapshot?: number;
  readonly tag?: string;
  /** Milliseconds since the epoch. */
  readonly asOf?: number;
  readonly incremental?: SnapshotRange;
  readonly rowKind?: boolean;
  readonly columns?: readonly string[];
  readonly limit?: number;
  readonly csv?: boolean;
  readonly arrow?: string;
  /** `key=value` texts. */
  readonly where: readonly string[];
  readonly primaryKey?: ByTable;
  readonly bucket?: ByTable;
  readonly sequenceField?: ByTable;
  readonly opColumn?: ByTable;
  readonly changelogProducer: 'none' | 'input';
  readonly duplicates: 'refuse' | 'last';
  readonly catalog?: string;
  readonly state?: string;
  readonly workers?: number;
  readonly verify: 0 | 1 | 2 | 3 | 4;
  readonly level: 0 | 1 | 2 | 3 | 4;
  readonly sparkSubmit?: string;
  readonly sparkArgs?: readonly string[];
  readonly samples: number;
  /** Bytes. */
  readonly targetFileSize: number;
  readonly orc: 'copy' | 'convert';
  readonly lock?: string;
  readonly once?: boolean;
  /** Milliseconds. */
  readonly interval: number;
  /** Milliseconds. */
  readonly untilLag?: number;
  readonly snapshotDiff?: boolean;
  readonly metricsPort?: number;
  readonly onRefuse: 'skip-table' | 'fail';
  /** Operations a second. */
  readonly namenodeOps?: number;
  /** Bytes a second. */
  readonly bandwidth?: number;
  readonly user?: string;
  readonly endpoint?: string;
  readonly region?: string;
  readonly format: 'json' | DialectName;
  readonly from?: string;
  readonly report?: string;
  readonly junit?: string;
  readonly with?: string;
  readonly to: string;
  readonly replace?: boolean;
  readonly backup?: string;
  readonly rollback?: boolean;
  readonly json?: string | boolean;
  readonly retainMax?: number;
  readonly retainMin?: number;
  /** Milliseconds. */
  readonly olderThan?: number;
  readonly dryRun?: boolean;
  readonly gc?: boolean;
  readonly yes?: boolean;
  readonly host: string;
  readonly port: number;
  readonly framed?: boolean;
  readonly engine: 'node' | 'java';
  readonly schema: CatalogSchema;
  readonly jars?: string;
  readonly suite: string;
  readonly out: string;
  readonly db: string;
  readonly sourceDir: string;
  readonly workload: WorkloadName;
  readonly scale: number;
  readonly batches?: number;
  readonly base?: number;
  readonly head?: number;
  readonly markdown?: string;
  readonly dir: string;
  readonly files: number;
}
