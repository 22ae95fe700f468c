import { ddlError, tokenize } from './tokens.js';
import type { DdlSource, Token } from './tokens.js';

/** Walks over the tokens of a DDL text. What is expected and not there is CORRUPT with line and column. */
export class TokenReader {
  readonly source: DdlSource;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(source: DdlSource) {
    this.source = source;
    this.#tokens = tokenize(source);
  }

  /** The token after `ahead` others; the end when there are not so many. */
  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)]!;
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.#at += 1;
    return token;
  }

  /** True when the next tokens are these unquoted words (in any case) and symbols, separated by blanks. */
  sees(words: string): boolean {
    return words.split(' ').every((word, index) => {
      const { kind, text } = this.peek(index);
      return (kind === 'word' || kind === 'symbol') && text.toUpperCase() === word;
    });
  }

  /** Passes over these tokens when they are next. */
  accept(words: string): boolean {
    if (!this.sees(words)) return false;
    this.#at += words.split(' ').length;
    return true;
  }

  /** True before `;`, the end, and the first word of another statement. */
  atStatementEnd(): boolean {
    if (this.peek().kind === 'end') return true;
    return [';', 'ALTER TABLE', 'ALTER DATABASE', 'USE'].some((words) => this.sees(words)) || this.seesCreate();
  }

  /** True before a CREATE statement; within a query no such words stand together. */
  seesCreate(): boolean {
    return ['TABLE', 'EXTERNAL', 'TRANSACTIONAL', 'MANAGED', 'VIEW', 'MATERIALIZED', 'DATABASE'].some((word) =>
      this.sees(`CREATE ${word}`),
    );
  }

  expect(words: string): void {
    if (!this.accept(words)) throw this.expected(words);
  }

  string(): string {
    if (this.peek().kind !== 'string') throw this.expected('a text in quotes');
    return this.next().text;
  }

  /** A name in lower case, as Hive keeps it. */
  name(): string {
    return this.exactName().toLowerCase();
  }

  /** A name as it is written. */
  exactName(): string {
    const { kind } = this.peek();
    if (kind !== 'word' && kind !== 'quoted') throw this.expected('a name');
    return this.next().text;
  }

  /** A whole number. */
  number(): number {
    const { kind, text } = this.peek();
    if (kind !== 'word' || !/^\d{1,9}$/.test(text)) throw this.expected('a number');
    this.next();
    return Number(text);
  }

  /** `( item, item )`, each read by `item`. */
  list<T>(item: () => T): T[] {
    this.expect('(');
    const items: T[] = [];
    do items.push(item());
    while (this.accept(','));
    this.expect(')');
    return items;
  }

  /** CORRUPT at the next token: this was expected and something else found. */
  expected(what: string): Error {
    return this.fail(`${what} expected, ${this.#seen()} found`);
  }

  /** CORRUPT at a token, the next one unless told. */
  fail(message: string, at: Token = this.peek()): Error {
    return ddlError(this.source, at.start, message);
  }

  #seen(): string {
    const { kind, start, end } = this.peek();
    if (kind === 'end') return 'the end of the file';
    const text = this.source.text.slice(start, end);
    return text.length > 40 ? `${text.slice(0, 40)}…` : text;
  }
}
