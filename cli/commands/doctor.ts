import { EXIT, LakeliftError, toLakeliftError } from '../../errors/index.js';
import { collectGarbage } from '../../migrate/index.js';
import { openSource, openTarget } from '../../stores/index.js';
import type { CommandSpec } from '../command.js';
import type { CliIo } from '../io.js';
import type { Options } from '../options.js';
import { Output } from '../output.js';
import { metastoreOf, sourceOptions, targetOptions } from '../session.js';
import { statePaths } from '../state.js';

/** Probes settings and stores, or removes what killed runs left behind. */
export const doctorCommand: CommandSpec = {
  name: 'doctor',
  description:
    'Check settings, stores and metastore; with --gc find what killed runs left behind, with --yes remove it.',
  flags: ['source', 'metastore', 'target', 'state', 'gc', 'yes', 'namenode-ops', 'user', 'endpoint', 'region', 'json'],
  required: [],
  examples: [
    [
      'doctor --source webhdfs://nn:9870/warehouse --metastore thrift://hms:9083 --target s3://bucket/lake',
      'is everything reachable?',
    ],
    ['doctor --gc --target s3://bucket/lake', 'list strays and open uploads'],
    ['doctor --gc --target s3://bucket/lake --yes', 'remove them'],
  ],
  async run(options, io) {
    const output = new Output(io, options.json);
    return options.gc === true ? await removeGarbage(options, io, output) : await examine(options, output);
  },
};

interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly next?: string;
}

async function examine(options: Options, output: Output): Promise<number> {
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
  if (options.target !== undefined) findings.push(await finding('target', async () => await probeTarget(options)));
  for (const { check, ok, detail, next } of findings) {
    output.line(`${ok ? 'ok  ' : 'FAIL'} ${check}: ${detail}${next === undefined ? '' : `\n     next: ${next}`}`);
  }
  const exitCode = findings.every(({ ok }) => ok) ? EXIT.ok : EXIT.preflight;
  output.document('doctor', { exitCode, findings });
  return exitCode;
}

async function finding(check: string, probe: () => Promise<string>): Promise<Finding> {
  try {
    return { check, ok: true, detail: await probe() };
  } catch (cause) {
    const { code, message, next } = toLakeliftError(cause);
    return { check, ok: false, detail: `${code}: ${message}`, ...(next === undefined ? {} : { next }) };
  }
}

async function probeSource(options: Options): Promise<string> {
  const source = await openSource(options.source, sourceOptions(options));
  try {
    for await (const page of source.list('')) return `${source.url} answers, ${page.length} entries in its root`;
    return `${source.url} answers, its root is empty`;
  } finally {
    await source.close();
  }
}

async function probeMetastore(options: Options): Promise<string> {
  const source = await openSource(options.source, sourceOptions(options));
  try {
    const metastore = await metastoreOf(options, source);
    try {
      return `${metastore.url} answers, ${(await metastore.databases()).length} databases`;
    } finally {
      await metastore.close();
    }
  } finally {
    await source.close();
  }
}

async function probeTarget(options: Options): Promise<string> {
  const target = await openTarget(options.target, targetOptions(options));
  const probe = `.lakelift/doctor-${process.pid}-${Date.now()}`;
  try {
    const answers = [
      await target.createIfAbsent(probe, new Uint8Array(1)),
      await target.createIfAbsent(probe, new Uint8Array(1)),
    ];
    if (answers[0] !== 'created' || answers[1] !== 'exists') {
      throw new LakeliftError('PREFLIGHT', 'the target lets a file be created twice: commits would not be atomic', {
        next: 'use a store that honours If-None-Match on PUT',
      });
    }
    return `${target.url} can be written, and create-if-absent holds`;
  } finally {
    await target.delete(probe);
    await target.close();
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
    const { strays, uploads } = await collectGarbage({ target, statePath: state }, { apply });
    for (const stray of strays) output.line(`${apply ? 'removed' : 'stray'}: ${stray}`);
    for (const { path, uploadId } of uploads)
      output.line(`${apply ? 'aborted' : 'open upload'}: ${path} (${uploadId})`);
    const total = strays.length + uploads.length;
    output.line(
      total === 0 ? 'nothing left behind' : apply ? `${total} removed` : `${total} found; --yes removes them`,
    );
    output.document('doctor', { exitCode: EXIT.ok, applied: apply, strays, uploads });
    return EXIT.ok;
  } finally {
    await target.close();
  }
}
