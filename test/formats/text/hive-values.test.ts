import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { LakeliftError } from '../../../errors/error.js';
import type { DataType, Value } from '../../../formats/index.js';
import { parseHiveType } from '../../../migrate/hive-types.js';
import { LAZY, textRows } from './text.js';

/** What three versions of Hive make of texts, by golden/generate.mjs: type, text in hex, and the value by each. */
const { values } = JSON.parse(
  readFileSync(fileURLToPath(new URL('./golden/values.json', import.meta.url)), 'utf8'),
) as { values: [string, string, ...string[]][] };

it.each([...new Set(values.map(([type]) => type))])('%s is read as Hive reads it, or refused', async (hiveType) => {
  const type = parseHiveType(hiveType);
  const wrong: unknown[] = [];
  for (const [, hex, ...byVersion] of values.filter(([one]) => one === hiveType)) {
    const text = Buffer.from(hex, 'hex');
    const expected = new Set(byVersion.map((value) => canonical(value, type)));
    const found = await reading(text, type);
    const right = found === 'refused' ? expected.size > 1 : expected.size === 1 && expected.has(found);
    if (!right) wrong.push([text.toString(), found, ...byVersion]);
  }
  expect(wrong).toEqual([]);
});

async function reading(text: Buffer, type: DataType): Promise<string> {
  try {
    const rows = await textRows(
      { serde: LAZY, properties: {} },
      [{ name: 'c', type }],
      Buffer.concat([text, Buffer.from('\n')]),
    );
    return shown(rows[0]![0]!, type);
  } catch (error) {
    if (error instanceof LakeliftError && error.code === 'REFUSED') return 'refused';
    throw error;
  }
}

/** Java's text of a value in one form. */
function canonical(text: string, type: DataType): string {
  if (text === '\\N') return text;
  switch (type.kind) {
    case 'FLOAT':
      return plainNumber(Math.fround(Number(text)));
    case 'DOUBLE':
      return plainNumber(Number(text));
    case 'TIMESTAMP':
      // Java writes at least one digit in one version and none in another.
      return text.replace(/\.0*$|(\.\d*?)0+$/, '$1');
    default:
      return text;
  }
}

function shown(value: Value, type: DataType): string {
  if (value === null) return '\\N';
  switch (type.kind) {
    case 'BYTES':
      return Buffer.from(value as Uint8Array).toString('hex');
    case 'STRING':
    case 'CHAR':
    case 'VARCHAR':
      return Buffer.from(value as Uint8Array).toString('utf8');
    case 'DATE':
      return new Date((value as number) * 86_400_000).toISOString().slice(0, 10);
    case 'TIMESTAMP': {
      const second = (value as bigint) >= 0n ? (value as bigint) / NANOS : -((NANOS - 1n - (value as bigint)) / NANOS);
      const fraction = String((value as bigint) - second * NANOS).padStart(9, '0');
      const clock = new Date(Number(second) * 1000).toISOString().slice(0, 19).replace('T', ' ');
      return canonical(`${clock}.${fraction}`, type);
    }
    case 'DECIMAL':
      return decimalText(value as bigint, type.scale);
    default:
      return typeof value === 'number' ? plainNumber(value) : String(value);
  }
}

const plainNumber = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));
const NANOS = 1_000_000_000n;

/** As HiveDecimal writes it: without zeros at the end. */
function decimalText(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const point = digits.length - scale;
  const text = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`.replace(/\.?0+$/, '');
  return unscaled < 0n ? `-${text}` : text;
}
