import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { arch, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { chromiumFolder } from './cache.js';

type Reply = Record<string, unknown>;

/** What a page said and asked for while it was open. */
export interface PageRecord {
  /** Console messages, exceptions and violations of the page's policy. */
  readonly messages: string[];
  /** URLs of all requests, the page's own among them. */
  readonly requests: string[];
}

/** A page of the browser. */
export interface Page extends PageRecord {
  /** Evaluates an expression and returns its JSON value. */
  evaluate<T>(expression: string): Promise<T>;
  /** A PNG of the whole page. */
  screenshot(): Promise<Buffer>;
}

export interface PageOptions {
  readonly scheme?: 'light' | 'dark';
  readonly media?: 'screen' | 'print';
  /** Width of the window in CSS pixels. */
  readonly width?: number;
}

/** A real headless Chromium, driven over a pipe by its own protocol (CDP). */
export class Browser {
  private id = 0;
  private readonly waiting = new Map<number, { resolve(reply: Reply): void; reject(error: Error): void }>();
  private readonly listeners = new Map<string, (method: string, params: Reply) => void>();
  private readonly input: Writable;
  private unread = '';

  private constructor(
    private readonly child: ChildProcess,
    private readonly profile: string,
  ) {
    const [, , , input, output] = child.stdio as unknown as [null, null, null, Writable, Readable];
    this.input = input;
    output.setEncoding('utf8').on('data', (text: string) => this.receive(text));
    child.once('exit', (code, signal) => {
      for (const { reject } of this.waiting.values())
        reject(new Error(`Chromium ended with ${String(signal ?? code)}`));
    });
  }

  /** Starts the browser; the first start fetches it from npm. */
  static async start(): Promise<Browser> {
    const folder = await chromiumFolder();
    const profile = await mkdtemp(join(tmpdir(), 'lakelift-browser-'));
    const fonts = join(profile, 'fonts.conf');
    // The same fonts on every machine, and those of the machine for signs these lack.
    const dirs = [join(folder, 'fonts'), '/usr/share/fonts'].map((dir) => `<dir>${dir}</dir>`).join('');
    await writeFile(
      fonts,
      `<?xml version="1.0"?><fontconfig>${dirs}<cachedir>${profile}/fonts</cachedir></fontconfig>`,
    );
    // As root, Chromium needs --no-sandbox; it only opens pages of this repository.
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--remote-debugging-pipe'];
    const child = spawn(join(folder, 'chromium'), [...flags, `--user-data-dir=${profile}`], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
      env: { ...process.env, LD_LIBRARY_PATH: join(folder, 'lib'), FONTCONFIG_FILE: fonts, TZ: 'UTC' },
    });
    return new Browser(child, profile);
  }

  /** Opens a URL in a new page and waits until it is loaded. */
  async open(url: string, { scheme = 'light', media = 'screen', width = 1280 }: PageOptions = {}): Promise<Page> {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank', width, height: 900 });
    const { sessionId } = (await this.send('Target.attachToTarget', { targetId, flatten: true })) as {
      sessionId: string;
    };
    const send = (method: string, params: Reply = {}): Promise<Reply> => this.send(method, params, sessionId);
    const record: PageRecord = { messages: [], requests: [] };
    const loaded = new Promise<void>((resolve) => this.listeners.set(sessionId, noteTo(record, resolve)));
    for (const domain of ['Page', 'Runtime', 'Network', 'Log']) await send(`${domain}.enable`);
    await send('Emulation.setEmulatedMedia', { media, features: [{ name: 'prefers-color-scheme', value: scheme }] });
    await send('Page.navigate', { url });
    await loaded;
    return {
      ...record,
      async evaluate<T>(expression: string): Promise<T> {
        const reply = await send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
        if (reply['exceptionDetails'] !== undefined) throw new Error(JSON.stringify(reply['exceptionDetails']));
        return (reply['result'] as { value: T }).value;
      },
      async screenshot(): Promise<Buffer> {
        const { data } = await send('Page.captureScreenshot', { format: 'png', captureBeyondViewport: true });
        return Buffer.from(data as string, 'base64');
      },
    };
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await ended;
    await rm(this.profile, { recursive: true, force: true });
  }

  private send(method: string, params: Reply, sessionId?: string): Promise<Reply> {
    const id = ++this.id;
    const message = { id, method, params, ...(sessionId === undefined ? {} : { sessionId }) };
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.input.write(`${JSON.stringify(message)}\0`);
    });
  }

  private receive(text: string): void {
    const messages = (this.unread + text).split('\0');
    this.unread = messages.pop() ?? '';
    for (const message of messages) {
      const { id, result, error, method, params, sessionId } = JSON.parse(message) as Record<string, never>;
      if (id === undefined) this.listeners.get(sessionId ?? '')?.(method ?? '', params ?? {});
      else if (error === undefined) this.waiting.get(id)?.resolve(result ?? {});
      else this.waiting.get(id)?.reject(new Error(JSON.stringify(error)));
    }
  }
}

function noteTo(record: PageRecord, loaded: () => void): (method: string, params: Reply) => void {
  return (method, params) => {
    if (method === 'Network.requestWillBeSent') record.requests.push((params['request'] as { url: string }).url);
    const spoken = ['Runtime.consoleAPICalled', 'Runtime.exceptionThrown', 'Log.entryAdded'];
    if (spoken.includes(method)) record.messages.push(JSON.stringify(params));
    if (method === 'Page.loadEventFired') loaded();
  };
}

/**
 * The browser for a file of tests, or undefined where none is to be had: the npm package is for Linux on x64. There CI fails when it does not
 * start, and a desk gets a loud warning and skipped tests.
 */
export async function testBrowser(): Promise<Browser | undefined> {
  try {
    if (platform() !== 'linux' || arch() !== 'x64') throw new Error(`no Chromium for ${platform()} on ${arch()}`);
    return await Browser.start();
  } catch (error) {
    if (process.env['CI'] && platform() === 'linux' && arch() === 'x64') throw error;
    console.warn(`\n*** THE BROWSER TESTS ARE SKIPPED ***\n${String(error)}\n`);
    return undefined;
  }
}
