import { LakeliftError } from '../../errors/error.js';

/** A piece of a DDL text. `text` is what it stands for: quotes removed, escapes undone. */
export interface Token {
  /** `word` also stands for numbers, `quoted` for identifiers in backticks, `end` for the end of the text. */
  readonly kind: 'word' | 'quoted' | 'string' | 'symbol' | 'end';
  readonly text: string;
  /** Index of its first character, and of the first one after it. */
  readonly start: number;
  readonly end: number;
}

/** A DDL text, and the name of its file for messages. */
export interface DdlSource {
  readonly file: string;
  readonly text: string;
}

const BLANK = /(?:\s|--[^\n]*|\/\*[^]*?\*\/)+/y;
const WORD = /[\p{L}\p{N}\p{M}_$]+/uy;
const QUOTED = /`([^`]*(?:``[^`]*)*)`/y;
const STRING = /'([^'\\]*(?:(?:\\[^]|'')[^'\\]*)*)'|"([^"\\]*(?:(?:\\[^]|"")[^"\\]*)*)"/y;

/** CORRUPT at a character of the text, by line and column (both from 1). */
export function ddlError(source: DdlSource, at: number, message: string): LakeliftError {
  const before = source.text.slice(0, at);
  const line = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  return new LakeliftError('CORRUPT', `line ${line}, column ${column}: ${message}`, {
    file: source.file,
    next: 'correct the statement, or leave it out; docs/catalog.md lists what is understood',
  });
}

/** Cuts a DDL text into tokens; the last one is the end. Throws CORRUPT for quotes and comments that do not end. */
export function tokenize(source: DdlSource): Token[] {
  const { text } = source;
  const tokens: Token[] = [];
  // A file saved by an editor of Windows may begin with a byte order mark.
  let at = text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length) {
    const token = blank(text, at) ?? identifier(text, at) ?? string(text, at) ?? symbol(source, at);
    at = token.end;
    if (token.kind !== 'end') tokens.push(token);
  }
  tokens.push({ kind: 'end', text: '', start: at, end: at });
  return tokens;
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** White space and comments, as a token that is left out. */
function blank(text: string, at: number): Token | undefined {
  const found = match(BLANK, text, at);
  return found === null ? undefined : { kind: 'end', text: '', start: at, end: at + found[0].length };
}

function identifier(text: string, at: number): Token | undefined {
  const word = match(WORD, text, at);
  if (word !== null) return { kind: 'word', text: word[0], start: at, end: at + word[0].length };
  const quoted = match(QUOTED, text, at);
  if (quoted === null) return undefined;
  return { kind: 'quoted', text: quoted[1]!.replaceAll('``', '`'), start: at, end: at + quoted[0].length };
}

function string(text: string, at: number): Token | undefined {
  const found = match(STRING, text, at);
  if (found === null) return undefined;
  return { kind: 'string', text: unescape(found[0]), start: at, end: at + found[0].length };
}

function symbol(source: DdlSource, at: number): Token {
  const { text } = source;
  if (/['"`]/.test(text[at]!)) throw ddlError(source, at, `the quote ${text[at]!} is not closed`);
  if (text.startsWith('/*', at)) throw ddlError(source, at, 'the comment is not closed');
  const [character] = String.fromCodePoint(text.codePointAt(at)!);
  return { kind: 'symbol', text: character!, start: at, end: at + character!.length };
}

const IN_SINGLE = /\\u([0-9a-fA-F]{4})|\\([0-3][0-7]{2})|\\([^])|''/g;
const IN_DOUBLE = /\\u([0-9a-fA-F]{4})|\\([0-3][0-7]{2})|\\([^])|""/g;

const ESCAPES: Readonly<Record<string, string>> = { 0: '\0', b: '\b', n: '\n', r: '\r', t: '\t', Z: '\x1a' };

/**
 * The value of a string literal: `\uXXXX`, octal `\ddd`, `\n` and the like, and a doubled quote. `\%` and `\_` keep their backslash.
 * Source: org.apache.hadoop.hive.ql.parse.BaseSemanticAnalyzer.unescapeSQLString; Spark's ParserUtils does the same.
 */
function unescape(literal: string): string {
  const quote = literal[0]!;
  return literal
    .slice(1, -1)
    .replace(
      quote === "'" ? IN_SINGLE : IN_DOUBLE,
      (whole, hex: string | undefined, octal: string | undefined, character: string | undefined) => {
        if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
        if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
        if (character === undefined) return quote;
        return character === '%' || character === '_' ? whole : (ESCAPES[character] ?? character);
      },
    );
}
