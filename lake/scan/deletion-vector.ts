import { crc32 } from '@node-rs/crc32';
import { LakeliftError, placed } from '../../errors/error.js';
import { readAll, type TargetStore } from '../../stores/index.js';
import type { AvroRecord } from '../avro-schema.js';
import { readAvro } from '../avro.js';
import type { ManifestEntry } from '../manifest.js';
import { indexPath, manifestPath } from '../paths.js';
import type { Snapshot } from '../snapshot.js';
import { addRoaring, RowSet } from './row-set.js';

/** Where the deleted rows of one data file are written down (org.apache.paimon.index.DeletionVectorMeta). */
export interface DeletionVectorPlace {
  /** Store path of an index file. */
  readonly path: string;
  readonly offset: number;
  /** Most bytes it can take: of the first form the length given leaves out eight. */
  readonly length: number;
  /** Rows that are deleted; missing when the writer did not say. */
  readonly cardinality?: number;
}

/** By `vectorKey`. */
export type DeletionVectors = ReadonlyMap<string, DeletionVectorPlace>;

/** What a data file is found by among the deletion vectors of a snapshot. */
export function vectorKey({
  partition,
  bucket,
  fileName,
}: Pick<ManifestEntry, 'partition' | 'bucket' | 'fileName'>): string {
  return [Buffer.from(partition).toString('hex'), bucket, fileName].join('/');
}

const KIND_DELETE = 1;

/**
 * Where the deletion vectors of a snapshot are, by its index manifest (org.apache.paimon.manifest.IndexManifestEntry); other indexes are
 * passed over, as no rows depend on them. Throws CORRUPT, REFUSED for index files outside of the table.
 */
export async function deletionVectors(store: TargetStore, table: string, snapshot: Snapshot): Promise<DeletionVectors> {
  const places = new Map<string, DeletionVectorPlace>();
  if (snapshot.indexManifest === undefined) return places;
  const file = manifestPath(table, snapshot.indexManifest);
  for (const record of readAvro(await readAll(store, file), file).records) {
    if (record['_INDEX_TYPE'] !== 'DELETION_VECTORS') continue;
    if (record['_KIND'] === KIND_DELETE)
      throw new LakeliftError('CORRUPT', 'an index manifest has a deletion', { file });
    const external = record['_EXTERNAL_PATH'];
    if (typeof external === 'string') {
      throw new LakeliftError('REFUSED', 'a deletion vector lies outside of its table', { file: external });
    }
    const path = indexPath(table, String(record['_FILE_NAME']));
    const partition = record['_PARTITION'] as Uint8Array;
    for (const range of (record['_DELETIONS_VECTORS_RANGES'] ?? []) as readonly AvroRecord[]) {
      const offset = Number(range['f1']);
      const length = Math.min(Number(range['f2']) + 8, Number(record['_FILE_SIZE']) - offset);
      const known = range['_CARDINALITY'];
      const cardinality = known === null || known === undefined ? {} : { cardinality: Number(known) };
      const key = vectorKey({ partition, bucket: Number(record['_BUCKET']), fileName: String(range['f0']) });
      places.set(key, { path, offset, length, ...cardinality });
    }
  }
  return places;
}

/** Of the form with 32-bit row numbers, big-endian. */
const MAGIC_32 = 1581511376;
/** Of the form with 64-bit row numbers, little-endian. */
const MAGIC_64 = 1681511377;

/**
 * The rows that a deletion vector deletes. Both forms are length (int32, big-endian), magic, bitmap and a CRC-32 of magic and bitmap
 * (org.apache.paimon.deletionvectors.BitmapDeletionVector and Bitmap64DeletionVector). Throws CORRUPT naming file and offset.
 */
export async function readDeletionVector(store: TargetStore, place: DeletionVectorPlace): Promise<RowSet> {
  const { path: file, offset, length, cardinality } = place;
  try {
    const rows = decodeVector(await readAll(store, file, { offset, length }));
    if (cardinality !== undefined && rows.size !== cardinality) {
      throw new LakeliftError('CORRUPT', `a deletion vector has ${rows.size} rows, its manifest states ${cardinality}`);
    }
    return rows;
  } catch (error) {
    throw placed(error, { file, offset });
  }
}

function decodeVector(bytes: Uint8Array): RowSet {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < 12 ? -1 : view.getInt32(0);
  if (length < 4 || length + 8 > bytes.length)
    throw new LakeliftError('CORRUPT', 'a deletion vector has another length');
  const body = bytes.subarray(4, 4 + length);
  if (crc32(body) !== view.getUint32(4 + length)) {
    throw new LakeliftError('CORRUPT', 'a deletion vector does not have its checksum');
  }
  const rows = new RowSet();
  const bitmap = body.subarray(4);
  if (view.getInt32(4) === MAGIC_32) addRoaring(rows, bitmap);
  else if (view.getInt32(4, true) === MAGIC_64) addRoaring64(rows, bitmap);
  else throw new LakeliftError('REFUSED', `a deletion vector of the unknown form ${view.getInt32(4)}`);
  return rows;
}

/** The number of bitmaps, then for each the upper 32 bits of its numbers and the bitmap (RoaringFormatSpec, "Extension for 64-bit"). */
function addRoaring64(rows: RowSet, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8) throw new LakeliftError('CORRUPT', 'a deletion vector ends before its bitmaps');
  let position = 8;
  for (let left = view.getBigUint64(0, true); left > 0n; left--) {
    if (position + 4 > bytes.length) throw new LakeliftError('CORRUPT', 'a deletion vector ends between its bitmaps');
    const base = view.getUint32(position, true) * 2 ** 32;
    position += 4;
    position += addRoaring(rows, bytes.subarray(position), base);
  }
}
