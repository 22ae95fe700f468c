import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lakelift } from '../services/cli.js';
import { startHdfs } from '../services/hdfs.js';
import { startMinio } from '../services/minio.js';
import type { Service } from '../services/processes.js';
import { putFile } from '../services/webhdfs.js';

const QUERIES = fileURLToPath(new URL('../../examples/tpch', import.meta.url));
const UPLOADS = 8;

/**
 * Makes the workload, uploads it to a real HDFS, migrates it to MinIO and measures both sides. `output` takes the history and the page; what
 * the commands print is printed.
 */
export async function main(output: string, scale: string, batches: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-tpch-'));
  const running: Service[] = [];
  try {
    await mkdir(output, { recursive: true });
    const hdfs = await startHdfs(join(folder, 'hdfs'));
    running.push(hdfs);
    const minio = await startMinio(join(folder, 'minio'));
    running.push(minio);
    const warehouse = join(folder, 'warehouse');
    await command(['bench', 'make', '--scale', scale, '--batches', batches, '--source-dir', warehouse]);
    await upload(warehouse, hdfs.web);
    const [source, target] = [`${hdfs.web}/warehouse`, `s3://${minio.bucket}/lake`];
    const state = ['--state', join(folder, 'state.db')];
    await command(
      ['migrate', '--source', source, '--metastore', 'infer', '--target', target, ...state],
      minio.environment,
    );
    const suite = join(folder, 'tpch.yaml');
    await writeFile(suite, suiteText(source, target));
    const out = ['--out', join(output, 'bench.db'), '--report', join(output, 'bench.html')];
    await command(['bench', 'run', '--suite', suite, ...out], minio.environment);
  } finally {
    for (const service of running) await service.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const suiteText = (source: string, target: string): string =>
  JSON.stringify({
    name: 'tpch',
    before: { source, metastore: 'infer' },
    after: { target },
    queries: QUERIES,
    samples: { min: 10, max: 20 },
  });

async function command(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<void> {
  const start = performance.now();
  const { code, stdout, stderr } = await lakelift(args, env);
  console.log(
    `$ lakelift ${args[0]!} ${args[1]!} ...  (${((performance.now() - start) / 1000).toFixed(1)} s)\n${stdout}`,
  );
  if (code !== 0) throw new Error(`lakelift ${args.join(' ')} ended with ${String(code)}:\n${stderr}`);
}

async function upload(folder: string, web: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true });
  const files = entries.filter((name) => name.endsWith('.parquet'));
  const workers = Array.from({ length: UPLOADS }, async () => {
    for (let name = files.pop(); name !== undefined; name = files.pop()) {
      await putFile(web, `warehouse/${name}`, await readFile(join(folder, name)));
    }
  });
  await Promise.all(workers);
}
