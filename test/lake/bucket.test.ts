import { expect, test } from 'vitest';
import { typeName } from '../../formats/index.js';
import { bucketOf } from '../../lake/index.js';
import { goldenBuckets } from './golden-buckets.js';

test.each(goldenBuckets().map((golden) => ({ name: typeName(golden.types[0]!), ...golden })))(
  'keys of $name are in the buckets that Java Paimon has them in',
  ({ types, buckets, keys, inBuckets }) => {
    expect(keys.map((key) => bucketOf(types, key, buckets))).toEqual(inBuckets);
  },
);
