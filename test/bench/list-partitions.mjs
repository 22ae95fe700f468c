import { openMetastore } from '../../dist/catalog/index.js';

/** `list-partitions.mjs URI DATABASE TABLE...`: reads every partition as a plan does, keeping nothing. */
const [uri, database, ...tables] = process.argv.slice(2);
const metastore = await openMetastore(uri);
let count = 0;
for (const name of tables) {
  for await (const page of metastore.partitions(await metastore.getTable(database, name))) count += page.length;
}
await metastore.close();
console.log(`PARTITIONS ${String(count)}`);
