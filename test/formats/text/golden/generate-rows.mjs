// node generate-rows.mjs VERSION=CLASSPATH ...: asks the SerDes of several versions of Hive what each line is; writes rows.json.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { askHive } from './ask-hive.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const CSV = 'org.apache.hadoop.hive.serde2.OpenCSVSerde';
const JSON_SERDES = ['org.apache.hadoop.hive.serde2.JsonSerDe', 'org.apache.hive.hcatalog.data.JsonSerDe'];
const REGEX = 'org.apache.hadoop.hive.serde2.RegexSerDe';

const cases = [];
const add = (serde, properties, types, lines) =>
  lines.forEach((line) => cases.push({ serde, properties, types, line }));

const csvLines = [
  'a,b,c',
  'a,b',
  'a',
  '',
  ',',
  ',,',
  ',,,x',
  '"a","b","c"',
  '"a,b",c,d',
  '"a""b",c',
  '"a\\"b",c',
  'a\\"b,c',
  'a\\,b',
  '\\a,b',
  '"a\\\\b"',
  'a""b,c',
  'ab"cd"ef,g',
  'abc"d"ef,g',
  '"abc"def,g',
  ' "a",b',
  '   "a",b',
  'x,   "a",b',
  'x, "a" ,b',
  '"open,b',
  'a,"open',
  'a,b"',
  '""',
  '"",""',
  '"""a"""',
  '"a"b"c",d',
  'a"',
  '"',
  'é"x",b',
  'ééé"x",b',
  'é,"ü""ö",日本',
  "'a','b'",
  'a;b;c',
  'a\tb',
  '\u3000 "a",b',
  'x,\u3000"a",b',
  'x,\u00a0"a",b',
  '"a',
  '"a\\',
  'a\\',
  '\\',
  '"\\""',
  '𝄞"x"y,b',
  'ab𝄞"x"y,b',
  '  a  , b ',
  'a,"b\\nc"',
  '"x" "y",z',
  'abcd"",x',
  'abcd""e,x',
  '""""',
  '"""',
  'a,""""b',
  '"a\\"",b',
  '"a""',
  'ab"c,d"e,f',
];
add(CSV, {}, 'string:string:string', csvLines);
add(CSV, { separatorChar: '\t', quoteChar: "'", escapeChar: '\\' }, 'string:string', [
  "'a\tb'\tc",
  "a\\'b\tc",
  "'it''s'\tx",
  'a,b\t"c"',
  "'a\\\\'\tb",
]);
add(CSV, { separatorChar: ';', quoteChar: '"', escapeChar: '#' }, 'string:string', [
  'a#"b;c',
  '"a#"b";c',
  '"a##b";c',
  '"a\\";c',
  'a#;b',
  '#a;b',
]);
add(CSV, { escapeChar: '"' }, 'string:string', ['"a\\"b",c', '"a""b",c']);
add(CSV, { separatorChar: 'ab', quoteChar: '|x' }, 'string:string', ['1a2', '|1a2|a3']);

