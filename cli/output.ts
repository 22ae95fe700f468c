import { accessSync, constants, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { LakeliftError } from '../errors/index.js';
import { makeFolder } from '../stores/index.js';
import type { CliIo } from './io.js';
import { redact } from './redact.js';

/** The result of a command: lines for people on stdout, or with --json exactly one document there (or in a file). */
export class Output {
  readonly #io: CliIo;
  readonly #json: string | boolean;

  constructor(io: CliIo, json: string | boolean | undefined) {
    this.#io = io;
    this.#json = json ?? false;
  }

  /** Throws AUTH or USAGE when a file cannot be written later: after hours of work is too late to say so. Makes nothing. */
  requireWritable(paths: readonly (string | boolean | undefined)[]): void {
    for (const path of paths) {
      if (typeof path !== 'string') continue;
      try {
        requireWritable(resolve(this.#io.cwd, path));
      } catch (cause) {
        throw unwritable(path, cause);
      }
    }
  }

  /** A line for people; kept from stdout when that carries the JSON document. */
  line(text: string): void {
    if (this.#json !== true) this.#io.stdout.write(`${redact(text)}\n`);
  }

  /** The JSON document, once per run. Bytes and large integers are written as text. */
  document(command: string, body: object): void {
    this.#document(() => redact(asJson(command, body)));
  }

  /** Text that is the result itself and is used again, such as DDL: nothing in it is masked, as `***` would be another place. */
  exact(text: string): void {
    if (this.#json !== true) this.#io.stdout.write(text);
  }

  /** The JSON document with nothing masked. */
  exactDocument(command: string, body: object): void {
    this.#document(() => asJson(command, body));
  }

  /** Nobody asked for it: it is not made, as that of a plan can be large. */
  #document(text: () => string): void {
    if (this.#json === true) this.#io.stdout.write(text());
    else if (this.#json !== false) this.file(this.#json, text());
  }

  /** Writes a report file relative to the working folder. Throws AUTH or USAGE when it cannot be written. */
  file(path: string, text: string): void {
    const full = resolve(this.#io.cwd, path);
    try {
      makeFolder(dirname(full));
      writeFileSync(full, text);
    } catch (cause) {
      throw unwritable(path, cause);
    }
  }
}

/** AUTH with the folder, or file, that this user may not write; USAGE when it is the path that is wrong. */
function unwritable(path: string, cause: unknown): LakeliftError {
  const { code = '', path: shut = path } = cause as NodeJS.ErrnoException;
  if (!/^(EACCES|EPERM|EROFS)$/.test(code)) {
    return new LakeliftError('USAGE', 'the file cannot be written', { file: path, cause });
  }
  const reason = code === 'EROFS' ? 'the file system is read-only' : 'permission denied';
  const next = `give this user write access to ${shut}, or name another place, then run the command again`;
  return new LakeliftError('AUTH', `${path} cannot be written: ${reason}`, { file: shut, next, cause });
}

/** Throws what the system says of the file, or of the closest folder that is there. */
function requireWritable(path: string): void {
  const info = statSync(path, { throwIfNoEntry: false });
  if (info === undefined) return requireFolder(dirname(path));
  if (info.isDirectory()) throw new Error('it is a folder');
  accessSync(path, constants.W_OK);
}

function requireFolder(path: string): void {
  const info = statSync(path, { throwIfNoEntry: false });
  if (info === undefined) return requireFolder(dirname(path));
  if (!info.isDirectory()) throw new Error('a part of its path is no folder');
  accessSync(path, constants.W_OK);
}

function asJson(command: string, body: object): string {
  return `${JSON.stringify({ formatVersion: 1, command, ...body }, plain, 2)}\n`;
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set) return [...value];
  return value;
}
