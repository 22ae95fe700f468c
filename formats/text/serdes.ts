import type { Field } from '../types.js';
import { csvRows } from './csv.js';
import { isUtf8, recodedRows, requireUtf8 } from './encoding.js';
import { jsonRows } from './json.js';
import { lazySimpleLines } from './lazy-columns.js';
import { lazyParameters } from './lazy-parameters.js';
import { lazySimpleRows } from './lazy-simple.js';
import type { RowReader, TextReader } from './reader.js';
import { regexRows } from './regex.js';

type Properties = Readonly<Record<string, string>>;
type MakeReader = (columns: readonly Field[], properties: Properties) => TextReader;

const lazySimple: MakeReader = (columns, properties) => {
  const parameters = lazyParameters(properties);
  const encoding = properties['serialization.encoding'];
  const readRow = recodedRows(lazySimpleRows(columns, parameters), encoding);
  return isUtf8(encoding) ? { readRow, readLines: lazySimpleLines(columns, parameters) } : { readRow };
};

/** The SerDes that read lines, by their class; the first is the one `STORED AS TEXTFILE` writes. */
const READERS: Readonly<Record<string, MakeReader>> = {
  'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe': lazySimple,
  'org.apache.hadoop.hive.serde2.OpenCSVSerde': inUtf8(csvRows),
  'org.apache.hive.hcatalog.data.JsonSerDe': inUtf8(jsonRows),
  'org.apache.hadoop.hive.serde2.JsonSerDe': inUtf8(jsonRows),
  'org.apache.hadoop.hive.serde2.RegexSerDe': inUtf8(regexRows),
};

export const TEXT_SERDES: readonly string[] = Object.keys(READERS);

/** What makes readers for a SerDe; undefined for one that is not read. */
export const textSerde = (name: string): MakeReader | undefined => READERS[name];

/** The columns that a partition's entry has, between commas; the table may have got more since. Source: serdeConstants.LIST_COLUMNS. */
export const COLUMNS_PROPERTY = 'columns';

/** Properties of table, partition and SerDe that change how lines are read. */
export const TEXT_PROPERTIES: readonly string[] = [
  COLUMNS_PROPERTY,
  ...[
    'field.delim',
    'serialization.format',
    'collection.delim',
    'colelction.delim',
    'mapkey.delim',
    'line.delim',
    'escape.delim',
  ],
  ...[
    'serialization.null.format',
    'serialization.last.column.takes.rest',
    'serialization.encoding',
    'timestamp.formats',
  ],
  ...['hive.serialization.extend.nesting.levels', 'hive.serialization.extend.additional.nesting.levels'],
  'hive.serialization.decode.binary.as.base64',
  ...['skip.header.line.count', 'skip.footer.line.count', 'textinputformat.record.delimiter'],
  ...['separatorChar', 'quoteChar', 'escapeChar'],
  ...['input.regex', 'input.regex.case.insensitive'],
  'text.ignore.extra.fields',
];

/** These SerDes follow `serialization.encoding` in some versions of Hive only, so that nothing but UTF-8 is certain. */
function inUtf8(make: (columns: readonly Field[], properties: Properties) => RowReader): MakeReader {
  return (columns, properties) => {
    requireUtf8(properties['serialization.encoding']);
    return { readRow: make(columns, properties) };
  };
}
