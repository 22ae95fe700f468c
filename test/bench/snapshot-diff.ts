import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { settledNameNodeLoad } from '../../stores/index.js';
import { SnapshotDiff } from '../../sync/snapshot-diff.js';
import { startHdfs } from '../services/hdfs.js';
import { makeSnapshotted } from '../services/snapshotted.js';
import { operate, removeFile } from '../services/webhdfs.js';

const [PARTITIONS, ROOT] = [2000, 'warehouse'];

/**
 * Follows a table of 2,000 partitions on a real HDFS, of which three have changed, by listing all and by differences to a snapshot, and prints
 * what the NameNode counts for a round of each kind. `output` takes all figures as JSON.
 */
export async function main(output: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-bench-snapshots-'));
  const hdfs = await startHdfs(join(folder, 'hdfs'));
  try {
    const { web } = hdfs;
    const one = await makeSnapshotted(web, ROOT, PARTITIONS, join(folder, 'lake'));
    await operate(web, 'PUT', ROOT, 'CREATESNAPSHOT&snapshotname=hourly');
    const diff = new SnapshotDiff(one.context);
    const unchanged = diff.unchanged.bind(diff);
    const change = async (n: number): Promise<void> => {
      await one.put('dt=1', `part-${String(n)}`);
      await one.put('dt=2');
      await removeFile(web, one.pathOf(`dt=${String(100 + n)}`));
    };
    const results: object[] = [];
    const measured = async (kind: string, how: Parameters<typeof one.followed.sync>[0]): Promise<void> => {
      const before = (await settledNameNodeLoad(`${web}/`))!;
      const { outcome, seconds } = await one.followed.sync({ ...one.context, ...how });
      const after = (await settledNameNodeLoad(`${web}/`))!;
      const [fileOps, listings] = [after.fileOps - before.fileOps, after.listings - before.listings];
      results.push({ kind, outcome, seconds, fileOps, listings });
      console.log(JSON.stringify(results.at(-1)));
    };
    await one.followed.sync(one.context);
    await change(0);
    await measured('all listed', {});
    // Lists all, too, and begins with the snapshot.
    await one.followed.sync({ ...one.context, unchanged });
    await measured('nothing changed, the snapshot listed', { unchanged });
    await measured('nothing changed, by differences', { unchanged });
    await change(1);
    await measured('by differences', { unchanged });
    const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.versions.node, load: loadavg()[0] };
    await writeFile(output, `${JSON.stringify({ machine, partitions: PARTITIONS, results }, null, 2)}\n`);
  } finally {
    await hdfs.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
