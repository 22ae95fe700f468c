import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadSuite } from '../../bench/index.js';
import { COMMANDS } from '../../cli/commands/index.js';

const inExample = (name: string): string => fileURLToPath(new URL(`../../examples/nightly/${name}`, import.meta.url));
const text = (name: string): string => readFileSync(inExample(name), 'utf8');
const SCRIPT = 'examples/nightly/nightly.sh';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lakelift-nightly-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the script with a `lakelift` that notes its arguments and ends with the codes given for run and compare. */
function nightly(codes: { run: number; compare: number }): { code: number; calls: string[] } {
  const calls = join(folder, 'calls');
  writeFileSync(calls, '');
  const program = join(folder, 'lakelift');
  writeFileSync(
    program,
    `#!/bin/sh\necho "$@" >> ${calls}\n[ "$2" = run ] && exit ${codes.run}\nexit ${codes.compare}\n`,
  );
  chmodSync(program, 0o755);
  const env = { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}`, LAKELIFT_BENCH: folder };
  let code = 0;
  try {
    execFileSync(inExample('nightly.sh'), { env });
  } catch (error) {
    code = (error as { status: number }).status;
  }
  return { code, calls: readFileSync(calls, 'utf8').trim().split('\n') };
}

describe('the nightly examples', () => {
  it('call commands and flags that exist', () => {
    const { calls } = nightly({ run: 0, compare: 0 });
    expect(calls.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(['bench run', 'bench compare']);
    for (const line of calls) {
      const [name, flags] = [line.split(' ').slice(0, 2).join(' '), line.match(/--[a-z-]+/g) ?? []];
      const spec = COMMANDS.find((command) => command.name === name);
      expect(spec, name).toBeDefined();
      for (const flag of flags) expect(spec!.flags, `${name} ${flag}`).toContain(flag.slice(2));
      for (const flag of spec!.required) expect(flags).toContain(`--${flag}`);
    }
  });

  it.each([
    [{ run: 0, compare: 0 }, 0, 2],
    [{ run: 0, compare: 7 }, 7, 2],
    [{ run: 3, compare: 0 }, 3, 2],
    [{ run: 4, compare: 7 }, 7, 2],
    [{ run: 6, compare: 0 }, 6, 1],
    [{ run: 0, compare: 2 }, 2, 2],
  ])('end with the code that matters: %j is %d', (codes, expected, calls) => {
    const found = nightly(codes);
    expect(found.code).toBe(expected);
    expect(found.calls).toHaveLength(calls);
  });

  it.each([
    ['is shown', 0, 'last night'],
    ['is not shown for one that has none', 6, 'No comparison.\n'],
  ])("have a summary of the night that %s, and no other night's", (_, run, expected) => {
    mkdirSync(join(folder, 'out'));
    const [summary, shown] = [join(folder, 'out', 'bench.md'), join(folder, 'shown')];
    writeFileSync(summary, 'another night');
    nightly({ run, compare: 0 });
    expect(existsSync(summary)).toBe(false);
    if (run === 0) writeFileSync(summary, expected);
    const { jobs } = parse(text('github-actions.yml')) as {
      jobs: { bench: { steps: { name?: string; run?: string }[] } };
    };
    const step = jobs.bench.steps.find(({ name }) => name === 'Summary')!.run!;
    const env = { ...process.env, LAKELIFT_BENCH: folder, GITHUB_STEP_SUMMARY: shown };
    execFileSync('sh', ['-e', '-c', step], { env });
    expect(readFileSync(shown, 'utf8')).toBe(expected);
  });

  it('have a suite that can be read', async () => {
    expect(await loadSuite(inExample('suite.yaml'))).toMatchObject({
      name: 'nightly',
      queries: { length: 2 },
      jobs: { startUp: true, chains: [{ name: 'daily' }] },
    });
  });

  it('have a workflow whose steps exist', () => {
    const workflow = parse(text('github-actions.yml')) as {
      on: { schedule: { cron: string }[] };
      jobs: Record<string, { 'runs-on': string[]; steps: { run?: string; uses?: string }[] }>;
    };
    expect(workflow.on.schedule[0]?.cron).toMatch(/^\d+ \d+ \* \* \*$/);
    const { steps } = workflow.jobs['bench']!;
    expect(steps.every(({ run, uses }) => run !== undefined || /^actions\/[a-z-]+@v\d+$/.test(uses ?? ''))).toBe(true);
    expect(steps.map(({ run }) => run)).toContain(`./${SCRIPT}`);
  });

  it('have a timer, a service and a crontab that start the same script', () => {
    expect(text('lakelift-bench.service')).toMatch(new RegExp(`^ExecStart=/opt/lakelift/${SCRIPT}$`, 'm'));
    expect(text('lakelift-bench.timer')).toMatch(/^OnCalendar=\*-\*-\* \d\d:\d\d:\d\d$/m);
    expect(text('crontab')).toMatch(new RegExp(`^\\d+ \\d+ \\* \\* \\* lakelift /opt/lakelift/${SCRIPT};`, 'm'));
  });
});
