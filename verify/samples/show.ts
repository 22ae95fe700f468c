import type { DataType, Value } from '../../formats/index.js';

const DAY = 86_400_000;

/** A value as people read it: texts in quotes, nested types as in JSON, times in UTC. Different values have different texts. */
export function showValue(value: Value, type: DataType): string {
  if (value === null) return 'null';
  switch (type.kind) {
    case 'ARRAY':
      return `[${(value as readonly Value[]).map((item) => showValue(item, type.element)).join(', ')}]`;
    case 'MAP':
      return `{${(value as readonly (readonly Value[])[])
        .map((pair) => `${showValue(pair[0] ?? null, type.key)}: ${showValue(pair[1] ?? null, type.value)}`)
        .join(', ')}}`;
    case 'ROW':
      return `{${type.fields
        .map((field, i) => `${field.name}: ${showValue((value as readonly Value[])[i] ?? null, field.type)}`)
        .join(', ')}}`;
    case 'DECIMAL':
      return showDecimal(value as bigint, type.scale);
    case 'DATE':
      return showDate(value as number);
    case 'TIMESTAMP':
      return showNanos(value as bigint);
    case 'TIMESTAMP_LTZ':
      return `${showNanos(value as bigint)}Z`;
    default:
      if (value instanceof Uint8Array) return type.kind === 'BYTES' ? hex(value) : showText(value);
      return Object.is(value, -0) ? '-0' : String(value as number | bigint | boolean);
  }
}

function showText(bytes: Uint8Array): string {
  try {
    return JSON.stringify(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return hex(bytes);
  }
}

const hex = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString('hex')}`;

function showDecimal(unscaled: bigint, scale: number): string {
  if (scale === 0) return unscaled.toString();
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function showDate(days: number): string {
  const date = new Date(days * DAY);
  return Number.isNaN(date.getTime()) ? `day ${days}` : date.toISOString().slice(0, -14);
}

function showNanos(nanos: bigint): string {
  const second = nanos / 1_000_000_000n - (nanos % 1_000_000_000n < 0n ? 1n : 0n);
  const date = new Date(Number(second) * 1000);
  if (Number.isNaN(date.getTime())) return `${nanos} ns`;
  const fraction = (nanos - second * 1_000_000_000n).toString().padStart(9, '0').replace(/0+$/, '');
  return `${date.toISOString().slice(0, -5).replace('T', ' ')}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Most characters of a value that are shown. */
const SHOWN = 200;

/** Two different texts, each cut to what can be looked at, with the first character that differs in sight. */
export function shorten(text: string, other: string): string {
  if (text.length <= SHOWN) return text;
  let same = 0;
  while (same < text.length && text[same] === other[same]) same += 1;
  const from = same < SHOWN - 20 || same === text.length ? 0 : same - 20;
  const cut = text.slice(from, from + SHOWN);
  const after = from + SHOWN < text.length ? '…' : '';
  return `${from > 0 ? '…' : ''}${cut}${after} (${text.length} characters)`;
}
