import { LakeliftError } from '../../errors/error.js';

/** A part of a pattern that has been translated. */
interface Part {
  readonly source: string;
  /** Whether it can match nothing. */
  readonly empty: boolean;
  readonly captures: boolean;
}

/**
 * Translates a Java regular expression that is matched against whole lines, as `Matcher.matches` does under DOTALL, into one of JavaScript that
 * matches the same lines with the same groups. What the two languages do not do alike is refused by name: possessive and atomic
 * groups, lookbehind, back references, word boundaries, flags, unions and intersections of classes, and captures that are repeated or may be
 * skipped empty, whose value differs. Source: java.util.regex.Pattern, ECMA-262 22.2.
 */
export function javaPattern(pattern: string, ignoreCase: boolean): { readonly regex: RegExp; readonly groups: number } {
  const parser = new PatternParser(pattern, ignoreCase);
  const { source } = parser.whole();
  return { regex: new RegExp(`^(?:${source})$`, 'su'), groups: parser.groups };
}

/** Java's classes, which know ASCII only, as the inside of a class of JavaScript. */
const CLASSES: Readonly<Record<string, string>> = {
  d: '0-9',
  w: 'a-zA-Z0-9_',
  s: ' \\t\\n\\x0b\\f\\r',
};
const CONTROLS: Readonly<Record<string, string>> = { t: '\\t', n: '\\n', r: '\\r', f: '\\f', a: '\\x07', e: '\\x1b' };

class PatternParser {
  private at = 0;
  groups = 0;

  constructor(
    private readonly pattern: string,
    private readonly ignoreCase: boolean,
  ) {}

  whole(): Part {
    const part = this.alternatives();
    if (this.at < this.pattern.length) throw this.refused('a parenthesis that opens nowhere');
    return part;
  }

  private alternatives(): Part {
    const parts = [this.sequence()];
    while (this.take('|')) parts.push(this.sequence());
    return {
      source: parts.map(({ source }) => source).join('|'),
      empty: parts.some(({ empty }) => empty),
      captures: parts.some(({ captures }) => captures),
    };
  }

  private sequence(): Part {
    const parts: Part[] = [];
    while (this.at < this.pattern.length && !'|)'.includes(this.peek())) parts.push(this.quantified(this.atom()));
    return {
      source: parts.map(({ source }) => source).join(''),
      empty: parts.every(({ empty }) => empty),
      captures: parts.some(({ captures }) => captures),
    };
  }

