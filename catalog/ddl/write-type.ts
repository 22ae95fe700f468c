import { LakeliftError, placed } from '../../errors/error.js';
import type { HiveColumn } from '../model.js';
import { quotedName, quotedText } from './quote.js';
import { parseTypeText, typeText } from './type-tree.js';
import type { TypeStyle } from './type-tree.js';

/** Throws REFUSED for a type the engine lacks. */
function lacking(type: string): never {
  throw new LakeliftError('REFUSED', `the engine has no type ${type}`, { next: 'leave the table out with --tables' });
}

/** Types as Hive 2 to 4 read them; field names are quoted, as any of them may be a reserved word. */
export const HIVE_TYPES: TypeStyle = {
  plain: (text) => text,
  keyword: (word) => word,
  field: quotedName,
  colon: ':',
  comma: ',',
};

const SIZED = /^(decimal|char|varchar)\(/;
const SPARK_PLAIN = new Set('boolean tinyint smallint int bigint float double string binary date timestamp'.split(' '));

/** Types as Spark reads them. */
export const SPARK_TYPES: TypeStyle = {
  plain: (text) => (SIZED.test(text) || SPARK_PLAIN.has(text) ? text.toUpperCase() : lacking(text)),
  keyword: (word) => (word === 'uniontype' ? lacking(word) : word.toUpperCase()),
  field: quotedName,
  colon: ': ',
  comma: ', ',
};

/** Types of a Paimon table as Spark's Paimon catalog reads them: its TIMESTAMP is an instant, TIMESTAMP_NTZ is what Hive's is. */
export const PAIMON_TYPES: TypeStyle = {
  ...SPARK_TYPES,
  plain(text) {
    if (text === 'timestamp') return 'TIMESTAMP_NTZ';
    return text === 'timestamp with local time zone' ? 'TIMESTAMP' : SPARK_TYPES.plain(text);
  },
};

const STARROCKS_WORDS: Readonly<Record<string, string>> = { binary: 'VARBINARY', timestamp: 'DATETIME' };

/** Types as StarRocks reads them. */
export const STARROCKS_TYPES: TypeStyle = {
  ...SPARK_TYPES,
  plain: (text) => STARROCKS_WORDS[text] ?? SPARK_TYPES.plain(text),
  colon: ' ',
};

/** A metastore's type string in a style. Throws REFUSED for what the style lacks and for texts that are no type. */
export function writeType(text: string, style: TypeStyle): string {
  const tree = parseTypeText(text);
  if (tree === undefined) throw new LakeliftError('REFUSED', `${text} is not a type of Hive`);
  return typeText(tree, style);
}

/** A column with its comment. */
export function writeColumn({ name, type, comment }: HiveColumn, style: TypeStyle): string {
  const words = [quotedName(name), at(name, () => writeType(type, style))];
  if (comment !== undefined) words.push('COMMENT', quotedText(comment));
  return words.join(' ');
}

function at<T>(column: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw placed(error, { column });
  }
}
