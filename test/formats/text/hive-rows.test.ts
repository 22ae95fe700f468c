import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { LakeliftError } from '../../../errors/error.js';
import type { DataType, Field, Value } from '../../../formats/index.js';
import { parseHiveType } from '../../../migrate/hive-types.js';
import { asText } from '../spark-text.js';
import { textRows } from './text.js';

interface HiveCase {
  readonly serde: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly types: string;
  readonly line: string;
  /** What each version gives: the row as JSON, `!` where the query fails, `?` where it lacks the SerDe. */
  readonly rows: readonly string[];
}

const read = (path: string) => (JSON.parse(readFileSync(path, 'utf8')) as { cases: HiveCase[] }).cases;
const golden = (name: string) => fileURLToPath(new URL(`./golden/${name}`, import.meta.url));
const groupsOf = (cases: readonly HiveCase[]) => {
  const groups = new Map<string, HiveCase[]>();
  for (const one of cases) {
    const name = JSON.stringify([one.serde, one.properties, one.types]);
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [...groups];
};
const BY_HAND = groupsOf(read(golden('rows.json')));
/** As golden/generate-json.mjs writes them. */
const RANDOM = groupsOf(read(process.env['LAKELIFT_RANDOM_JSON'] ?? golden('random-json.json')));

/** Lines that are refused although all versions give the same row: none that a table would hold on purpose. */
const MAY_BE_REFUSED = new Set([
  // Hive passes over what follows the object.
  '{"c1":"x"}}',
  '{"c1":"x"} x',
  '{"c1":"x"} {"c1":"y"}',
  // Names given twice, of which the last counts, but not in every order of upper and lower case.
  '{"c0":1,"c0":2}',
  '{"c0":1,"C0":2}',
  '{"c2":{"x":1,"X":2}}',
  // Half of a character, of which Java makes a question mark.
  '{"c1":"\\ud834"}',
  // Numbers and words where others are due, and one that wraps around.
  '{"c3":0}',
  '{"c3":"x"}',
  '{"c1":true}',
  '{"c2":1.5}',
  '{"c4":128}',
  // Names that stand for columns by position, where the table has others.
  '{"_col0":1}',
  '{"_col1":"x"}',
  '\ufeff{"c0":1}',
]);

it.each(BY_HAND)('%s is read as Hive reads it, or refused', async (group, cases) => {
  const found = await compared(group, cases);
  const wrong = found.filter(({ line, read, right, certain }) =>
    read ? !right : certain && !MAY_BE_REFUSED.has(line),
  );
  expect(wrong).toEqual([]);
});

describe('random JSON', () => {
  let [equal, refused, missed] = [0, 0, 0];
  afterAll(() => {
    console.log(
      `random JSON: ${equal} equal to Hive's rows, ${refused} refused, ${missed} of them read by all versions`,
    );
  });

  it.each(RANDOM)('%s is read as all versions of Hive read it, or refused', async (group, cases) => {
    const found = await compared(group, cases);
    expect(found.filter(({ read, right }) => read && !right)).toEqual([]);
    equal += found.filter(({ read }) => read).length;
    refused += found.filter(({ read }) => !read).length;
    missed += found.filter(({ read, certain }) => !read && certain).length;
  });
});

/** What lakelift and Hive make of the lines of a group, and whether what lakelift read is the row of every version. */
async function compared(group: string, cases: readonly HiveCase[]) {
  const [serde, properties, types] = JSON.parse(group) as [string, Record<string, string>, string];
  const columns: Field[] = typesOf(types).map((type, i) => ({ name: `c${i}`, type: parseHiveType(type) }));
  return Promise.all(
    cases.map(async ({ line, rows }) => {
      const expected = new Set(rows.filter((row) => row !== '?').map((row) => canonical(row, columns)));
      const found = await reading({ serde, properties }, columns, line);
      const certain = expected.size === 1 && !expected.has('!');
      const right = certain && expected.has(found);
      return { line, found, expected: [...expected], certain, read: found !== 'refused', right };
    }),
  );
}

/** Column types are parted by colons, but for those of struct fields. */
function typesOf(types: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  [...types].forEach((character, at) => {
    if (character === '<') depth += 1;
    else if (character === '>') depth -= 1;
    else if (character === ':' && depth === 0) {
      parts.push(types.slice(start, at));
      start = at + 1;
    }
  });
  return [...parts, types.slice(start)];
}

async function reading(
  storage: Parameters<typeof textRows>[0],
  columns: readonly Field[],
  line: string,
): Promise<string> {
  try {
    // A first line keeps the byte order mark of the second.
    const [, row] = await textRows(
      { ...storage, properties: { ...storage.properties } },
      columns,
      `${FIRST[storage.serde] ?? ''}\n${line}\n`,
    );
    return JSON.stringify(columns.map(({ type }, i) => shown(row![i]!, type)));
  } catch (error) {
    if (error instanceof LakeliftError && error.code === 'REFUSED') return 'refused';
    throw error;
  }
}

const FIRST: Readonly<Record<string, string>> = {
  'org.apache.hadoop.hive.serde2.JsonSerDe': '{}',
  'org.apache.hive.hcatalog.data.JsonSerDe': '{}',
};

/** Hive's JSON of a row in one form. */
function canonical(row: string, columns: readonly Field[]): string {
  if (row === '!') return row;
  // Numbers as they are written: a bigint does not survive JSON.parse.
  const quoted = row.replace(/"(?:[^"\\]|\\[^])*"|-?\d+(?:\.\d+)?(?:E-?\d+)?|NaN|-?Infinity|null(?=:)/g, (token) =>
    token.startsWith('"') ? token : `"#${token}"`,
  );
  const values = JSON.parse(quoted) as Record<string, unknown> | null;
  return JSON.stringify(columns.map(({ name, type }) => ofHive(values?.[name] ?? null, type)));
}

function ofHive(value: unknown, type: DataType): unknown {
  if (value === null) return null;
  switch (type.kind) {
    case 'ARRAY':
      return (value as unknown[]).map((item) => ofHive(item, type.element));
    case 'MAP':
      return Object.entries(value as object).map(([key, item]) => [key.replace(/^#/, ''), ofHive(item, type.value)]);
    case 'ROW':
      return type.fields.map(({ name, type: of }) => ofHive((value as Record<string, unknown>)[name] ?? null, of));
    case 'FLOAT':
      return String(Math.fround(Number(String(value).slice(1))));
    case 'DOUBLE':
    case 'DECIMAL':
      return String(Number(String(value).slice(1)));
    case 'BOOLEAN':
      return value;
    case 'TIMESTAMP':
      return String(value).replace(/\.0$/, '');
    default:
      return typeof value === 'string' ? value.replace(/^#/, '') : value;
  }
}

function shown(value: Value, type: DataType): unknown {
  if (value === null) return null;
  switch (type.kind) {
    case 'ARRAY':
      return (value as Value[]).map((item) => shown(item, type.element));
    case 'MAP':
      return (value as Value[][]).map(([key, item]) => [shown(key!, type.key), shown(item!, type.value)]);
    case 'ROW':
      return type.fields.map((field, i) => shown((value as Value[])[i]!, field.type));
    case 'STRING':
    case 'CHAR':
    case 'VARCHAR':
      return Buffer.from(value as Uint8Array).toString('utf8');
    case 'DATE':
      return new Date((value as number) * 86_400_000).toISOString().slice(0, 10);
    case 'DECIMAL':
      return String(Number(value) / 10 ** type.scale);
    case 'TIMESTAMP':
      return asText(value, type);
    case 'BOOLEAN':
      return value;
    default:
      return String(value);
  }
}
