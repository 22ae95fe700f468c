import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { LakeliftError } from '../../errors/error.js';
import { Inbox } from './inbox.js';
import { RemoteException, decodeReply, encodeCall, frameHeader } from './message.js';
import type { Method } from './methods.js';
import { LoginRefused, loginPlain } from './sasl-plain.js';
import type { PlainLogin } from './sasl-plain.js';
import { endpointText } from './uri.js';
import type { Endpoint } from './uri.js';

/** The server a connection is to, for messages, and how it lets clients in. */
export interface ServerKind {
  readonly name: string;
  /** What to do when it answers nothing, or nothing that makes sense. */
  readonly nextSilent: string;
  /** What to do when it wants another login. */
  readonly nextLogin: string;
  /** By SASL PLAIN; without one, calls begin at once. */
  readonly login?: PlainLogin;
}

const METASTORE: ServerKind = {
  name: 'Hive Metastore',
  nextSilent:
    'check hive.metastore.sasl.enabled (Kerberos is not supported) and, for framed transport, write ?framed=true after the port',
  nextLogin: 'name a Metastore with hive.metastore.sasl.enabled=false, or an exported SQLite file',
};

/** Bytes of the largest answer; a thousand partitions of a hundred columns are some 10 MB. */
const MAX_ANSWER = 512 * 1024 * 1024;

interface Pending {
  /** Takes the answer. Throws when it is not one to this call. */
  read(answer: Buffer): void;
  fail(error: LakeliftError): void;
}

/** One connection to a Metastore or another server of Hive: Thrift binary protocol, one call at a time, each with a time-out. */
export class ThriftConnection {
  readonly #socket: Socket;
  readonly #endpoint: Endpoint;
  readonly #timeoutMs: number;
  readonly #kind: ServerKind;
  readonly #framed: boolean;
  readonly #inbox: Inbox;
  #pending: Pending | undefined;
  #sequence = 0;
  #failure: LakeliftError | undefined;
  #answered = false;

  private constructor(socket: Socket, endpoint: Endpoint, timeoutMs: number, kind: ServerKind) {
    this.#socket = socket;
    this.#endpoint = endpoint;
    this.#timeoutMs = timeoutMs;
    this.#kind = kind;
    this.#framed = endpoint.framed === true || kind.login !== undefined;
    this.#inbox = new Inbox(this.#framed, MAX_ANSWER);
    socket.on('data', (chunk: Buffer) => {
      if (!this.#answered && isSasl(chunk)) this.#break(this.#saslWanted());
      else this.#receive(chunk);
    });
    socket.on('error', (error) => this.#break(this.#unreachable(`connection failed: ${error.message}`, error)));
    socket.on('close', () => this.#break(this.#unreachable('the connection was closed')));
  }

  /** Connects, and logs in, within `timeoutMs`. Throws UNREACHABLE, AUTH. */
  static open(endpoint: Endpoint, timeoutMs: number, kind: ServerKind = METASTORE): Promise<ThriftConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: endpoint.host, port: endpoint.port, noDelay: true, keepAlive: true });
      const fail = (reason: string, cause?: unknown): void => {
        clearTimeout(timer);
        // What the socket says after it was given up concerns nobody.
        socket.on('error', () => undefined).destroy();
        reject(notOpened(endpoint, kind, reason, cause));
      };
      const timer = setTimeout(() => fail(`no answer in ${String(timeoutMs)} ms`), timeoutMs);
      const onError = (error: Error): void => fail(error.message, error);
      const opened = (): void => {
        clearTimeout(timer);
        socket.off('error', onError);
        resolve(new ThriftConnection(socket, endpoint, timeoutMs, kind));
      };
      socket.once('error', onError);
      socket.once('connect', () => {
        if (kind.login === undefined) opened();
        else loginPlain(socket, kind.login).then(opened, onError);
      });
    });
  }

  get usable(): boolean {
    return this.#failure === undefined;
  }

  /** One call. Throws RemoteException as the server sent it; UNREACHABLE or CORRUPT end the connection. */
  call<A, R>(method: Method<A, R>, args: A): Promise<R> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (this.#pending !== undefined) throw new LakeliftError('INTERNAL', 'a call is already under way');
    const sequence = ++this.#sequence;
    return new Promise<R>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#break(this.#unreachable(`${method.name} did not answer in ${String(this.#timeoutMs)} ms`));
      }, this.#timeoutMs);
      const settle = (finish: () => void): void => {
        clearTimeout(timer);
        this.#pending = undefined;
        finish();
      };
      this.#pending = {
        read: (answer) => {
          try {
            const result = decodeReply(answer, method, sequence);
            settle(() => resolve(result));
          } catch (error) {
            if (!(error instanceof RemoteException)) throw error;
            settle(() => reject(error));
          }
        },
        fail: (error) => settle(() => reject(error)),
      };
      const call = encodeCall(method, args, sequence);
      if (this.#framed) this.#socket.write(frameHeader(call.length));
      this.#socket.write(call);
    });
  }

  close(): void {
    this.#failure ??= new LakeliftError('INTERNAL', 'the connection was closed by this side');
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    try {
      this.#inbox.add(chunk);
      const answer = this.#inbox.take();
      if (answer === undefined) return;
      this.#answered = true;
      this.#pending?.read(answer);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const place = { file: endpointText(this.#endpoint), next: this.#kind.nextSilent, cause: error };
      this.#break(new LakeliftError('CORRUPT', `not an answer of a ${this.#kind.name}: ${reason}`, place));
    }
  }

  #saslWanted(): LakeliftError {
    return new LakeliftError('AUTH', `the ${this.#kind.name} wants SASL (Kerberos), which is not supported`, {
      file: endpointText(this.#endpoint),
      next: this.#kind.nextLogin,
    });
  }

  #unreachable(reason: string, cause?: unknown): LakeliftError {
    return new LakeliftError('UNREACHABLE', `${this.#kind.name}: ${reason}`, {
      file: endpointText(this.#endpoint),
      next: this.#answered ? nextConnect(this.#kind) : this.#kind.nextSilent,
      ...(cause === undefined ? {} : { cause }),
    });
  }

  #break(error: LakeliftError): void {
    this.#failure ??= error;
    this.#socket.destroy();
    this.#pending?.fail(this.#failure);
  }
}

const nextConnect = ({ name }: ServerKind): string =>
  `check that the ${name} runs there and that a firewall lets this machine through`;

function notOpened(endpoint: Endpoint, kind: ServerKind, reason: string, cause: unknown): LakeliftError {
  const because = cause === undefined ? {} : { cause };
  const place = { file: endpointText(endpoint), ...because };
  if (cause instanceof LoginRefused) {
    return new LakeliftError('AUTH', `the ${kind.name} refuses the login: ${reason}`, {
      ...place,
      next: kind.nextLogin,
    });
  }
  const message = `no connection to the ${kind.name}: ${reason}`;
  return new LakeliftError('UNREACHABLE', message, { ...place, next: nextConnect(kind) });
}

/** A negotiation message of Thrift's SASL transport, such as "BAD: Invalid status": a status of 1 to 5 and a length. */
function isSasl(chunk: Buffer): boolean {
  const status = chunk[0] ?? 0;
  return status >= 1 && status <= 5 && chunk.length >= 5 && chunk.readUInt32BE(1) === chunk.length - 5;
}
