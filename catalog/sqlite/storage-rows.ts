import type { HiveColumn, Skew } from '../model.js';
import type { Sqlite } from './file.js';
import { byOwner } from './group.js';
import { columnsOf, pairsOf, skewOf, textsOf } from './owned-rows.js';

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
export function readStoredStorage(db: Sqlite, ids: readonly number[]): Map<number, StoredStorage> {
  const json = JSON.stringify(ids);
  const rows = db
    .prepare<[string], StorageRow>(
      `SELECT s.SD_ID AS id, CD_ID AS columnsId, s.SERDE_ID AS serdeId, LOCATION AS location, INPUT_FORMAT AS inputFormat,
        OUTPUT_FORMAT AS outputFormat, IS_COMPRESSED AS compressed, IS_STOREDASSUBDIRECTORIES AS subDirectories,
        NUM_BUCKETS AS buckets, d.NAME AS serdeName, SLIB AS serde
       FROM SDS s LEFT JOIN SERDES d ON d.SERDE_ID = s.SERDE_ID WHERE s.SD_ID IN (SELECT value FROM json_each(?))`,
    )
    .all(json);
  const sorts = byOwner(
    db
      .prepare<[string], { owner: number; name: string | null; order: number }>(
        `SELECT SD_ID AS owner, COLUMN_NAME AS name, "ORDER" AS "order" FROM SORT_COLS
         WHERE SD_ID IN (SELECT value FROM json_each(?)) ORDER BY SD_ID, INTEGER_IDX`,
      )
      .all(json),
  );
  const columns = columnsOf(db, [...new Set(rows.flatMap((row) => row.columnsId ?? []))]);
  const parameters = pairsOf(db, 'SD_PARAMS', 'SD_ID', ids);
  const serdeIds = rows.flatMap((row) => row.serdeId ?? []);
  const serdeParameters = pairsOf(db, 'SERDE_PARAMS', 'SERDE_ID', serdeIds);
  const buckets = textsOf(db, 'BUCKETING_COLS', 'SD_ID', 'BUCKET_COL_NAME', ids);
  const skew = skewOf(db, ids);
  const whole = (row: StorageRow): StoredStorage => ({
    ...row,
    columns: columns.get(row.columnsId ?? -1) ?? [],
    serdeParameters: serdeParameters(row.serdeId),
    parameters: parameters(row.id),
    bucketColumns: buckets(row.id),
    skew: skew(row.id),
    sortColumns: (sorts.get(row.id) ?? []).map(({ name, order }) => ({ name: name ?? '', order })),
  });
  return new Map(rows.map((row) => [row.id, whole(row)]));
}
