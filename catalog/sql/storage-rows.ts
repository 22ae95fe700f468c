import type { HiveColumn, Skew } from '../model.js';
import { byOwner } from './group.js';
import { columnsOf, pairsOf, skewOf, textsOf } from './owned-rows.js';
import { rows } from './query.js';
import type { Reading } from './query.js';

interface StorageRow {
  id: number;
  columnsId: number | null;
  serdeId: number | null;
  location: string | null;
  inputFormat: string | null;
  outputFormat: string | null;
  compressed: number;
  subDirectories: number;
  buckets: number;
  serdeName: string | null;
  serde: string | null;
}

/** One storage descriptor as it lies in SDS and the tables around it; what SQL holds as NULL is null. */
export interface StoredStorage extends StorageRow {
  readonly columns: HiveColumn[];
  readonly serdeParameters: Record<string, string>;
  readonly parameters: Record<string, string>;
  readonly bucketColumns: string[];
  /** `order` is 1 for ascending, 0 for descending. */
  readonly skew: Skew | undefined;
  readonly sortColumns: { readonly name: string; readonly order: number }[];
}

/** The storage descriptors by SD_ID, in one pass over each table. */
export function* readStoredStorage(ids: readonly number[]): Reading<Map<number, StoredStorage>> {
  const found = yield* rows<StorageRow>(
    `SELECT s."SD_ID" AS "id", s."CD_ID" AS "columnsId", s."SERDE_ID" AS "serdeId", s."LOCATION" AS "location",
      s."INPUT_FORMAT" AS "inputFormat", s."OUTPUT_FORMAT" AS "outputFormat", s."IS_COMPRESSED" AS "compressed",
      s."IS_STOREDASSUBDIRECTORIES" AS "subDirectories", s."NUM_BUCKETS" AS "buckets", d."NAME" AS "serdeName",
      d."SLIB" AS "serde"
     FROM "SDS" s LEFT JOIN "SERDES" d ON d."SERDE_ID" = s."SERDE_ID" WHERE s."SD_ID" IN (?)`,
    ids,
  );
  const sorts = byOwner(
    yield* rows<{ owner: number; name: string | null; order: number }>(
      `SELECT "SD_ID" AS "owner", "COLUMN_NAME" AS "name", "ORDER" AS "order" FROM "SORT_COLS"
       WHERE "SD_ID" IN (?) ORDER BY "SD_ID", "INTEGER_IDX"`,
      ids,
    ),
  );
  const columns = yield* columnsOf([...new Set(found.flatMap((row) => row.columnsId ?? []))]);
  const parameters = yield* pairsOf('SD_PARAMS', 'SD_ID', ids);
  const serdeIds = found.flatMap((row) => row.serdeId ?? []);
  const serdeParameters = yield* pairsOf('SERDE_PARAMS', 'SERDE_ID', serdeIds);
  const buckets = yield* textsOf('BUCKETING_COLS', 'SD_ID', 'BUCKET_COL_NAME', ids);
  const skew = yield* skewOf(ids);
  const whole = (row: StorageRow): StoredStorage => ({
    ...row,
    columns: columns.get(row.columnsId ?? -1) ?? [],
    serdeParameters: serdeParameters(row.serdeId),
    parameters: parameters(row.id),
    bucketColumns: buckets(row.id),
    skew: skew(row.id),
    sortColumns: (sorts.get(row.id) ?? []).map(({ name, order }) => ({ name: name ?? '', order })),
  });
  return new Map(found.map((row) => [row.id, whole(row)]));
}
