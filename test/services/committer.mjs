// committer.mjs TARGET TABLE USER COMMITS: publishes COMMITS files of one row, each in a snapshot of its own. The files do not exist.
import { commitChange, readTable } from '../../dist/lake/index.js';
import { openTarget } from '../../dist/stores/index.js';

const [url, table, user, commits] = process.argv.slice(2);
const target = await openTarget(url);
for (let n = 0; n < Number(commits); n++) {
  const { schema, snapshot } = await readTable(target, table);
  const file = { schema, partition: [], fileName: `data-${user}-${n}.parquet`, fileSize: 1, rowCount: 1 };
  await commitChange(target, table, {
    kind: 'APPEND',
    add: [{ ...file, statistics: new Map(), creationTime: Date.now() }],
    remove: [],
    user,
    identifier: BigInt(n),
    timeMillis: Date.now(),
    since: snapshot.id,
  });
}
await target.close();
