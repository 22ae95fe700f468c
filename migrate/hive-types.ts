import { LakeliftError } from '../errors/index.js';
import type { DataType, Field } from '../formats/index.js';

const SIMPLE: Readonly<Record<string, DataType>> = {
  boolean: { kind: 'BOOLEAN' },
  tinyint: { kind: 'TINYINT' },
  smallint: { kind: 'SMALLINT' },
  int: { kind: 'INT' },
  integer: { kind: 'INT' },
  bigint: { kind: 'BIGINT' },
  float: { kind: 'FLOAT' },
  double: { kind: 'DOUBLE' },
  'double precision': { kind: 'DOUBLE' },
  string: { kind: 'STRING' },
  binary: { kind: 'BYTES' },
  date: { kind: 'DATE' },
  timestamp: { kind: 'TIMESTAMP', precision: 6 },
  'timestamp with local time zone': { kind: 'TIMESTAMP_LTZ', precision: 6 },
};

/**
 * A Hive type string such as `map<string,array<decimal(10,2)>>` as a type of the lake; `decimal` alone is decimal(10,0) as in Hive.
 * Throws REFUSED, naming the type, for those the lake cannot hold (uniontype, interval, void) and for texts that are no Hive type.
 */
export function parseHiveType(text: string): DataType {
  const parser = new TypeParser(text);
  const type = parser.type();
  parser.end();
  return type;
}

class TypeParser {
  #at = 0;

  constructor(readonly text: string) {}

  type(): DataType {
    const name = this.#match(/\s*([a-z_]+(?: +[a-z]+)*)\s*/iy)
      .toLowerCase()
      .replace(/ +/g, ' ');
    switch (name) {
      case 'decimal':
      case 'numeric':
        return this.#decimal();
      case 'char':
      case 'varchar':
        return { kind: name === 'char' ? 'CHAR' : 'VARCHAR', length: this.#length(name === 'char' ? 255 : 65_535) };
      case 'array': {
        this.#expect('<');
        const element = this.type();
        this.#expect('>');
        return { kind: 'ARRAY', element };
      }
      case 'map': {
        this.#expect('<');
        const key = this.type();
        this.#expect(',');
        const value = this.type();
        this.#expect('>');
        return { kind: 'MAP', key, value };
      }
      case 'struct':
        return { kind: 'ROW', fields: this.#fields() };
      default: {
        const simple = Object.hasOwn(SIMPLE, name) ? SIMPLE[name] : undefined;
        if (simple === undefined) throw this.#refused(`the lake has no type for Hive's ${name}`);
        return simple;
      }
    }
  }

  end(): void {
    if (this.#at !== this.text.length) throw this.#refused(`'${this.text.slice(this.#at)}' is left over`);
  }

  #fields(): Field[] {
    this.#expect('<');
    const fields: Field[] = [];
    do {
      const name = this.#match(/\s*`?([^`:<>]+?)`?\s*:/y);
      const type = this.type();
      if (fields.some((field) => field.name.toLowerCase() === name.toLowerCase())) {
        throw this.#refused(`two struct fields are called ${name}`);
      }
      fields.push({ name, type });
    } while (this.#accept(','));
    this.#expect('>');
    return fields;
  }

  #decimal(): DataType {
    if (!this.#accept('(')) return { kind: 'DECIMAL', precision: 10, scale: 0 };
    const precision = this.#number();
    const scale = this.#accept(',') ? this.#number() : 0;
    this.#expect(')');
    if (precision < 1 || precision > 38 || scale > precision) throw this.#refused('no such decimal');
    return { kind: 'DECIMAL', precision, scale };
  }

  #length(max: number): number {
    this.#expect('(');
    const length = this.#number();
    this.#expect(')');
    if (length < 1 || length > max) throw this.#refused(`a length of ${length} is outside 1 to ${max}`);
    return length;
  }

  #number(): number {
    return Number(this.#match(/\s*(\d{1,9})\s*/y));
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.text);
    if (match?.[1] === undefined) throw this.#refused(`not understood at character ${this.#at + 1}`);
    this.#at = pattern.lastIndex;
    return match[1];
  }

  #accept(token: string): boolean {
    const rest = /\s*/y;
    rest.lastIndex = this.#at;
    rest.exec(this.text);
    if (!this.text.startsWith(token, rest.lastIndex)) return false;
    this.#at = rest.lastIndex + token.length;
    return true;
  }

  #expect(token: string): void {
    if (!this.#accept(token)) throw this.#refused(`'${token}' expected at character ${this.#at + 1}`);
  }

  #refused(why: string): LakeliftError {
    return new LakeliftError('REFUSED', `Hive type ${this.text}: ${why}`, {
      next: 'exclude the table with --tables, or change the column in Hive first',
    });
  }
}

/** The Hive type string of a type: the inverse of `parseHiveType`, for catalogs and inferred tables. */
export function hiveTypeText(type: DataType): string {
  switch (type.kind) {
    case 'BYTES':
      return 'binary';
    case 'DECIMAL':
      return `decimal(${type.precision},${type.scale})`;
    case 'CHAR':
    case 'VARCHAR':
      return `${type.kind.toLowerCase()}(${type.length})`;
    case 'TIMESTAMP':
      return 'timestamp';
    case 'TIMESTAMP_LTZ':
      return 'timestamp with local time zone';
    case 'ARRAY':
      return `array<${hiveTypeText(type.element)}>`;
    case 'MAP':
      return `map<${hiveTypeText(type.key)},${hiveTypeText(type.value)}>`;
    case 'ROW':
      return `struct<${type.fields.map((field) => `${field.name}:${hiveTypeText(field.type)}`).join(',')}>`;
    default:
      return type.kind.toLowerCase();
  }
}
