import { LakeliftError } from '../errors/index.js';
import { mergeEngineOf } from '../lake/index.js';
import type { LakeTable } from '../lake/index.js';

/**
 * Throws REFUSED, with every reason, unless the table is a plain append table, whose rows lie in Parquet or ORC files in no order, or a
 * primary-key table of fixed buckets of which the newest row of a key counts.
 */
export function refuseOthers(lake: LakeTable, table: string): void {
  const reasons = [...reasonsOfSchema(lake), ...reasonsOfFiles(lake)];
  if (reasons.length === 0) return;
  throw new LakeliftError('REFUSED', reasons.join('; '), {
    table,
    next: "leave it out with --tables, or compact it by Spark or Flink: CALL sys.compact('<database>.<table>')",
  });
}

function reasonsOfSchema({ schema, snapshot }: LakeTable): string[] {
  const { options, primaryKeys } = schema;
  const reasons: string[] = [];
  const type = options['type'] ?? 'table';
  if (type !== 'table') reasons.push(`it is a ${type}`);
  const bucket = options['bucket'] ?? '-1';
  if (primaryKeys.length > 0) reasons.push(...reasonsOfKeys(options, bucket));
  else if (bucket !== '-1') reasons.push(`its rows are in ${bucket} buckets`);
  for (const [option, what] of KINDS) if (options[option] === 'true') reasons.push(`it ${what} (${option})`);
  if (snapshot?.indexManifest !== undefined) reasons.push('some of its rows are deleted by deletion vectors');
  return reasons;
}

function reasonsOfKeys(options: LakeTable['schema']['options'], bucket: string): string[] {
  const reasons: string[] = [];
  if (!(Number(bucket) > 0)) reasons.push(`its keys are not in fixed buckets (bucket is ${bucket})`);
  const engine = mergeEngineOf({ options });
  if (engine !== 'deduplicate') reasons.push(`its merge engine is ${engine}`);
  const producer = options['changelog-producer'] ?? 'none';
  if (producer !== 'none' && producer !== 'input') reasons.push(`its compactions write its change log (${producer})`);
  return reasons;
}

/** Kinds of tables whose files say more than the rows in them. */
const KINDS = [
  ['deletion-vectors.enabled', 'deletes rows by deletion vectors'],
  ['row-tracking.enabled', 'tracks row ids'],
  ['data-evolution.enabled', 'keeps columns of a row in several files'],
] as const;

function reasonsOfFiles({ files, schema }: LakeTable): string[] {
  const hasKeys = schema.primaryKeys.length > 0;
  const read = hasKeys ? ['parquet'] : ['parquet', 'orc'];
  const buckets = hasKeys ? Number(schema.options['bucket']) : -1;
  const reasons = new Set<string>();
  for (const { fileName, entry } of files) {
    const format = fileName.slice(fileName.lastIndexOf('.') + 1);
    if (!read.includes(format)) reasons.add(`it has files of the format ${format}`);
    if (entry.totalBuckets !== buckets) reasons.add(`it has files of ${entry.totalBuckets} buckets`);
    if (entry.writtenColumns !== undefined) reasons.add('it has files with only some of its columns');
  }
  return [...reasons];
}
