import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SqliteCatalog, openMetastore } from '../../catalog/index.js';
import type { HivePartition, PartitionAnnotations } from '../../catalog/index.js';
import { paimonTable } from '../../catalog/paimon-table.js';
import { databaseAnnotations, entry, roles } from './random-tables.js';
import { ServedCatalog } from './served-catalog.js';

const byValue = <P extends { readonly values: readonly string[] }>(partitions: readonly P[]): P[] =>
  [...partitions].sort((a, b) => (String(a.values[0]) < String(b.values[0]) ? -1 : 1));

it('what is written to a catalog comes back over Thrift, for any tables', async () => {
  const entries = fc.uniqueArray(entry, { minLength: 1, maxLength: 5, selector: (each) => each.table.name });
  await fc.assert(
    fc.asyncProperty(entries, databaseAnnotations, roles, async (all, ofDatabase, ofMetastore) => {
      const served = await ServedCatalog.start(all);
      const catalog = SqliteCatalog.open(served.path);
      // The second time it has nothing to add.
      for (let time = 0; time < 2; time++) catalog.putBeside(ofMetastore, new Map([['sales', ofDatabase]]));
      catalog.close();
      const metastore = await openMetastore(served.url);
      try {
        expect(await metastore.databaseAnnotations('sales')).toEqual(ofDatabase);
        expect(await metastore.roles()).toEqual({ roles: ofMetastore, notRead: [] });
        expect(await metastore.tables('sales')).toEqual(all.map((each) => each.table.name).sort());
        for (const each of all) {
          const expected = paimonTable(each);
          const found = await metastore.getTable('sales', each.table.name);
          expect(found).toEqual(expected.table);
          expect(await metastore.annotations(found)).toEqual(each.annotations);
          const partitions: HivePartition[] = [];
          for await (const page of metastore.partitions(found)) partitions.push(...page);
          expect(byValue(partitions)).toEqual(byValue(expected.partitions));
          const beside: PartitionAnnotations[] = [];
          for await (const page of metastore.partitionAnnotations(found)) {
            expect(page.notRead).toEqual([]);
            beside.push(...page.partitions);
          }
          expect(byValue(beside)).toEqual(byValue(each.partitionAnnotations!));
        }
      } finally {
        await metastore.close();
        await served.stop();
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);
