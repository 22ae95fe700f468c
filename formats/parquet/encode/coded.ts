import { Binary, Dictionary as ArrowDictionary, Int32, makeData, Type, Vector } from 'apache-arrow';
import type { Data, DataType as ArrowType } from 'apache-arrow';
import { MOST_BYTES } from './dictionary.js';
import type { Dictionary } from './dictionary.js';
import type { LaidTexts } from './laid-data.js';
import type { LeafPart } from './leaves.js';
import { joined } from './values.js';

/** Texts that several parts of a column refer to by their numbers. */
export type Entries = Vector<Binary>;

/** Entries of a dictionary. */
export function entriesOf({ bytes, offsets }: LaidTexts): Entries {
  const length = offsets.length - 1;
  return new Vector([makeData({ type: new Binary(), length, valueOffsets: offsets, data: bytes })]);
}

/** Data whose values are entries. */
export function codedData(codes: Int32Array, dictionary: Entries): Data<ArrowType> {
  const type = new ArrowDictionary(new Binary(), new Int32());
  return makeData({ type, length: codes.length, data: codes, dictionary });
}

/**
 * One dictionary for parts whose values are entries of dictionaries, with those that are used; undefined where a part has no dictionary,
 * or the entries come to more than a dictionary may have.
 */
export function mergedDictionary(parts: readonly LeafPart[]): Dictionary | undefined {
  if (!parts.every(({ data }) => isCoded(data))) return undefined;
  const used = new UsedEntries();
  const indexes = new Int32Array(parts.reduce((sum, { present, data }) => sum + (present?.length ?? data.length), 0));
  let next = 0;
  for (const { data, present } of parts) {
    const numbers = used.numbersOf(textsOf(data));
    const codes = data.values as Int32Array;
    const count = present?.length ?? data.length;
    for (let i = 0; i < count; i++) {
      const code = codes[present === undefined ? i : present[i]!]!;
      indexes[next++] = numbers[code] === UNUSED ? used.add(code) : numbers[code]!;
    }
    if (used.size > MOST_BYTES) return undefined;
  }
  return { values: used.values(), indexes };
}

/** A part whose values lie in memory one by one. */
export function withoutCodes(part: LeafPart): LeafPart {
  const { data } = part;
  if (!isCoded(data)) return part;
  const codes = data.values as Int32Array;
  const texts = textsOf(data);
  const values = Array.from(codes, (code) => textAt(texts, code));
  const { length } = values;
  const valueOffsets = new Int32Array(length + 1);
  values.forEach((value, i) => (valueOffsets[i + 1] = valueOffsets[i]! + value.length));
  const bytes = Buffer.concat(values);
  return { ...part, data: makeData({ type: new Binary(), length, valueOffsets, data: bytes }) };
}

const UNUSED = -1;

const isCoded = ({ type }: Data<ArrowType>): boolean => type.typeId === Type.Dictionary;
const textsOf = (data: Data<ArrowType>): Data<Binary> => (data.dictionary as Entries).data[0]!;
const textAt = ({ values, valueOffsets }: Data<Binary>, i: number): Uint8Array =>
  values.subarray(valueOffsets[i], valueOffsets[i + 1]);

/** The entries that are used of one dictionary after the other, equal ones once. */
class UsedEntries {
  size = 0;
  readonly #values: Uint8Array[] = [];
  readonly #byText = new Map<string, number>();
  #texts: Data<Binary> | undefined;
  #numbers = new Int32Array(0);

  /** For each entry of a dictionary its number here, or UNUSED; parts of one dictionary come one after the other. */
  numbersOf(texts: Data<Binary>): Int32Array {
    if (texts !== this.#texts) {
      this.#texts = texts;
      this.#numbers = new Int32Array(texts.length).fill(UNUSED);
    }
    return this.#numbers;
  }

  /** Takes an entry of the dictionary last asked for; returns its number. */
  add(code: number): number {
    const value = textAt(this.#texts!, code);
    const text = Buffer.from(value.buffer, value.byteOffset, value.length).toString('latin1');
    let number = this.#byText.get(text);
    if (number === undefined) {
      this.#byText.set(text, (number = this.#values.push(value) - 1));
      this.size += 4 + value.length;
    }
    return (this.#numbers[code] = number);
  }

  values(): Dictionary['values'] {
    return joined(this.#values);
  }
}
