import { EXIT, LakeliftError } from '../../errors/index.js';
import { collectGarbage } from '../../migrate/index.js';
import { openSource, openTarget, serverClocks, sourceBasePath } from '../../stores/index.js';
import type { TargetStore } from '../../stores/index.js';
import type { CommandSpec } from '../command.js';
import { compareClocks } from '../doctor/clocks.js';
import { describeFinding, finding } from '../doctor/finding.js';
import type { Finding } from '../doctor/finding.js';
import { probeState } from '../doctor/state.js';
import { examineTarget } from '../doctor/target.js';
import type { CliIo } from '../io.js';
import type { Options } from '../options.js';
import { Output } from '../output.js';
import { lockOf, metastoreOf, sourceOptions, targetOptions } from '../session.js';
import { statePaths } from '../state.js';

/** Probes settings and stores, or removes what killed runs left behind. */
export const doctorCommand: CommandSpec = {
  name: 'doctor',
  description:
    'Check settings, stores and metastore; with --gc find what killed runs left behind, with --yes remove it.',
  flags: [
    'source',
    'metastore',
    'target',
    'state',
    'lock',
    'gc',
    'older-than',
    'yes',
    'namenode-ops',
    'user',
    'endpoint',
    'region',
    'json',
  ],
  required: [],
  examples: [
    [
      'doctor --source webhdfs://nn:9870/warehouse --metastore thrift://hms:9083 --target s3://bucket/lake',
      'is everything reachable?',
    ],
    ['doctor --gc --target s3://bucket/lake', 'list strays and open uploads'],
    ['doctor --gc --target s3://bucket/lake --yes', 'remove them'],
    ['doctor --gc --target s3://bucket/lake --older-than 3d --yes', 'when a run elsewhere may pause for two days'],
  ],
  async run(options, io) {
    const output = new Output(io, options.json);
    return options.gc === true ? await removeGarbage(options, io, output) : await examine(options, io, output);
  },
};

async function examine(options: Options, io: CliIo, output: Output): Promise<number> {
  const findings = [
    await finding('Node.js', async () => {
      const major = Number(process.versions.node.split('.')[0]);
      if (major < 20)
        throw new LakeliftError('PREFLIGHT', `version ${process.versions.node}`, {
          next: 'install Node.js 20 or later',
        });
      return process.versions.node;
    }),
  ];
  if (options.source !== undefined) {
    findings.push(await finding('source', async () => await probeSource(options)));
    if (options.metastore !== undefined)
      findings.push(await finding('metastore', async () => await probeMetastore(options)));
  }
  if (options.target !== undefined) {
    findings.push(...(await probeTarget(options)));
    if (options.lock !== undefined) findings.push(await finding('lock', () => probeLock(options)));
    findings.push(await finding('state', () => probeState(statePaths(options.target, io.cwd, options).state)));
  }
  findings.push(...(await probeClocks(options)));
  for (const found of findings) output.line(describeFinding(found));
  const exitCode = findings.every(({ ok }) => ok) ? EXIT.ok : EXIT.preflight;
  output.document('doctor', { exitCode, findings });
  return exitCode;
}

async function probeSource(options: Options): Promise<string> {
  const source = await openSource(options.source, sourceOptions(options));
  const folder = sourceBasePath(options.source);
  try {
    for await (const page of source.list(folder))
      if (page.length > 0) return `${source.url} answers, ${page.length} entries in /${folder}`;
    return `${source.url} answers, /${folder} is empty`;
  } finally {
    await source.close();
  }
}

async function probeMetastore(options: Options): Promise<string> {
  const source = await openSource(options.source, sourceOptions(options));
  try {
    const metastore = await metastoreOf(options, source);
    try {
      const version = await metastore.version?.();
      const databases = (await metastore.databases()).length;
      return `${metastore.url} answers, ${databases} databases${version === undefined ? '' : `, ${version}`}`;
    } finally {
      await metastore.close();
    }
  } finally {
    await source.close();
  }
}

/** Of servers that speak HTTP; none is asked when only folders are named. */
async function probeClocks(options: Options): Promise<Finding[]> {
  const urls = [options.source, options.target].filter((url) => url !== undefined);
  const clocks = (await Promise.all(urls.map((url) => serverClocks(url, targetOptions(options))))).flat();
  return clocks.length === 0 ? [] : [await finding('clocks', () => compareClocks(clocks))];
}

async function probeTarget(options: Options): Promise<Finding[]> {
  const opened: TargetStore[] = [];
  const open = await finding('target', async () => {
    opened.push(await openTarget(options.target, targetOptions(options)));
    return 'opened';
  });
  const [target] = opened;
  if (target === undefined) return [open];
  try {
    return await examineTarget(target, options.target, options.lock !== undefined);
  } finally {
    await target.close();
  }
}

/** Takes the lock of a table that is nobody's, and gives it back. */
async function probeLock(options: Options): Promise<string> {
  const { lock } = await lockOf(options);
  try {
    await lock?.hold('lakelift_doctor', `probe_${process.pid}`, () => Promise.resolve());
    return `${String(lock?.url)} gives locks`;
  } finally {
    await lock?.close();
  }
}

async function removeGarbage(options: Options, io: CliIo, output: Output): Promise<number> {
  if (options.target === undefined) {
    throw new LakeliftError('USAGE', '--gc needs --target', { next: 'lakelift doctor --help' });
  }
  const apply = options.yes === true;
  const target = await openTarget(options.target, targetOptions(options));
  try {
    const { state } = statePaths(options.target, io.cwd, options);
    const { olderThan } = options;
    const garbage = { apply, ...(olderThan === undefined ? {} : { olderThan }) };
    const { strays, uploads, kept } = await collectGarbage({ target, statePath: state }, garbage);
    for (const stray of strays) output.line(`${apply ? 'removed' : 'stray'}: ${stray}`);
    for (const { path, uploadId } of uploads)
      output.line(`${apply ? 'aborted' : 'open upload'}: ${path} (${uploadId})`);
    const total = strays.length + uploads.length;
    if (total > 0) output.line(apply ? `${total} removed` : `${total} found; --yes removes them`);
    if (kept.length > 0)
      output.line(
        `${kept.length} kept as too young (--older-than): a run with another journal may be about to commit them`,
      );
    if (total + kept.length === 0) output.line('nothing left behind');
    output.document('doctor', { exitCode: EXIT.ok, applied: apply, strays, uploads, kept });
    return EXIT.ok;
  } finally {
    await target.close();
  }
}
