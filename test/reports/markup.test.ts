import { describe, expect, it } from 'vitest';
import { parseMarkup } from './markup.js';

describe('the checker of these tests', () => {
  it.each([
    '<a><b></a></b>',
    '<a>',
    '<a></a><b></b>',
    '<a x=1/>',
    '<a x="1" x="2"/>',
    '<a>1 < 2</a>',
    '<a>&</a>',
    '<a>&nope;</a>',
    '<a>\u0000</a>',
    '<a>\ud800</a>',
    '<a x="<"/>',
    '</a>',
  ])('rejects %j', (text) => {
    expect(() => parseMarkup(text)).toThrow();
  });

  it('reads what is well-formed', () => {
    const root = parseMarkup('<?xml version="1.0"?>\n<a x="&quot;"><b/>1 &lt; 2</a>\n');
    expect(root).toMatchObject({ name: 'a', text: '1 < 2', children: [{ name: 'b' }] });
    expect(root.attributes.get('x')).toBe('"');
  });
});
