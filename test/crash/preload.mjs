/**
 * Loaded by `node --import` into a lakelift process and its worker threads. It counts, over all threads, every operation that somebody
 * outside of the process can see, and ends the process with SIGKILL right before or right after one of them, or when so many bytes
 * were written. LAKELIFT_CRASH is {"at": <operation>, "when": "before" | "after" | "sent"} or {"byte": <count>}; a call to a Hive Metastore
 * is "sent" when its bytes are, and its answer is not waited for; any other operation is over then. The counts go to the file
 * LAKELIFT_CRASH_COUNTS when the process ends by itself. With "thread": "ends" or "memory", the first worker thread that comes to
 * operation "at" or a later one ends, or takes memory until it has no more, once in a process. With "files": true, every file that may
 * be open is, from operation "at" on.
 */
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';

const require = createRequire(import.meta.url);
const fs = require('node:fs');
/** As it is before it is hooked. */
const { openSync } = fs;
const point = JSON.parse(process.env.LAKELIFT_CRASH ?? '{}');

/** Shared by all threads: operations begun, bytes written, whether a thread was lost. */
const shared = isMainThread ? new SharedArrayBuffer(24) : getEnvironmentData('lakelift-crash');
if (isMainThread) setEnvironmentData('lakelift-crash', shared);
const counts = new BigInt64Array(shared);
const [OPERATIONS, BYTES, THREADS_LOST] = [0, 1, 2];

function die() {
  process.kill(process.pid, 'SIGKILL');
  // Nothing more may happen in this thread until the signal has arrived.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
}

/** Takes the worker thread away from under its task. */
function loseThread() {
  if (point.thread === 'ends') process.exit(1);
  for (const hoard = []; ;) hoard.push(new Array(100_000).fill(hoard.length + 0.5));
}

/** Opens files until the system gives no more. */
function hoardFiles() {
  try {
    for (;;) openSync('/dev/null', 'r');
  } catch (error) {
    if (error.code !== 'EMFILE') throw error;
  }
}

/** Begins an operation; what is returned is to be called when it has happened. */
function begin() {
  const number = Number(Atomics.add(counts, OPERATIONS, 1n)) + 1;
  if (point.thread !== undefined) {
    const isDue = !isMainThread && number >= point.at && Atomics.exchange(counts, THREADS_LOST, 1n) === 0n;
    return isDue ? loseThread() : () => undefined;
  }
  if (number !== point.at) return () => undefined;
  if (point.files === true) {
    hoardFiles();
    return () => undefined;
  }
  if (point.when === 'before') die();
  return die;
}

/** How many of the bytes about to be written still go out before the process dies; undefined for all. */
function allowed(length) {
  const before = Number(Atomics.add(counts, BYTES, BigInt(length)));
  return point.byte !== undefined && before + length > point.byte ? Math.max(0, point.byte - before) : undefined;
}

function hook(holder, name, counted = () => true) {
  const original = holder[name];
  holder[name] = function (...args) {
    if (!counted(args)) return original.apply(this, args);
    const done = begin();
    const result = original.apply(this, args);
    if (typeof result?.then !== 'function') {
      done();
      return result;
    }
    return result.then((value) => {
      done();
      return value;
    });
  };
}

const writes = ([, flags = 'r']) => flags !== 'r';

function hookFiles(handlePrototype) {
  for (const name of ['link', 'mkdir', 'rename', 'rm', 'unlink']) hook(fs.promises, name);
  hook(fs.promises, 'open', writes);
  for (const name of ['mkdirSync', 'writeFileSync', 'renameSync', 'rmSync', 'fsyncSync']) hook(fs, name);
  hook(fs, 'openSync', writes);
  // Texts; bytes go to the nameless files of a sort.
  hook(fs, 'writeSync', ([, chunk]) => typeof chunk === 'string');
  for (const name of ['sync', 'writeFile']) hook(handlePrototype, name);
  const counted = handlePrototype.writeFile;
  handlePrototype.writeFile = async function (chunk) {
    const rest = allowed(chunk.length);
    if (rest === undefined) return counted.call(this, chunk);
    await this.write(chunk, 0, rest);
    return die();
  };
}

/** Whether these bytes begin a Thrift call that may change something. */
function isChange(bytes) {
  if (bytes.length < 8 || bytes.readUInt32BE(0) !== 0x80010001) return false;
  const name = bytes.toString('latin1', 8, 8 + bytes.readUInt32BE(4));
  return !/^(get|list_|set_ugi$)/.test(name);
}

/** Requests and calls that may change something; they have happened when the answer's head is there. */
function hookRequests() {
  for (const library of [require('node:http'), require('node:https')]) {
    const original = library.request;
    library.request = function (...args) {
      const method = args.find((arg) => typeof arg?.method === 'string')?.method ?? 'GET';
      if (method === 'GET' || method === 'HEAD') return original.apply(this, args);
      const done = begin();
      return original.apply(this, args).prependListener('response', done);
    };
  }
  const write = Socket.prototype._writeGeneric;
  Socket.prototype._writeGeneric = function (many, data, encoding, settle) {
    const pieces = many
      ? data.map(({ chunk, encoding: own }) => Buffer.from(chunk, own))
      : [Buffer.from(data, encoding)];
    const bytes = Buffer.concat(pieces);
    // Before the connection is there this comes again with the same bytes.
    const isConnected = this.remoteAddress !== undefined;
    if (isConnected && isChange(bytes)) {
      const done = begin();
      if (point.when === 'sent') return write.call(this, false, bytes, 'buffer', () => (settle(), done()));
      this.prependOnceListener('data', done);
    }
    const rest = isConnected ? allowed(bytes.length) : undefined;
    if (rest === undefined) return write.call(this, many, data, encoding, settle);
    return write.call(this, false, bytes.subarray(0, rest), 'buffer', die);
  };
}

/** Every statement that may write, COMMIT among them. */
function hookSqlite() {
  // As in sqlite/index.ts.
  const Database = require(Number(process.versions.napi) >= 10 ? 'better-sqlite3' : 'better-sqlite3-node20');
  const db = new Database(':memory:');
  const statement = Object.getPrototypeOf(db.prepare('SELECT 1'));
  db.close();
  hook(statement, 'run');
  hook(Database.prototype, 'exec');
  hook(Database.prototype, 'pragma', ([text]) => text.startsWith('journal_mode'));
}

const handle = await fs.promises.open(process.execPath, 'r');
hookFiles(Object.getPrototypeOf(handle));
await handle.close();
hookRequests();
if (isMainThread) hookSqlite();
syncBuiltinESMExports();

if (isMainThread && process.env.LAKELIFT_CRASH_COUNTS !== undefined) {
  process.once('exit', () => {
    const result = { operations: Number(counts[OPERATIONS]), bytes: Number(counts[BYTES]) };
    fs.appendFileSync(process.env.LAKELIFT_CRASH_COUNTS, JSON.stringify(result));
  });
}
