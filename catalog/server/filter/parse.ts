import { HiveException } from '../failure.js';

export type Operator = '=' | '<>' | '<' | '<=' | '>' | '>=' | 'like';

/** A literal: text as it stands between the quotes, a whole number, or a day as yyyy-MM-dd. */
export type Literal =
  { readonly type: 'text' | 'date'; readonly value: string } | { readonly type: 'integer'; readonly value: bigint };

export interface Comparison {
  readonly key: string;
  readonly operator: Operator;
  readonly literal: Literal;
  /** The literal stood before the key: `5 < hr`. */
  readonly reversed: boolean;
}

/** Long chains of AND or OR are one node, so that only parentheses nest. */
export type Filter =
  | { readonly join: 'comparison'; readonly comparison: Comparison }
  | { readonly join: 'and' | 'or'; readonly parts: readonly Filter[] };

/** Deepest nesting of parentheses. */
const MAX_DEPTH = 200;
const MAX_LENGTH = 256 * 1024;
const LONG_MIN = -(2n ** 63n);
const LONG_MAX = 2n ** 63n - 1n;
/** Words that are no keys. */
const RESERVED = new Set(['AND', 'OR', 'LIKE', 'BETWEEN']);

const TOKEN =
  /\s*(?:(?<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<date>\d{4}-\d{2}-\d{2})(?![\w-])|(?<integer>-?\d+)(?!\w)|(?<word>[A-Za-z0-9]\w*)|(?<sign><=|>=|<>|!=|[<>=()]))/suy;

type Token = Readonly<Record<'text' | 'date' | 'integer' | 'word' | 'sign', string | undefined>>;

const OPERATORS: Readonly<Record<string, Operator>> = {
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  LIKE: 'like',
};

/**
 * Parses a partition filter as Hive 2.3's Filter.g has it: comparisons of a key with a literal on either side,
 * BETWEEN, AND before OR, parentheses; words in any case. Unlike there, what follows the filter is an error.
 * Throws MetaException.
 */
export function parseFilter(source: string): Filter {
  const parser = new Parser(tokensOf(source), source);
  const filter = parser.either(0);
  parser.end();
  return filter;
}

function tokensOf(source: string): Token[] {
  if (source.length > MAX_LENGTH) throw invalid(source, `longer than ${String(MAX_LENGTH)} characters`);
  const tokens: Token[] = [];
  const { length } = source.trimEnd();
  for (let at = 0; at < length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    if (match === null) throw invalid(source, `unexpected text at character ${String(at)}`);
    tokens.push(match.groups as unknown as Token);
  }
  return tokens;
}

/** A day of the calendar; `2024-02-30` is none. */
export function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

const invalid = (source: string, reason: string): HiveException =>
  new HiveException('Meta', `Error parsing partition filter; ${reason}; filter: ${source.slice(0, 1000)}`);

function comparison(key: string, operator: Operator, literal: Literal, reversed = false): Filter {
  return { join: 'comparison', comparison: { key, operator, literal, reversed } };
}

/** Recursive descent over the tokens, one method for each rule of the grammar. */
class Parser {
  readonly #tokens: readonly Token[];
  readonly #source: string;
  #at = 0;

  constructor(tokens: readonly Token[], source: string) {
    this.#tokens = tokens;
    this.#source = source;
  }

  either(depth: number): Filter {
    const parts = [this.#both(depth)];
    while (this.#takeWord('OR')) parts.push(this.#both(depth));
    return parts.length === 1 ? parts[0]! : { join: 'or', parts };
  }

  end(): void {
    if (this.#at < this.#tokens.length) throw this.#unexpected('the end');
  }

  #both(depth: number): Filter {
    const parts = [this.#one(depth)];
    while (this.#takeWord('AND')) parts.push(this.#one(depth));
    return parts.length === 1 ? parts[0]! : { join: 'and', parts };
  }

  #one(depth: number): Filter {
    if (!this.#takeSign('(')) return this.#comparison();
    if (depth >= MAX_DEPTH) throw invalid(this.#source, `nested deeper than ${String(MAX_DEPTH)}`);
    const inner = this.either(depth + 1);
    if (!this.#takeSign(')')) throw this.#unexpected(')');
    return inner;
  }

  #comparison(): Filter {
    const first = this.#literal();
    if (first !== undefined) {
      const operator = this.#operator();
      return comparison(this.#key(), operator, first, true);
    }
    const key = this.#key();
    if (this.#takeWord('BETWEEN')) return this.#between(key);
    const operator = this.#operator();
    return comparison(key, operator, this.#requiredLiteral());
  }

  #between(key: string): Filter {
    const low = this.#requiredLiteral();
    if (!this.#takeWord('AND')) throw this.#unexpected('AND');
    const high = this.#requiredLiteral();
    return { join: 'and', parts: [comparison(key, '>=', low), comparison(key, '<=', high)] };
  }

  #operator(): Operator {
    const token = this.#tokens[this.#at];
    const operator = OPERATORS[token?.sign ?? token?.word?.toUpperCase() ?? ''];
    if (operator === undefined) throw this.#unexpected('a comparison');
    this.#at++;
    return operator;
  }

  #key(): string {
    const word = this.#tokens[this.#at]?.word;
    if (word === undefined || RESERVED.has(word.toUpperCase())) throw this.#unexpected('a partition key');
    this.#at++;
    return word;
  }

  #requiredLiteral(): Literal {
    const literal = this.#literal();
    if (literal === undefined) throw this.#unexpected('a literal');
    return literal;
  }

  #literal(): Literal | undefined {
    const token = this.#tokens[this.#at];
    if (token?.text !== undefined) return this.#taken({ type: 'text', value: token.text.slice(1, -1) });
    if (token?.date !== undefined && isDay(token.date)) return this.#taken({ type: 'date', value: token.date });
    if (token?.integer === undefined) return undefined;
    const value = BigInt(token.integer);
    if (value < LONG_MIN || value > LONG_MAX) throw this.#unexpected('a number of 64 bits');
    return this.#taken({ type: 'integer', value });
  }

  #taken(literal: Literal): Literal {
    this.#at++;
    return literal;
  }

  #takeWord(word: string): boolean {
    if (this.#tokens[this.#at]?.word?.toUpperCase() !== word) return false;
    this.#at++;
    return true;
  }

  #takeSign(sign: string): boolean {
    if (this.#tokens[this.#at]?.sign !== sign) return false;
    this.#at++;
    return true;
  }

  #unexpected(wanted: string): HiveException {
    return invalid(this.#source, `${wanted} expected at token ${String(this.#at + 1)}`);
  }
}
