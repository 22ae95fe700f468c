/** An element of a well-formed document; text has its entities resolved. */
export interface MarkupElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: MarkupElement[];
  /** Text directly within. */
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const TOKEN = /<!doctype html>|<\?xml [^?]*\?>|<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
const FORBIDDEN = new RegExp('[\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\uFFFE\\uFFFF]');

/**
 * Parses a document and throws at the first thing that is not well-formed: a stray `<` or `&`, an attribute without quotes or given
 * twice, tags that do not nest, characters XML forbids. `voids` are elements that HTML leaves open.
 */
export function parseMarkup(text: string, voids: readonly string[] = []): MarkupElement {
  if (FORBIDDEN.test(text) || /\p{Surrogate}/u.test(text)) throw new Error('a forbidden character');
  const root: MarkupElement = { name: '', attributes: new Map(), children: [], text: '' };
  const open = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw new Error(`not well-formed at ${text.slice(at, at + 60)}`);
    const [, closing, name, attributes, empty, characters] = match;
    const parent = open.at(-1)!;
    if (characters !== undefined) parent.text += resolved(characters);
    else if (name === undefined) continue;
    else if (closing === '/') {
      if (open.length === 1 || open.pop()!.name !== name) throw new Error(`</${name}> closes nothing`);
    } else {
      const element: MarkupElement = { name, attributes: attributesOf(attributes ?? ''), children: [], text: '' };
      parent.children.push(element);
      if (empty !== '/' && !voids.includes(name)) open.push(element);
    }
  }
  if (open.length !== 1 || root.children.length !== 1) throw new Error(`<${open.at(-1)!.name}> is not closed`);
  return root.children[0]!;
}

/** All elements of a name, at any depth. */
export function elements(root: MarkupElement, name: string): MarkupElement[] {
  return root.children.flatMap((child) => [...(child.name === name ? [child] : []), ...elements(child, name)]);
}

function attributesOf(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name, value] of text.matchAll(/([\w-]+)="([^"]*)"/g)) {
    if (found.has(name!)) throw new Error(`the attribute ${name!} is there twice`);
    found.set(name!, resolved(value!));
  }
  return found;
}

function resolved(text: string): string {
  return text.replace(/&([^;\s&]*);?/g, (whole, name: string) => {
    const value = ENTITIES[name];
    if (value === undefined || !whole.endsWith(';')) throw new Error(`a stray & in ${text}`);
    return value;
  });
}
