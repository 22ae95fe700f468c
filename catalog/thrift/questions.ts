import type { FailoverClient } from './client.js';
import { RemoteException } from './message.js';
import type { Method } from './methods.js';

/** Questions a server may not answer: what it refuses is named in `notRead`; one without a method does not keep what it is about. */
export class Questions {
  readonly notRead: string[] = [];
  readonly #client: FailoverClient;

  constructor(client: FailoverClient) {
    this.#client = client;
  }

  /** What `take` makes of the answer; nothing when there is none. */
  async ask<A, R, T>(what: string, method: Method<A, R>, args: A, take: (result: R) => T[]): Promise<T[]> {
    try {
      return take(await this.#client.call(method, args));
    } catch (error) {
      if (!(error instanceof RemoteException)) throw error;
      if (error.kind !== 'UnknownMethod') this.notRead.push(`${what}: ${error.message}`);
      return [];
    }
  }
}
