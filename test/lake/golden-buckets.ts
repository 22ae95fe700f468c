import { readFileSync } from 'node:fs';
import type { DataType, Scalar } from '../../formats/index.js';
import { decodeType } from '../../lake/data-type.js';
import { canonValue } from './any-key.js';

/** Keys of one list of types, in a table of so many buckets. */
export interface KeyList {
  readonly types: readonly DataType[];
  readonly buckets: number;
  readonly keys: readonly (readonly Exclude<Scalar, null>[])[];
}

interface GoldenType {
  readonly type: unknown;
  readonly buckets: number;
  /** Keys of one column, spelled as canon.py says, with their buckets. */
  readonly keys: readonly (readonly [string, number])[];
}

/** Some keys of every type, with the bucket each is in; test/real/primary-key.test.ts asks Java Paimon about them, too. */
export function goldenBuckets(): (KeyList & { readonly inBuckets: readonly number[] })[] {
  const file = readFileSync(new URL('golden/buckets.json', import.meta.url), 'utf8');
  return (JSON.parse(file) as GoldenType[]).map(({ type: json, buckets, keys }) => {
    const type = decodeType(json);
    const values = keys.map(([text]) => [canonValue(text, type)]);
    return { types: [type], buckets, keys: values, inBuckets: keys.map(([, bucket]) => bucket) };
  });
}
