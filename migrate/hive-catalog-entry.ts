import type { CatalogEntry, HiveColumn } from '../catalog/index.js';
import type { Field } from '../formats/index.js';
import { tablePath } from '../lake/index.js';
import { hiveTypeText } from './hive-types.js';
import type { TablePlan } from './plan-types.js';

/** The catalog's entry of a migrated table: the source's facts, the lake's columns and place. */
export function catalogEntry(plan: TablePlan, targetUrl: string): CatalogEntry {
  return {
    table: plan.hiveTable,
    partitions: [],
    lakeLocation: `${targetUrl.replace(/\/+$/, '')}/${tablePath(plan.database, plan.table)}`,
    ...(plan.annotations === undefined ? {} : { annotations: plan.annotations }),
    paimonColumns: [...plan.columns, ...plan.partitionKeys].map(hiveColumn),
  };
}

function hiveColumn({ name, type, comment }: Field): HiveColumn {
  return { name, type: hiveTypeText(type), ...(comment === undefined ? {} : { comment }) };
}
