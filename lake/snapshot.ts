import { LakeliftError } from '../errors/error.js';

/** One snapshot-N file (org.apache.paimon.Snapshot). Sizes and counts are missing in tables of old writers. */
export interface Snapshot {
  readonly id: number;
  readonly schemaId: number;
  /** Name of the list of manifests that were live before this snapshot. */
  readonly baseManifestList: string;
  readonly baseManifestListSize?: number;
  /** Name of the list of manifests this snapshot adds. */
  readonly deltaManifestList: string;
  readonly deltaManifestListSize?: number;
  /** Name of the list of manifests of its change log, of tables that keep one. */
  readonly changelogManifestList?: string;
  readonly changelogManifestListSize?: number;
  readonly indexManifest?: string;
  readonly commitUser: string;
  readonly commitIdentifier: bigint;
  readonly commitKind: 'APPEND' | 'COMPACT' | 'OVERWRITE' | 'ANALYZE';
  /** Milliseconds since the epoch. */
  readonly timeMillis: number;
  readonly totalRecordCount?: number;
  readonly deltaRecordCount?: number;
  readonly changelogRecordCount?: number;
  /** Name of a table statistics file. */
  readonly statistics?: string;
  readonly nextRowId?: number;
  /** Of streaming writers; it never goes back. */
  readonly watermark?: bigint;
}

const FORMAT_VERSION = 3;
/** What a batch writer, which commits once, writes as its commit identifier: Java's Long.MAX_VALUE. */
export const BATCH_COMMIT = 9223372036854775807n;

/** Bare integers in the file that a JavaScript number could not hold. */
const WIDE = ['commitIdentifier', 'watermark'] as const;
const WIDE_TEXT = new RegExp(`("(?:${WIDE.join('|')})"\\s*:\\s*)"(-?\\d+)"`, 'g');
const WIDE_NUMBER = new RegExp(`("(?:${WIDE.join('|')})"\\s*:\\s*)(-?\\d+)`, 'g');

/** The snapshot file. */
export function encodeSnapshot(snapshot: Snapshot): Uint8Array {
  const text = JSON.stringify(
    { version: FORMAT_VERSION, ...snapshot },
    (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
    2,
  );
  return new TextEncoder().encode(text.replace(WIDE_TEXT, '$1$2'));
}

/** Reads a snapshot file, or a tag, which is one with more properties. Throws CORRUPT, REFUSED for a newer version. */
export function decodeSnapshot(bytes: Uint8Array, path: string): Snapshot {
  const json = parse(bytes, path);
  if (Number(json['version'] ?? 1) > FORMAT_VERSION) {
    throw new LakeliftError('REFUSED', `snapshot version ${String(json['version'])} is newer than ${FORMAT_VERSION}`, {
      file: path,
    });
  }
  for (const [key, type] of Object.entries(REQUIRED)) {
    if (typeof json[key] !== type) {
      throw new LakeliftError('CORRUPT', `the snapshot file has no ${key}`, { file: path });
    }
  }
  const known = [...Object.keys(REQUIRED), ...OPTIONAL].filter((key) => json[key] !== undefined && json[key] !== null);
  const isWide = (key: string): boolean => WIDE.some((wide) => wide === key);
  const values = known.map((key) => [key, isWide(key) ? BigInt(String(json[key])) : json[key]]);
  return Object.fromEntries(values) as unknown as Snapshot;
}

const REQUIRED = {
  id: 'number',
  schemaId: 'number',
  baseManifestList: 'string',
  deltaManifestList: 'string',
  commitUser: 'string',
  commitIdentifier: 'string',
  commitKind: 'string',
  timeMillis: 'number',
} as const;

const OPTIONAL: readonly (keyof Snapshot)[] = [
  'baseManifestListSize',
  'deltaManifestListSize',
  'changelogManifestList',
  'changelogManifestListSize',
  'indexManifest',
  'totalRecordCount',
  'deltaRecordCount',
  'changelogRecordCount',
  'statistics',
  'nextRowId',
  'watermark',
];

/** The JSON with wide integers as text, so that no digit is lost. */
function parse(bytes: Uint8Array, path: string): Partial<Record<string, unknown>> {
  const text = new TextDecoder().decode(bytes).replace(WIDE_NUMBER, '$1"$2"');
  try {
    return JSON.parse(text) as Partial<Record<string, unknown>>;
  } catch (cause) {
    throw new LakeliftError('CORRUPT', 'the snapshot file is not JSON', { file: path, cause });
  }
}
