// node generate-json.mjs SEED TABLES OUTPUT VERSION=CLASSPATH ...: asks both JsonSerDe of several versions of Hive what random lines are.
import { writeFileSync } from 'node:fs';
import { askHive } from './ask-hive.mjs';

const SERDES = ['org.apache.hive.hcatalog.data.JsonSerDe', 'org.apache.hadoop.hive.serde2.JsonSerDe'];
const LINES = 30;
const [seed, tables, output, ...versions] = process.argv.slice(2);
let state = Number(seed);
function random() {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
}
const chance = (of) => random() < of;
const below = (count) => Math.floor(random() * count);
const pick = (list) => list[below(list.length)];
const times = (most, make) => Array.from({ length: below(most + 1) }, make);

const whole = [
  '0',
  '-1',
  '7',
  '127',
  '128',
  '-128',
  '-129',
  '32767',
  '40000',
  '2147483647',
  '-2147483648',
  '2147483648',
];
const long = ['9223372036854775807', '-9223372036854775808', '9223372036854775808', '1e3', '1.0', '1.9', '-0', '12E-1'];
const integers = [...whole, ...whole, ...long, '"5"', '""'];
const floats = [
  '0.1',
  '-0.0',
  '1e-7',
  '16777217',
  '3.4028235e38',
  '1e39',
  '1e400',
  '123456789.123',
  '7',
  '"0.5"',
  '-1E5',
  '1.50',
];
const texts = [
  '"a"',
  '"größe"',
  '"日本語日本"',
  '"𝄞𝄞"',
  '" b "',
  '"\\u00e9\\n\\"\\\\\\/"',
  '""',
  '"null"',
  '"\\ud834\\udd1e"',
  '"a\\u0000b"',
  '12',
  '0',
  '1.5',
  '-7',
  'true',
];
const dates = [
  '"2024-02-29"',
  '"1969-12-31"',
  '"2023-2-9"',
  '"2023-13-01"',
  '"1500-03-01"',
  '"today"',
  '"2024-02-29 01:02:03"',
  '19000',
];
const stamps = [
  '"2024-02-29 23:59:59"',
  '"1969-12-31 23:59:59.999999"',
  '"2001-1-2 3:4:5.6"',
  '"2024-02-29"',
  '"2024-02-29T01:02:03"',
  '"now"',
  '"1500-03-01 00:00:00"',
  '1700000000',
];
const TOKENS = {
  ...Object.fromEntries(['tinyint', 'smallint', 'int', 'bigint'].map((name) => [name, integers])),
  ...Object.fromEntries(['float', 'double'].map((name) => [name, floats])),
  'decimal(6,2)': [...floats, '9999.99', '9999.995', '12345', '-0.005', '"12.34"', '1e2', '"x"'],
  ...Object.fromEntries(['string', 'string', 'char(5)', 'varchar(3)'].map((name) => [name, texts])),
  boolean: ['true', 'false', '"true"', '"false"', '"TRUE"', '1', '0'],
  date: dates,
  timestamp: stamps,
};
const FLAT = Object.keys(TOKENS);

/** The name of a type and what writes a value of it. */
function type(depth) {
  const outer = depth === 0 ? 0 : random();
  if (outer < 0.6) {
    const name = pick(FLAT);
    return { name, write: () => pick(TOKENS[name]) };
  }
  if (outer < 0.73) {
    const element = type(depth - 1);
    return { name: `array<${element.name}>`, write: () => `[${times(3, () => value(element)).join(',')}]` };
  }
  if (outer < 0.86) {
    const of = type(depth - 1);
    const [key, keys] = pick([
      ['string', ['a', 'B', 'é', '', 'b']],
      ['int', ['1', '-20', '300', '1', 'x', '2147483648']],
      ['bigint', ['5', '6']],
    ]);
    return {
      name: `map<${key},${of.name}>`,
      write: () => `{${times(3, () => `"${pick(keys)}":${value(of)}`).join(',')}}`,
    };
  }
  const fields = Array.from({ length: 1 + below(3) }, (_, i) => [`f${i}`, type(depth - 1)]);
  return { name: `struct<${fields.map(([name, of]) => `${name}:${of.name}`).join(',')}>`, write: () => object(fields) };
}

function value(of) {
  if (chance(0.08)) return 'null';
  if (chance(0.04)) return pick(['[]', '{}', '[1]', '{"f0":1}', 'false', '"x"', '-3']);
  return of.write();
}

/** Members in any order and case, some missing, some nobody asked for. */
function object(fields) {
  const members = fields
    .filter(() => chance(0.85))
    .map(([name, of]) => `${spelt(name)}${pick([':', ':', ' : '])}${value(of)}`);
  if (chance(0.15))
    members.push(
      `"${pick(['x', 'é', 'F9', '_col7', ''])}":${pick(['1', '"u"', 'null', '{"c0":[1,{"a":2}]}', '[[],[{}]]'])}`,
    );
  if (chance(0.02) && members.length > 0) members.push(members[0]);
  members.sort(() => random() - 0.5);
  return `{${members.join(pick([',', ',', ', ']))}}`;
}

const spelt = (name) => `"${chance(0.15) ? name.toUpperCase() : name}"`;

/** The line with something put in or cut out, now and then. */
function noisy(line) {
  if (!chance(0.05)) return line;
  const at = below(line.length);
  const piece = pick([',', '"', '}', ']', ' ', 'é', '\\', '0', 'null']);
  return chance(0.5) ? line.slice(0, at) + piece + line.slice(at) : line.slice(0, at) + line.slice(at + 1 + below(3));
}

const cases = [];
for (let table = 0; table < Number(tables); table++) {
  const fields = Array.from({ length: 1 + below(4) }, (_, i) => [`c${i}`, type(2)]);
  const types = fields.map(([, { name }]) => name).join(':');
  const properties = chance(0.15) ? { 'timestamp.formats': "yyyy-MM-dd'T'HH:mm:ss" } : {};
  const serde = pick(SERDES);
  for (let i = 0; i < LINES; i++) cases.push({ serde, properties, types, line: noisy(object(fields)) });
}
const found = askHive(cases, versions);
const rows = cases.map((_, i) => [...new Set(found.map((version) => version.rows[i]).filter((row) => row !== '?'))]);
const lines = cases.map((one, i) => JSON.stringify({ ...one, rows: rows[i] }));
writeFileSync(
  output,
  `{\n"versions": ${JSON.stringify(found.map(({ version }) => version))},\n"cases": [\n${lines.join(',\n')}\n]}\n`,
);
