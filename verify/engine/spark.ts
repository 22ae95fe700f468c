import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LakeliftError } from '../../errors/index.js';

const SCRIPT = fileURLToPath(new URL('./ask.py', import.meta.url));

/** Lines of Spark's own messages that an error shows. */
const SHOWN_LINES = 15;

/** How Spark is started and what it needs to see both sides. */
export interface SparkEngine {
  /** The command spark-submit. */
  readonly submit: string;
  /** Arguments before the script: master, jars of Paimon, settings. */
  readonly args: readonly string[];
  /** Settings of the session, without credentials. */
  readonly settings: Readonly<Record<string, string>>;
  /** Settings whose values are in environment variables of these names. */
  readonly secrets: Readonly<Record<string, string>>;
}

export interface SparkQuestion {
  readonly select: readonly string[];
  readonly from?: string;
}

/** The value of one expression as text, or why there is none. */
export interface SparkCell {
  readonly value?: string | null;
  readonly error?: string;
}

/** Asks all questions in one run of Spark; a cell for each expression of each. Throws PREFLIGHT when Spark does not start or ends early. */
export async function askSpark(
  engine: SparkEngine,
  questions: readonly SparkQuestion[],
  signal?: AbortSignal,
): Promise<SparkCell[][]> {
  const folder = await mkdtemp(join(tmpdir(), 'lakelift-spark-'));
  try {
    const [request, answers] = [join(folder, 'request.json'), join(folder, 'answers.json')];
    const { settings, secrets } = engine;
    await writeFile(request, JSON.stringify({ settings, secrets, questions }));
    await submit(engine, [SCRIPT, request, answers], signal);
    return JSON.parse(await readFile(answers, 'utf8')) as SparkCell[][];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function submit(engine: SparkEngine, script: readonly string[], signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(engine.submit, [...engine.args, ...script], {
      stdio: ['ignore', 'ignore', 'pipe'],
      // Spark's JVM shows and reads times in UTC, as lakelift does.
      env: { ...process.env, TZ: 'UTC' },
      ...(signal === undefined ? {} : { signal }),
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-20_000)));
    child.once('error', (cause) => {
      reject(failed(`it cannot be started: ${cause.message}`, cause));
    });
    child.once('close', (code, ended) => {
      if (code === 0) resolve();
      else
        reject(
          failed(`it ended with ${String(code ?? ended)}:\n${said.trim().split('\n').slice(-SHOWN_LINES).join('\n')}`),
        );
    });
  });
}

function failed(what: string, cause?: unknown): LakeliftError {
  return new LakeliftError('PREFLIGHT', `level 4 needs Spark, and ${what}`, {
    next: "check --spark-submit, and that --spark-args name Paimon's jar; docs/verification.md has an example",
    ...(cause === undefined ? {} : { cause }),
  });
}
