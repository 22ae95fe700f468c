import { describe, expect, it } from 'vitest';
import { formatBytes, parseBandwidth, parseRate, parseSize, parseWhole } from '../../cli/size.js';

describe('sizes', () => {
  it.each([
    ['1', 1],
    ['1024B', 1024],
    ['128MB', 128 * 1024 ** 2],
    ['128 mb', 128 * 1024 ** 2],
    ['1.5GB', 1.5 * 1024 ** 3],
    ['512KiB', 512 * 1024],
    ['2g', 2 * 1024 ** 3],
  ])('%s', (text, bytes) => expect(parseSize(text)).toBe(bytes));

  it.each(['', '0', '-1', 'MB', '1XB', '1e9', '0x10', '1 2', '9007199254740993', 'NaN', '1.5.5MB', '99999999999GB'])(
    'not %j',
    (text) => expect(() => parseSize(text)).toThrow(expect.objectContaining({ code: 'USAGE' })),
  );

  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KB'],
    [1536 * 1024, '1.5 MB'],
    [1024 ** 4, '1.0 TB'],
  ])('%d bytes for people', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

describe('bandwidths', () => {
  it.each([
    ['200MB/s', 200 * 1024 ** 2],
    ['1.5gb/S', 1.5 * 1024 ** 3],
    ['512KiB', 512 * 1024],
  ])('%s', (text, bytes) => expect(parseBandwidth(text)).toBe(bytes));

  it.each(['', '/s', '0MB/s', '5MB/h', '50/s/s'])('not %j', (text) =>
    expect(() => parseBandwidth(text)).toThrow(expect.objectContaining({ code: 'USAGE' })),
  );
});

describe('rates and whole numbers', () => {
  it.each([
    ['50/s', 50],
    ['50', 50],
    ['0.5/s', 0.5],
  ])('%s', (text, rate) => expect(parseRate(text)).toBe(rate));

  it.each(['', '0', '0/s', '-1/s', '50/min', 'fast', '5 /s/s'])('no rate: %j', (text) =>
    expect(() => parseRate(text)).toThrow(expect.objectContaining({ code: 'USAGE' })),
  );

  it('whole numbers within bounds', () => {
    const parse = parseWhole(1, 10);
    expect([parse('1'), parse('10')]).toEqual([1, 10]);
    for (const text of ['0', '11', '1.5', '', ' ', '+1', '1e1']) expect(() => parse(text)).toThrow();
  });
});
