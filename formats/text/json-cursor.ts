import { LakeliftError } from '../../errors/error.js';

/** What a value begins with; `word` is true, false or null. */
export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'word';

/** Deeper nesting is refused: the reader calls itself for each level. */
const MAX_DEPTH = 512;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * Walks over one JSON text (RFC 8259) in a line. Everything that is not JSON throws REFUSED: on such lines Hive's queries fail, or its
 * versions differ.
 */
export class JsonCursor {
  private depth = 0;

  constructor(
    private readonly bytes: Buffer,
    private at: number,
    private readonly end: number,
  ) {}

  peek(): JsonKind {
    this.blanks();
    const byte = this.bytes[this.at]!;
    if (this.at >= this.end) throw this.wrong('ends early');
    if (byte === BRACE) return 'object';
    if (byte === BRACKET) return 'array';
    if (byte === QUOTE) return 'string';
    return byte === MINUS || (byte >= ZERO && byte <= ZERO + 9) ? 'number' : 'word';
  }

  /** Calls with every name; the call must read or skip the value. */
  object(member: (name: Buffer) => void): void {
    this.items(BRACE, CLOSING_BRACE, () => {
      this.blanks();
      const name = this.string();
      this.expect(COLON);
      member(name);
    });
  }

  array(element: () => void): void {
    this.items(BRACKET, CLOSING_BRACKET, element);
  }

  /** A string as UTF-8. */
  string(): Buffer {
    this.expect(QUOTE);
    const from = this.at;
    for (; this.at < this.end; this.at++) {
      const byte = this.bytes[this.at]!;
      if (byte === QUOTE) return this.bytes.subarray(from, this.at++);
      if (byte === BACKSLASH) return this.escapedString(from);
      if (byte < 0x20) throw this.wrong('has a control character in a string');
    }
    throw this.wrong('ends early');
  }

  /** A number as it is written. */
  number(): string {
    this.blanks();
    // No number is longer than the line; most are short.
    const text = this.bytes.toString('latin1', this.at, Math.min(this.end, this.at + 4096));
    NUMBER.lastIndex = 0;
    const found = NUMBER.exec(text)?.[0];
    if (found === undefined || found.length === 4096) throw this.wrong('has a number that is none');
    this.at += found.length;
    return found;
  }

  word(): boolean | null {
    this.blanks();
    for (const [word, value] of WORDS) {
      if (this.bytes.toString('latin1', this.at, Math.min(this.end, this.at + word.length)) === word) {
        this.at += word.length;
        return value;
      }
    }
    throw this.wrong('has something that is no value');
  }

  skip(): void {
    switch (this.peek()) {
      case 'object':
        return this.object(() => this.skip());
      case 'array':
        return this.array(() => this.skip());
      case 'string':
        this.string();
        return;
      case 'number':
        this.number();
        return;
      default:
        this.word();
    }
  }

  /** Nothing but blanks is left. */
  finish(): void {
    this.blanks();
    if (this.at < this.end) throw this.wrong('goes on after its value');
  }

  private items(opening: number, closing: number, item: () => void): void {
    this.expect(opening);
    if (++this.depth > MAX_DEPTH) throw this.wrong(`is nested deeper than ${MAX_DEPTH} levels`);
    this.blanks();
    if (this.bytes[this.at] === closing) this.at += 1;
    else {
      for (;;) {
        item();
        this.blanks();
        if (this.bytes[this.at] === closing && this.at < this.end) break;
        this.expect(COMMA);
      }
      this.at += 1;
    }
    this.depth -= 1;
  }

  private escapedString(from: number): Buffer {
    for (let to = this.at; to < this.end; to++) {
      if (this.bytes[to] === BACKSLASH) to += 1;
      else if (this.bytes[to] === QUOTE) {
        const text = this.unescaped(this.bytes.toString('utf8', from - 1, to + 1));
        this.at = to + 1;
        return text;
      }
    }
    throw this.wrong('ends early');
  }

  private unescaped(quoted: string): Buffer {
    let text: string;
    try {
      text = JSON.parse(quoted) as string;
    } catch {
      throw this.wrong('has a string with a wrong escape');
    }
    if (/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text)) {
      throw this.wrong('has half of a surrogate pair');
    }
    return Buffer.from(text);
  }

  private blanks(): void {
    for (; this.at < this.end; this.at++) {
      const byte = this.bytes[this.at];
      if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return;
    }
  }

  private expect(byte: number): void {
    this.blanks();
    if (this.at >= this.end) throw this.wrong('ends early');
    if (this.bytes[this.at] !== byte) throw this.wrong(`lacks a ${String.fromCharCode(byte)}`);
    this.at += 1;
  }

  private wrong(what: string): LakeliftError {
    return new LakeliftError('REFUSED', `the JSON of the line ${what}`, {
      next: 'repair the line; Hive cannot read it either',
    });
  }
}

const WORDS = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const;
const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const COLON = 0x3a;
const BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
