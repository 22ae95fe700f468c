import type { ByTable } from '../keys.js';
import type { Options } from '../options.js';
import { redact } from '../redact.js';

/**
 * The command that verifies the same again, as a POSIX shell takes it, with every flag that changes what is compared; credentials in URLs and
 * in settings of Spark are left out of it.
 */
export function reproduce(options: Options, level: number): string[] {
  const flags: readonly (readonly [flag: string, value: string | number | undefined])[] = [
    ['source', options.source],
    ['metastore', options.metastore],
    ['target', options.target],
    ['tables', unless('*.*', options.tables.join(','))],
    ['primary-key', byTable(options.primaryKey)],
    ['bucket', byTable(options.bucket)],
    ['sequence-field', byTable(options.sequenceField)],
    ['op-column', byTable(options.opColumn)],
    ['changelog-producer', unless('none', options.changelogProducer)],
    ['duplicates', unless('refuse', options.duplicates)],
    ['state', options.state],
    ['catalog', options.catalog],
    ['target-file-size', options.targetFileSize],
    ['orc', unless('copy', options.orc)],
    ['user', options.user],
    ['endpoint', options.endpoint],
    ['region', options.region],
    ['spark-submit', level < 4 ? undefined : options.sparkSubmit],
    ['spark-args', level < 4 ? undefined : options.sparkArgs?.map(sparkWord).join(' ')],
    ['level', level],
  ];
  const words = flags.flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}`, quoted(String(value))]));
  return [`lakelift verify ${words.join(' ')}`];
}

/** The value, where it is another than the one that holds unless given. */
const unless = (fallback: string, value: string | undefined): string | undefined =>
  value === fallback ? undefined : value;

/** As the flag was given: values for all tables before those of named ones. */
function byTable(values: ByTable | undefined): string | undefined {
  if (values === undefined) return undefined;
  const sorted = [...values].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([table, list]) => `${table === '' ? '' : `${table}=`}${list.join(',')}`).join(',');
}

/** An argument of spark-submit as the flag takes it, without the values of settings that are secret. */
function sparkWord(word: string): string {
  const shown = word.replace(/^([^=]*(?:secret|password|token|access[.-]?key)[^=]*=).*/is, '$1***');
  return /[\s'"]/.test(shown) ? `"${shown}"` : shown;
}

function quoted(text: string): string {
  const plain = redact(text);
  return /^[\w@%+=:,./-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", "'\\''")}'`;
}