  private quantified(part: Part): Part {
    const match = /^(?:[*+?]|\{\d+(?:,\d*)?\})/.exec(this.rest());
    if (match === null) return part;
    this.at += match[0].length;
    const lazy = this.take('?') ? '?' : '';
    if (this.peek() === '+') throw this.refused('a possessive quantifier');
    if ('*?{'.includes(this.peek() || ' ')) throw this.refused('a quantifier of a quantifier');
    if (part.source === '') throw this.refused('an anchor that is repeated');
    if (part.captures && match[0] !== '?') throw this.refused('a group that is repeated');
    if (part.captures && part.empty) throw this.refused('an optional group that may be empty');
    if (part.source.startsWith('(?=') || part.source.startsWith('(?!'))
      throw this.refused('a lookahead that is repeated');
    return { ...part, source: `${part.source}${match[0]}${lazy}`, empty: part.empty || /^(?:[*?]|\{0)/.test(match[0]) };
  }

  private atom(): Part {
    const character = String.fromCodePoint(this.pattern.codePointAt(this.at)!);
    this.at += character.length;
    switch (character) {
      case '(':
        return this.group();
      case '[':
        return { source: this.characterClass(), empty: false, captures: false };
      case '.':
        return { source: '.', empty: false, captures: false };
      case '\\':
        return { source: this.escape(), empty: false, captures: false };
      case '^':
        if (this.at > 1) throw this.refused('a ^ that is not the first');
        return { source: '', empty: true, captures: false };
      case '$':
        if (this.at < this.pattern.length) throw this.refused('a $ that is not the last');
        return { source: '', empty: true, captures: false };
      case '*':
      case '+':
      case '?':
      case '{':
        throw this.refused(`a ${character} that repeats nothing`);
      default:
        return { source: this.literal(character), empty: false, captures: false };
    }
  }

  private group(): Part {
    const opening = /^(?:\?:|\?=|\?!|\?<[A-Za-z][A-Za-z0-9]*>)/.exec(this.rest())?.[0] ?? '';
    if (opening === '' && this.peek() === '?') throw this.refused(`the group (${this.rest().slice(0, 3)}`);
    this.at += opening.length;
    const captures = opening === '' || opening.startsWith('?<');
    if (captures) this.groups += 1;
    const inner = this.alternatives();
    if (!this.take(')')) throw this.refused('a parenthesis that is not closed');
    const look = opening === '?=' || opening === '?!';
    if (look && inner.captures) throw this.refused('a group in a lookahead');
    const source = `(${captures ? '' : opening}${inner.source})`;
    return { source, empty: inner.empty || look, captures: captures || inner.captures };
  }

  /** After a backslash outside of classes. */
  private escape(): string {
    const inside = this.escaped();
    if (typeof inside === 'string') return this.literal(inside);
    return `[${inside.negated ? '^' : ''}${inside.of}]`;
  }

  /** A character that stands for itself, or one of the classes with a letter. */
  private escaped(): string | { readonly of: string; readonly negated: boolean } {
    const character = String.fromCodePoint(this.pattern.codePointAt(this.at) ?? 0);
    this.at += character.length;
    const known = CLASSES[character.toLowerCase()];
    if (known !== undefined) return { of: known, negated: character !== character.toLowerCase() };
    const control = CONTROLS[character];
    if (control !== undefined) return JSON.parse(`"${control.replace('\\x', '\\u00')}"`) as string;
    const code = /^(?:x([\da-fA-F]{2})|u([\da-fA-F]{4}))/.exec(this.pattern.slice(this.at - 1));
    if (code !== null) {
      this.at += code[0].length - 1;
      return String.fromCharCode(parseInt((code[1] ?? code[2])!, 16));
    }
    if (/[A-Za-z0-9\0]/.test(character)) throw this.refused(`\\${character}`);
    return character;
  }

  private characterClass(): string {
    const negated = this.take('^');
    const items: string[] = [];
    while (this.peek() !== ']') {
      const low = this.classItem();
      if (this.peek() === '-' && this.pattern[this.at + 1] !== ']') {
        this.at += 1;
        const high = this.classItem();
        if (typeof low !== 'string' || typeof high !== 'string') throw this.refused('a range of classes');
        items.push(this.range(low.codePointAt(0)!, high.codePointAt(0)!));
      } else if (typeof low === 'string') items.push(this.range(low.codePointAt(0)!, low.codePointAt(0)!));
      else if (low.negated) throw this.refused('a negated class within a class');
      else items.push(low.of);
    }
    if (items.length === 0) throw this.refused('an empty class');
    this.at += 1;
    return `[${negated ? '^' : ''}${items.join('')}]`;
  }

  private classItem(): ReturnType<PatternParser['escaped']> {
    if (this.at >= this.pattern.length) throw this.refused('a class that is not closed');
    const character = String.fromCodePoint(this.pattern.codePointAt(this.at)!);
    this.at += character.length;
    if (character === '\\') return this.escaped();
    if (character === '[' || this.rest().startsWith('&&') || (character === '&' && this.peek() === '&')) {
      throw this.refused('a union or intersection of classes');
    }
    return character;
  }

  /** Under CASE_INSENSITIVE Java knows the letters of ASCII in both cases, and no others. */
  private range(low: number, high: number): string {
    if (low > high) throw this.refused('a range that goes down');
    const ranges = [[low, high]];
    for (const [first, last, shift] of this.ignoreCase ? CASES : []) {
      const [from, to] = [Math.max(low, first), Math.min(high, last)];
      if (from <= to) ranges.push([from + shift, to + shift]);
    }
    return ranges.map(([from, to]) => (from === to ? point(from!) : `${point(from!)}-${point(to!)}`)).join('');
  }

  private literal(character: string): string {
    const code = character.codePointAt(0)!;
    return this.ignoreCase && /[A-Za-z]/.test(character) ? `[${this.range(code, code)}]` : point(code);
  }

  private peek(): string {
    return this.pattern[this.at] ?? '';
  }

  private rest(): string {
    return this.pattern.slice(this.at);
  }

  private take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.at += 1;
    return true;
  }

  private refused(what: string): LakeliftError {
    return new LakeliftError('REFUSED', `input.regex has ${what}, which is not read as Java reads it`, {
      next: 'rewrite the expression without it, or leave the table out with --tables',
    });
  }
}

const CASES = [
  [0x41, 0x5a, 32],
  [0x61, 0x7a, -32],
] as const;

const point = (code: number): string => `\\u{${code.toString(16)}}`;
