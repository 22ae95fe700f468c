import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hdfsJars, jarNamed, paimonJars, python, sparkJars } from './cache.js';
import { run } from './processes.js';

const READERS = fileURLToPath(new URL('../lake/readers/', import.meta.url));

/** Runs a Python program of test/lake/readers; its output goes to a log in `folder`. */
export async function runPython(folder: string, name: string, ...args: string[]): Promise<void> {
  const env = { PYTHONPATH: READERS, PYTHONDONTWRITEBYTECODE: '1', TZ: 'UTC' };
  await run(await python(), [join(READERS, name), ...args], { log: join(folder, `${name}.log`), env });
}

/** Compiles a Java program of test/lake/readers into `folder` and runs it with Java Paimon. */
export async function runJava(folder: string, program: string, ...args: string[]): Promise<void> {
  await runJavaWith(folder, {}, program, ...args);
}

/** The same with more variables in its environment. */
export async function runJavaWith(
  folder: string,
  env: Readonly<Record<string, string>>,
  program: string,
  ...args: string[]
): Promise<void> {
  const others = [await jarNamed(await hdfsJars(), 'slf4j-api'), await jarNamed(await sparkJars(), 'sqlite-jdbc')];
  const library = [`${await paimonJars()}/*`, ...others].join(delimiter);
  const log = join(folder, `${program}.log`);
  if (!existsSync(join(folder, `${program}.class`))) {
    const sources = ['-sourcepath', READERS, join(READERS, `${program}.java`)];
    await run('javac', ['-nowarn', '-cp', library, '-d', folder, ...sources], { log });
  }
  await run('java', ['-Duser.timezone=UTC', '-cp', [folder, library].join(delimiter), program, ...args], { log, env });
}
