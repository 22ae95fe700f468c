import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { TBinaryProtocol, TBufferedTransport, Thrift } from 'thrift';
import type { Codec } from '../../catalog/thrift/codec.js';
import { encodeCall } from '../../catalog/thrift/message.js';
import { parseThriftUris } from '../../catalog/thrift/uri.js';

/** A call by name, with its arguments. */
export interface AnyCall {
  readonly name: string;
  readonly args: Codec<unknown>;
  readonly value: unknown;
}

/** A reply as its fields by id, whatever the method: structs are objects, lists arrays, maps sorted pairs. */
export type AnyReply = { readonly exception: unknown } | { readonly fields: unknown };

/** A client that decodes answers by nothing but what their bytes say; one call at a time. */
export class AnyClient {
  readonly #socket: Socket;
  #settle: { resolve(reply: AnyReply): void; reject(error: Error): void } | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    const receive = TBufferedTransport.receiver((transport) => this.#read(transport), 0);
    socket.on('data', (chunk: Buffer) => receive(chunk));
    socket.on('error', (error) => this.#settle?.reject(error));
    socket.on('close', () => this.#settle?.reject(new Error('the server hung up')));
    socket.setTimeout(60_000, () => socket.destroy(new Error('no answer')));
  }

  static open(url: string): Promise<AnyClient> {
    const { host, port } = parseThriftUris(url)[0]!;
    return new Promise((resolve, reject) => {
      const socket = connect(port, host, () => resolve(new AnyClient(socket))).once('error', reject);
    });
  }

  call({ name, args, value }: AnyCall): Promise<AnyReply> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#socket.write(encodeCall({ name, args, result: args, exceptions: {} }, value, 1));
    });
  }

  close(): void {
    this.#settle = undefined;
    this.#socket.destroy();
  }

  #read(transport: TBufferedTransport): void {
    try {
      const protocol = new TBinaryProtocol(transport);
      const { mtype } = protocol.readMessageBegin();
      const fields = anyValue(protocol, Thrift.Type.STRUCT);
      transport.commitPosition();
      this.#settle?.resolve(mtype === Thrift.MessageType.EXCEPTION ? { exception: fields } : { fields });
    } catch (error) {
      if (!(error instanceof Error && error.name === 'InputBufferUnderrunError')) this.#settle?.reject(error as Error);
      transport.rollbackPosition();
    }
  }
}

function anyValue(protocol: TBinaryProtocol, type: Thrift.Type): unknown {
  switch (type) {
    case Thrift.Type.BOOL:
      return protocol.readBool();
    case Thrift.Type.BYTE:
      return protocol.readByte();
    case Thrift.Type.I16:
      return protocol.readI16();
    case Thrift.Type.I32:
      return protocol.readI32();
    case Thrift.Type.I64:
      return Number(protocol.readI64());
    case Thrift.Type.DOUBLE:
      return protocol.readDouble();
    case Thrift.Type.STRING:
      return protocol.readString();
    case Thrift.Type.STRUCT:
      return anyStruct(protocol);
    case Thrift.Type.MAP:
      return anyMap(protocol);
    default: {
      const { etype, size } = protocol.readListBegin();
      return Array.from({ length: size }, () => anyValue(protocol, etype));
    }
  }
}

/** A struct as its fields by id. */
export function anyStruct(protocol: TBinaryProtocol): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (;;) {
    const { ftype, fid } = protocol.readFieldBegin();
    if (ftype === Thrift.Type.STOP) return fields;
    fields[String(fid)] = anyValue(protocol, ftype);
  }
}

/** Order means nothing in a map. */
function anyMap(protocol: TBinaryProtocol): unknown {
  const { ktype, vtype, size } = protocol.readMapBegin();
  const pairs = Array.from({ length: size }, () => [anyValue(protocol, ktype), anyValue(protocol, vtype)]);
  return { map: pairs.map((pair) => JSON.stringify(pair)).sort() };
}
