import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { TBufferedTransport, TFramedTransport } from 'thrift';
import { LakeliftError } from '../../errors/error.js';
import { ProtocolError, RemoteException, decodeReply, encodeCall, frameHeader } from './message.js';
import type { ReadTransport } from './message.js';
import type { Method } from './methods.js';
import { endpointText } from './uri.js';
import type { Endpoint } from './uri.js';

const NEXT_CONNECT = 'check that the Hive Metastore runs there and that a firewall lets this machine through';
const NEXT_SILENT =
  'check hive.metastore.sasl.enabled (Kerberos is not supported) and, for framed transport, write ?framed=true after the port';

interface Pending {
  /** Tries to read the answer; true when it was complete. */
  tryRead(transport: ReadTransport): boolean;
  fail(error: LakeliftError): void;
}

/** One connection to a Metastore: Thrift binary protocol, one call at a time, each with a time-out. */
export class ThriftConnection {
  readonly #socket: Socket;
  readonly #endpoint: Endpoint;
  readonly #timeoutMs: number;
  readonly #receive: (chunk: Buffer) => void;
  #pending: Pending | undefined;
  #sequence = 0;
  #failure: LakeliftError | undefined;
  #answered = false;
  #attempt: NodeJS.Timeout | undefined;
  #lastAttemptMs = 0;

  private constructor(socket: Socket, endpoint: Endpoint, timeoutMs: number) {
    this.#socket = socket;
    this.#endpoint = endpoint;
    this.#timeoutMs = timeoutMs;
    this.#receive =
      endpoint.framed === true
        ? TFramedTransport.receiver((transport) => this.#read(transport), 0)
        : TBufferedTransport.receiver((transport) => this.#schedule(transport), 0);
    socket.on('data', (chunk: Buffer) => {
      if (!this.#answered && isSasl(chunk)) this.#break(this.#saslWanted());
      else this.#receive(chunk);
    });
    socket.on('error', (error) => this.#break(this.#unreachable(`connection failed: ${error.message}`, error)));
    socket.on('close', () => this.#break(this.#unreachable('the connection was closed')));
  }

  /** Connects within `timeoutMs`. Throws UNREACHABLE. */
  static open(endpoint: Endpoint, timeoutMs: number): Promise<ThriftConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: endpoint.host, port: endpoint.port, noDelay: true, keepAlive: true });
      const place = { file: endpointText(endpoint), next: NEXT_CONNECT };
      const fail = (reason: string, cause?: unknown): void => {
        socket.destroy();
        const message = `no connection to the Hive Metastore: ${reason}`;
        reject(new LakeliftError('UNREACHABLE', message, cause === undefined ? place : { ...place, cause }));
      };
      const timer = setTimeout(() => fail(`no answer in ${String(timeoutMs)} ms`), timeoutMs);
      const onError = (error: Error): void => {
        clearTimeout(timer);
        fail(error.message, error);
      };
      socket.once('error', onError);
      socket.once('connect', () => {
        clearTimeout(timer);
        socket.off('error', onError);
        resolve(new ThriftConnection(socket, endpoint, timeoutMs));
      });
    });
  }

  get usable(): boolean {
    return this.#failure === undefined;
  }

  /** One call. Throws RemoteException as the server sent it; UNREACHABLE or CORRUPT end the connection. */
  call<A, R>(method: Method<A, R>, args: A): Promise<R> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (this.#pending !== undefined) throw new LakeliftError('INTERNAL', 'a metastore call is already under way');
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
        tryRead: (transport) => {
          try {
            const result = decodeReply(transport, method, sequence);
            settle(() => resolve(result));
          } catch (error) {
            if (isUnderrun(error)) return false;
            if (!(error instanceof RemoteException)) throw error;
            settle(() => reject(error));
          }
          return true;
        },
        fail: (error) => settle(() => reject(error)),
      };
      const call = encodeCall(method, args, sequence);
      if (this.#endpoint.framed === true) this.#socket.write(frameHeader(call.length));
      this.#socket.write(call);
    });
  }

  close(): void {
    this.#failure ??= new LakeliftError('INTERNAL', 'the metastore connection was closed');
    this.#socket.destroy();
  }

  /** A try costs time in the size of what has come, so the next waits as long: large answers stay linear. */
  #schedule(transport: ReadTransport): void {
    this.#attempt ??= setTimeout(() => this.#read(transport), this.#lastAttemptMs);
  }

  #read(transport: ReadTransport): void {
    this.#attempt = undefined;
    if (this.#pending === undefined) return;
    const started = performance.now();
    try {
      if (this.#pending.tryRead(transport)) {
        this.#answered = true;
        this.#lastAttemptMs = 0;
        transport.commitPosition();
        return;
      }
      transport.rollbackPosition();
      this.#lastAttemptMs = performance.now() - started;
    } catch (error) {
      const reason = error instanceof ProtocolError || error instanceof Error ? error.message : String(error);
      const place = { file: endpointText(this.#endpoint), next: NEXT_SILENT, cause: error };
      this.#break(new LakeliftError('CORRUPT', `not an answer of a Hive Metastore: ${reason}`, place));
    }
  }

  #saslWanted(): LakeliftError {
    return new LakeliftError('AUTH', 'the Hive Metastore wants SASL (Kerberos), which is not supported', {
      file: endpointText(this.#endpoint),
      next: 'name a Metastore with hive.metastore.sasl.enabled=false, or an exported SQLite file',
    });
  }

  #unreachable(reason: string, cause?: unknown): LakeliftError {
    return new LakeliftError('UNREACHABLE', `Hive Metastore: ${reason}`, {
      file: endpointText(this.#endpoint),
      next: this.#answered ? NEXT_CONNECT : NEXT_SILENT,
      ...(cause === undefined ? {} : { cause }),
    });
  }

  #break(error: LakeliftError): void {
    this.#failure ??= error;
    clearTimeout(this.#attempt);
    this.#socket.destroy();
    this.#pending?.fail(this.#failure);
  }
}

/** A negotiation message of Thrift's SASL transport, such as "BAD: Invalid status": a status of 1 to 5 and a length. */
function isSasl(chunk: Buffer): boolean {
  const status = chunk[0] ?? 0;
  return status >= 1 && status <= 5 && chunk.length >= 5 && chunk.readUInt32BE(1) === chunk.length - 5;
}

/** thrift does not export the class. */
function isUnderrun(error: unknown): boolean {
  return error instanceof Error && error.name === 'InputBufferUnderrunError';
}
