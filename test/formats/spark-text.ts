import type { DataType, Value } from '../../formats/index.js';
import { plain } from './values.js';
import type { Plain } from './values.js';

/** Plain values, with dates and timestamps as Spark writes them, and maps in the order of their keys, at any depth. */
export function asText(value: Parameters<typeof plain>[0], type: DataType): Plain {
  if (value === null) return null;
  switch (type.kind) {
    case 'DATE':
      return dateText(BigInt(value as number));
    case 'TIMESTAMP': {
      const micros = (value as bigint) / 1000n;
      const day = (micros - (((micros % DAY) + DAY) % DAY)) / DAY;
      const left = micros - day * DAY;
      const clock = new Date(Number(left / 1000n)).toISOString().slice(11, 19);
      const fraction = String(left % 1_000_000n)
        .padStart(6, '0')
        .replace(/0+$/, '');
      return `${dateText(day)} ${clock}${fraction === '' ? '' : `.${fraction}`}`;
    }
    case 'DECIMAL': {
      const digits = String(value as bigint)
        .replace('-', '')
        .padStart(type.scale + 1, '0');
      const sign = (value as bigint) < 0n ? '-' : '';
      const point = digits.length - type.scale;
      return type.scale === 0 ? sign + digits : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
    }
    case 'ARRAY':
      return (value as readonly Value[]).map((item) => asText(item, type.element));
    case 'ROW':
      return (value as readonly Value[]).map((item, i) => asText(item, type.fields[i]!.type));
    case 'MAP': {
      const pairs = value as readonly (readonly [Value, Value])[];
      return pairs
        .map(([k, v]): [Plain, Plain] => [asText(k, type.key), asText(v, type.value)])
        .sort(([a], [b]) => (a! < b! ? -1 : 1));
    }
    default:
      return plain(value, type);
  }
}

const DAY = 86_400_000_000n;
const dateText = (day: bigint): string => new Date(Number(day) * 86_400_000).toISOString().slice(0, 10);
