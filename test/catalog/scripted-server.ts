import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { TBinaryProtocol, TBufferedTransport, Thrift } from 'thrift';
import { struct, text } from '../../catalog/thrift/codec.js';
import type { Codec } from '../../catalog/thrift/codec.js';
import { encodeMessage } from '../../catalog/thrift/message.js';
import { anyStruct } from './any-reply.js';

/** A call a server got. */
export interface Received {
  readonly name: string;
  readonly sequence: number;
  readonly socket: Socket;
  /** By field id. */
  readonly args: Readonly<Record<string, unknown>>;
}

/** A real TCP server that speaks the Metastore's protocol as far as a test says. */
export class ScriptedServer {
  readonly calls: string[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(onCall: (call: Received) => void) {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => socket.destroy());
      const receive = TBufferedTransport.receiver((transport) => {
        const protocol = new TBinaryProtocol(transport);
        try {
          const { fname, rseqid } = protocol.readMessageBegin();
          const args = anyStruct(protocol);
          transport.commitPosition();
          this.calls.push(fname);
          onCall({ name: fname, sequence: rseqid, socket, args });
        } catch {
          transport.rollbackPosition();
        }
      }, 0);
      socket.on('data', (chunk) => receive(chunk as Buffer));
    });
  }

  static async start(onCall: (call: Received) => void): Promise<ScriptedServer> {
    const server = new ScriptedServer(onCall);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return `thrift://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** A normal reply that carries `value` as the call's result. */
export function resultOf<T>(call: Received, codec: Codec<T>, value: T): Buffer {
  return encodeMessage(call.name, Thrift.MessageType.REPLY, call.sequence, (protocol) => {
    protocol.writeFieldBegin('success', codec.wire, 0);
    codec.write(protocol, value);
    protocol.writeFieldStop();
  });
}

/** A reply that carries the exception with this field id. */
export function failureOf(call: Received, id: number, message: string): Buffer {
  return encodeMessage(call.name, Thrift.MessageType.REPLY, call.sequence, (protocol) => {
    protocol.writeFieldBegin('failure', Thrift.Type.STRUCT, id);
    struct({ message: { id: 1, codec: text } }).write(protocol, { message });
    protocol.writeFieldStop();
  });
}

/** The reply of a server that lacks the method. */
export function unknownMethod(call: Received): Buffer {
  return encodeMessage(call.name, Thrift.MessageType.EXCEPTION, call.sequence, (protocol) => {
    protocol.writeFieldBegin('type', Thrift.Type.I32, 2);
    protocol.writeI32(1);
    protocol.writeFieldStop();
  });
}