const jsonLines = [
  '{"c0":1,"c1":"x","c2":1.5,"c3":true}',
  '{"C0":1,"c1":"x"}',
  '{"c1":"x"}',
  '{}',
  ' { "c0" : 1 } ',
  '{"c0":null,"c1":null,"c2":null,"c3":null}',
  '{"x":1,"c0":2,"y":{"c0":3},"z":[1,{"a":2}]}',
  '{"c0":"1"}',
  '{"c0":1.0}',
  '{"c0":1.9}',
  '{"c0":1e2}',
  '{"c0":2147483647}',
  '{"c0":2147483648}',
  '{"c0":-2147483648}',
  '{"c0":true}',
  '{"c0":[]}',
  '{"c0":-0}',
  '{"c1":1}',
  '{"c1":-0}',
  '{"c1":1.50}',
  '{"c1":1e2}',
  '{"c1":true}',
  '{"c1":{"a":1}}',
  '{"c1":[1, 2]}',
  '{"c1":123456789012345678901234567890}',
  '{"c1":"\\u00e9\\n\\t\\"\\\\\\/"}',
  '{"c1":"größe 日本 𝄞"}',
  '{"c1":"\\ud834\\udd1e"}',
  '{"c1":"\\ud834"}',
  '{"c1":"a\tb"}',
  "{'c1':'x'}",
  '{c1:"x"}',
  '{"c1":"x",}',
  '{"c1":"x"',
  '{"c1":"x"}}',
  '{"c1":"x"} x',
  '{"c1":"x"} {"c1":"y"}',
  '{"c1":"\\x"}',
  '',
  ' ',
  'null',
  '[]',
  '1',
  '"x"',
  '{"c0":1,"c0":2}',
  '{"c0":1,"C0":2}',
  '{"c2":1}',
  '{"c2":"1.5"}',
  '{"c2":1e400}',
  '{"c2":NaN}',
  '{"c2":0.1}',
  '{"c2":123456789012345678901234567890}',
  '{"c3":"true"}',
  '{"c3":"TRUE"}',
  '{"c3":1}',
  '{"c3":0}',
  '{"c3":"x"}',
  '{"c3":false}',
  '{"_col0":1}',
  '{"_col1":"x"}',
  '{"c0":01}',
  '{"c0":+1}',
  '{"c0":.5}',
  '// x',
  '{"c0":1 /* x */}',
  '\ufeff{"c0":1}',
  '{"c1":""}',
  '{"":1,"c0":2}',
  '{"c1":nulll}',
];
const nestedLines = [
  '{"c0":[1,2,null],"c1":{"a":1,"b":null},"c2":{"x":1,"Y":"z","w":2}}',
  '{"c0":[],"c1":{},"c2":{}}',
  '{"c0":null,"c1":null,"c2":null}',
  '{"c0":{}}',
  '{"c1":[]}',
  '{"c2":[]}',
  '{"c1":{"a":1,"a":2,"b":3}}',
  '{"c0":[[1]]}',
  '{"c1":{"":1}}',
  '{"c2":{"x":1,"X":2}}',
  '{"c0":1}',
  '{"c1":"x"}',
  '{"c2":{"x":null}}',
];
const scalarLines = [
  '{"c0":"2023-01-02"}',
  '{"c0":"2023-1-2"}',
  '{"c0":"x"}',
  '{"c0":""}',
  '{"c0":1}',
  '{"c1":12.34}',
  '{"c1":"12.34"}',
  '{"c1":12.345}',
  '{"c1":-12.345}',
  '{"c1":1e2}',
  '{"c1":123456789}',
  '{"c1":12345678.99}',
  '{"c1":"x"}',
  '{"c1":""}',
  '{"c1":true}',
  '{"c1":0.1}',
  '{"c1":100000000}',
  '{"c2":"ab"}',
  '{"c2":"abcdef"}',
  '{"c2":1}',
  '{"c2":true}',
  '{"c2":1.5}',
  '{"c3":9223372036854775807}',
  '{"c3":9223372036854775808}',
  '{"c3":1}',
  '{"c3":"1"}',
  '{"c4":127}',
  '{"c4":128}',
  '{"c4":-129}',
  '{"c5":3.4028235e38}',
  '{"c5":0.1}',
  '{"c5":16777217}',
  '{"c5":"0.1"}',
];
for (const serde of JSON_SERDES) {
  add(serde, {}, 'int:string:double:boolean', jsonLines);
  add(serde, {}, 'array<int>:map<string,int>:struct<x:int,y:string>', nestedLines);
  add(serde, {}, 'date:decimal(10,2):varchar(4):bigint:tinyint:float', scalarLines);
  add(serde, {}, 'map<int,string>', [
    '{"c0":{"1":"a","2":"b"}}',
    '{"c0":{"x":"a"}}',
    '{"c0":{"1.5":"a"}}',
    '{"c0":{"":"a"}}',
    '{"c0":{" 1":"a"}}',
    '{"c0":{"1":"a","01":"b"}}',
  ]);
}

const log =
  '([^ ]*) ([^ ]*) ([^ ]*) (-|\\[[^\\]]*\\]) ([^ "]*|"[^"]*") (-|[0-9]*) (-|[0-9]*)(?: ([^ "]*|".*") ([^ "]*|".*"))?';
add(REGEX, { 'input.regex': log }, Array(9).fill('string').join(':'), [
  '127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326',
  '127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 2326 "http://x/" "Mozilla/4.08 [en]"',
  'no match',
  '',
]);
add(REGEX, { 'input.regex': '(\\S+)\\s+(\\d*)\\s*(.*)' }, 'string:int:double', [
  'a 1 1.5',
  'a\u00a0b 12 x',
  'é 99999999999 1',
  'a  ',
  'a 1 1e3',
  'a 1  1.5 ',
  'a 007 NaN',
  'a 1 \u00851',
]);
add(REGEX, { 'input.regex': '([a-z]+)([^k]*)', 'input.regex.case.insensitive': 'TRUE' }, 'string:string', [
  'ABCxyz',
  'abcKdef',
  'abc-K',
  'abc-\u212a',
  '\u017fx',
  'ÀB',
  'x',
]);
add(REGEX, { 'input.regex': '(x)?(.)(y|z)??(.*)' }, 'string:boolean:string:string', [
  'xay',
  'a',
  'xa',
  '𝄞z',
  'xtrue',
  '',
]);
add(REGEX, { 'input.regex': '(-?\\d+),(true|false)?,(\\w{2,3}).*' }, 'tinyint:boolean:varchar(2)', [
  '12,true,abc',
  '-128,,ab',
  '128,false,abcd',
  '1,TRUE,ab',
  '1,true,a',
]);

const versions = askHive(cases, process.argv.slice(2));
const lines = cases.map((one, i) => JSON.stringify({ ...one, rows: versions.map(({ rows }) => rows[i]) }));
writeFileSync(
  `${here}rows.json`,
  `{\n"versions": ${JSON.stringify(versions.map(({ version }) => version))},\n"cases": [\n${lines.join(',\n')}\n]}\n`,
);
