import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { settledNameNodeLoad } from '../../stores/index.js';
import { SnapshotDiff } from '../../sync/snapshot-diff.js';
import { startHdfs } from '../services/hdfs.js';
import { makeSnapshotted } from '../services/snapshotted.js';
import { operate, removeFile } from '../services/webhdfs.js';

const [PARTITIONS, ROUNDS, ROOT] = [2000, 3, 'warehouse'];

/**
 * Follows a table of 2,000 partitions on a real HDFS, of which three change before each round, by listing all and by differences to a
 * snapshot, and prints what the NameNode counts for a round of each kind. `output` takes all figures as JSON.
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
    const load = async () => (await settledNameNodeLoad(`${web}/`))!;
    const results: object[] = [];
    /** Operations and seconds of one round, the three changes not counted. */
    const measured = async (kind: string, changes: Parameters<typeof one.followed.sync>[0]): Promise<void> => {
      const before = await load();
      const round = await one.followed.sync({ ...one.context, ...changes });
      const after = await load();
      const { fileOps, listings } = after;
      const counted = { fileOps: fileOps - before.fileOps, listings: listings - before.listings };
      results.push({ kind, outcome: round.outcome, seconds: round.seconds, ...counted });
      console.log(JSON.stringify(results.at(-1)));
    };
    await measured('first migration', {});
    for (let n = 0; n < ROUNDS; n++) {
      for (const kind of ['all listed', n === 0 ? 'all listed, to begin with a snapshot' : 'by differences'] as const) {
        await one.put('dt=1', `part-${String(results.length)}`);
        await one.put('dt=2');
        await removeFile(web, one.pathOf(`dt=${String(100 + results.length)}`));
        await measured(kind, kind === 'all listed' ? {} : { unchanged });
        if (n === 0 && kind !== 'all listed') await measured('snapshot listed', { unchanged });
      }
    }
    const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.versions.node, load: loadavg()[0] };
    await writeFile(output, `${JSON.stringify({ machine, partitions: PARTITIONS, results }, null, 2)}\n`);
  } finally {
    await hdfs.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
