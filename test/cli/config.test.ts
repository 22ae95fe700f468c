import { Command } from 'commander';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../cli/commands/index.js';
import { applyConfig } from '../../cli/config.js';
import { addFlags, configKeys } from '../../cli/flags.js';
import { runCli } from './fake-io.js';

const EXAMPLE = fileURLToPath(new URL('../../examples/lakelift.yaml', import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lakelift-config-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The options of a command after flags, variables and a configuration file of the given text. */
async function options(
  name: string,
  args: readonly string[],
  { env = {}, yaml, file }: { env?: Record<string, string>; yaml?: string; file?: string } = {},
): Promise<Record<string, unknown>> {
  const spec = COMMANDS.find((command) => command.name === name)!;
  const command = addFlags(new Command(name), [...spec.flags, 'config']).exitOverride();
  const path = file ?? join(folder, 'lakelift.yaml');
  if (yaml !== undefined) await writeFile(path, yaml);
  const config = yaml === undefined && file === undefined ? [] : ['--config', path];
  command.parse([...args, ...config], { from: 'user' });
  const nowhere = { write: () => true };
  applyConfig(command, { env, cwd: folder, stdout: nowhere, stderr: nowhere });
  return command.opts();
}

describe('flags, variables and the configuration file', () => {
  it('a flag wins over a variable, a variable over the file, the file over the default', async () => {
    const yaml = 'user: file\nregion: file\nendpoint: file\nverify: 1\n';
    const env = { LAKELIFT_USER: 'variable', LAKELIFT_REGION: 'variable' };
    const found = await options('migrate', ['--user', 'flag'], { env, yaml });
    expect(found).toMatchObject({ user: 'flag', region: 'variable', endpoint: 'file', verify: 1 });
    expect(found).toMatchObject({ onRefuse: 'skip-table', targetFileSize: 128 * 1024 ** 2 });
  });

  it('a flag given its default value wins, too', async () => {
    expect(await options('migrate', ['--verify', '3'], { yaml: 'verify: 0\n' })).toMatchObject({ verify: 3 });
  });

  it('values take the form they have as flags', async () => {
    const yaml =
      "target-file-size: 1GB\nnamenode-ops: 50/s\nbandwidth: 200MB/s\nworkers: 3\ntables: [sales.*, '!sales.tmp']\n";
    expect(await options('migrate', [], { yaml })).toMatchObject({
      targetFileSize: 1024 ** 3,
      namenodeOps: 50,
      bandwidth: 200 * 1024 ** 2,
      workers: 3,
      tables: ['sales.*', '!sales.tmp'],
    });
    const env = { LAKELIFT_TARGET_FILE_SIZE: '2MB', LAKELIFT_TABLES: 'a.*, b.*', LAKELIFT_ON_REFUSE: 'fail' };
    expect(await options('migrate', [], { env })).toMatchObject({
      targetFileSize: 2 * 1024 ** 2,
      tables: ['a.*', 'b.*'],
      onRefuse: 'fail',
    });
  });

  it('switches are true or false', async () => {
    expect((await options('migrate', [], { yaml: 'dry-run: true\njson: true\n' }))['json']).toBe(true);
    expect((await options('migrate', [], { yaml: 'dry-run: true\n' }))['dryRun']).toBe(true);
    expect((await options('migrate', [], { yaml: 'dry-run: false\njson: out.json\n' }))['json']).toBe('out.json');
    expect((await options('migrate', [], { env: { LAKELIFT_DRY_RUN: '1' } }))['dryRun']).toBe(true);
    expect((await options('migrate', [], { env: { LAKELIFT_DRY_RUN: '0' } }))['dryRun']).toBeUndefined();
    expect((await options('migrate', [], { env: { LAKELIFT_DRY_RUN: '' } }))['dryRun']).toBeUndefined();
  });

  it('LAKELIFT_CONFIG names the file, and keys of other commands are taken', async () => {
    await writeFile(join(folder, 'env.yaml'), 'gc: true\nfiles: 100\nuser: me\n');
    expect(await options('plan', [], { env: { LAKELIFT_CONFIG: 'env.yaml' } })).toMatchObject({ user: 'me' });
  });

  it('an empty file says nothing', async () => {
    expect(await options('plan', [], { yaml: '# nothing\n' })).toMatchObject({ tables: ['*.*'] });
  });

  it.each([
    ['an unknown key', 'sources: x\n', "unknown key 'sources'"],
    ['--config itself', 'config: x\n', "unknown key 'config'"],
    ['a list', '- a\n', 'not a list of keys'],
    ['no YAML', 'a: [\n', 'cannot read the configuration'],
    ['a value that is no choice', 'on-refuse: ignore\n', 'not one of skip-table, fail'],
    ['a value of a wrong form', 'target-file-size: big\n', "'big' is not a size"],
    ['a nested value', 'user: {name: x}\n', 'a single value is expected'],
    ['a null', 'user:\n', 'a single value is expected'],
    ['a list with more than names', 'tables: [a.*, {b: c}]\n', 'a single value is expected'],
    ['a list with a null', 'tables: [a.*, null]\n', 'a single value is expected'],
    ['a tag, which is a name without quotes', 'tables: [a.*, !a.tmp]\n', 'put quotes around a value'],
    ['the same in lines', 'tables:\n  - a.*\n  - !a.tmp\n', 'put quotes around a value'],
    ['a switch that is neither', 'dry-run: perhaps\n', 'neither true nor false'],
    [
      'a file name that looks like a switch',
      'json: yes\n',
      "'yes' is neither true nor false; for a file of this name write ./yes",
    ],
  ])('%s is CONFIG_INVALID', async (_, yaml, message) => {
    await expect(options('migrate', [], { yaml })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(message) as string,
    });
  });

  it('a missing file exits with 2 and is named', async () => {
    const { code, stderr } = await runCli(['plan', '--config', 'nowhere.yaml'], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^CONFIG_INVALID: cannot read the configuration: .*nowhere\.yaml/);
  });

  it('required flags may come from the file', async () => {
    await writeFile(join(folder, 'some.yaml'), 'source: file:///x\n');
    const { stderr } = await runCli(['plan', '--config', 'some.yaml'], { cwd: folder });
    expect(stderr).toContain('--metastore is missing');
  });
});

describe('the example configuration', () => {
  it.each(['plan', 'migrate', 'verify', 'doctor'])('serves %s', async (name) => {
    const found = await options(name, [], { file: EXAMPLE });
    expect(found).toMatchObject({
      source: 'webhdfs://namenode:9870/user/hive/warehouse',
      metastore: 'thrift://metastore:9083',
      target: 's3://bucket/lake',
      namenodeOps: 50,
    });
  });

  it('is complete for migrate', async () => {
    const found = await options('migrate', [], { file: EXAMPLE });
    expect(found['tables']).toEqual(['sales.*', '!sales.tmp_*']);
    expect(found['targetFileSize']).toBe(256 * 1024 ** 2);
    const flags = COMMANDS.find(({ name }) => name === 'migrate')!.flags.filter((flag) => flag !== 'dry-run');
    expect(Object.keys(found)).toHaveLength(flags.length + 1);
    for (const flag of flags) expect(configKeys()).toContain(flag);
  });
});
