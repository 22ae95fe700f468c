/** A Hive type in its parts. `plain` covers all that do not nest, with their arguments: `decimal(10,2)`. */
export type TypeTree =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'array' | 'map' | 'uniontype'; readonly members: readonly TypeTree[] }
  | { readonly kind: 'struct'; readonly fields: readonly { readonly name: string; readonly type: TypeTree }[] };

/** How the parts of nested types are written. */
export interface TypeStyle {
  plain(text: string): string;
  keyword(word: string): string;
  field(name: string): string;
  readonly colon: string;
  readonly comma: string;
}

/** The type string as the metastore holds it: lower case, no blanks, field names bare. */
const METASTORE: TypeStyle = {
  plain: (text) => text,
  keyword: (word) => word,
  field: (name) => name,
  colon: ':',
  comma: ',',
};

/** The text of a type in a style, the metastore's unless told. */
export function typeText(type: TypeTree, style: TypeStyle = METASTORE): string {
  if (type.kind === 'plain') return style.plain(type.text);
  const parts =
    type.kind === 'struct'
      ? type.fields.map((field) => `${style.field(field.name)}${style.colon}${typeText(field.type, style)}`)
      : type.members.map((member) => typeText(member, style));
  return `${style.keyword(type.kind)}<${parts.join(style.comma)}>`;
}

/** How many members a nested type has. */
const MEMBERS: Readonly<Record<string, number>> = { array: 1, map: 2 };

/**
 * A metastore's type string in its parts; field names are bare there, so that one ends at the first colon. Undefined for a text that is
 * not such a string (`struct<a>`).
 */
export function parseTypeText(text: string): TypeTree | undefined {
  const end = { at: 0 };
  const type = typeAt(text, end);
  return end.at === text.length ? type : undefined;
}

const PLAIN = /[^<>,:()]+(?:\([^()<>]*\))?/y;
const FIELD = /([^:<>,]+):/y;

function take(pattern: RegExp, text: string, cursor: { at: number }): string | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(text);
  if (found === null) return undefined;
  cursor.at = pattern.lastIndex;
  return found[1] ?? found[0];
}

function typeAt(text: string, cursor: { at: number }): TypeTree | undefined {
  const word = take(PLAIN, text, cursor);
  if (word === undefined || text[cursor.at] !== '<')
    return word === undefined ? undefined : { kind: 'plain', text: word };
  const kind = word.toLowerCase();
  if (kind === 'struct') {
    const fields = separated(text, cursor, () => {
      const name = take(FIELD, text, cursor);
      const type = name === undefined ? undefined : typeAt(text, cursor);
      return name === undefined || type === undefined ? undefined : { name, type };
    });
    return fields && { kind, fields };
  }
  if (kind !== 'array' && kind !== 'map' && kind !== 'uniontype') return undefined;
  const members = separated(text, cursor, () => typeAt(text, cursor));
  const right = members !== undefined && members.length === (MEMBERS[kind] ?? members.length);
  return right ? { kind, members } : undefined;
}

/** `<part,part>`, or undefined when the text is something else. */
function separated<T>(text: string, cursor: { at: number }, part: () => T | undefined): T[] | undefined {
  const parts: T[] = [];
  do {
    cursor.at += 1;
    const one = part();
    if (one === undefined) return undefined;
    parts.push(one);
  } while (text[cursor.at] === ',');
  if (text[cursor.at] !== '>') return undefined;
  cursor.at += 1;
  return parts;
}
