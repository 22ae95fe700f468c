import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { openMetastore } from '../../catalog/index.js';
import { useDuck } from '../duck.js';
import { twoPartitions } from './interrupted.js';
import { migrateFolder } from './warehouse.js';

const duck = useDuck();

it('a second target with the catalog of the first is told so before anything is written, and takes another', async () => {
  const source = await twoPartitions(duck, 'source', 0);
  const [first, second] = ['first', 'second'].map((name) => ({ source, target: join(duck.folder(), name) }));
  const state = (name: string): string => join(duck.folder(), 'state', name);
  await migrateFolder(first!, { state: state('1.db') });
  const { result } = await migrateFolder(second!, { state: state('2.db') });
  expect(result.tables).toMatchObject([
    {
      outcome: 'failed',
      error: {
        code: 'TARGET_FOREIGN',
        message: `the catalog already has a table of this name that lies in ${pathToFileURL(first!.target).href}/w.db/t`,
        next: 'give --catalog another file, or drop the table there',
      },
    },
  ]);
  expect(existsSync(join(second!.target, 'w.db'))).toBe(false);
  const catalog = await openMetastore(`sqlite:${state('catalog.db')}`);
  const { storage } = await catalog.getTable('w', 't');
  await catalog.close();
  expect(storage.location).toBe(`${pathToFileURL(first!.target).href}/w.db/t`);
  const again = await migrateFolder(second!, { state: state('other/2.db') });
  expect(again.result.tables).toMatchObject([{ outcome: 'migrated' }]);
});
