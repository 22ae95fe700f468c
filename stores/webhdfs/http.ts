import { Agent, get as httpGet, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, get as httpsGet } from 'node:https';
import { readBody, silence } from '../body.js';

/**
 * A small streaming HTTP client on node:http. fetch is not used: DataNodes close their connections after each reply,
 * which some releases of its engine do not survive, and it hides a body that ends early behind generic errors.
 */
export class HttpClient {
  readonly #http = new Agent({ keepAlive: true });
  readonly #https = new HttpsAgent({ keepAlive: true });

  constructor(private readonly timeoutMs: number) {}

  /** Sends a GET; resolves with the reply when its head is there. Redirects are not followed. */
  get(url: URL): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const request =
        url.protocol === 'https:' ? httpsGet(url, { agent: this.#https }) : httpGet(url, { agent: this.#http });
      const timer = setTimeout(() => request.destroy(silence(this.timeoutMs)), this.timeoutMs);
      request.once('response', (reply) => {
        clearTimeout(timer);
        resolve(reply);
      });
      // Stays for the request's life: a connection may break after the head, when the body's reader reports it.
      request.on('error', (error) => {
        clearTimeout(timer);
        reject(error);
      });
    });
  }

  /** The body as it arrives; see `readBody`. */
  body(reply: IncomingMessage): AsyncGenerator<Buffer> {
    return readBody(reply, this.timeoutMs);
  }

  async text(reply: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.body(reply)) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  }

  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }
}
