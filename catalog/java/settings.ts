import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ServeOptions } from '../server/server.js';
import type { CatalogSchema } from '../sqlite/file.js';
import { idSettings } from './id-factory.js';

const LOG4J = `rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{ISO8601} %-5p %c{1} - %m%n
`;

/** What a Metastore needs that stands without the rest of Hive, as those after 2.3 do. */
export const ALONE: Readonly<Record<string, string>> = {
  'metastore.expression.proxy': 'org.apache.hadoop.hive.metastore.DefaultPartitionExpressionProxy',
  'metastore.task.threads.always': 'org.apache.hadoop.hive.metastore.events.EventCleanerTask',
};

/** Settings with which a Metastore lives on a SQLite file; managed tables without a place go to `warehouse` beside it. */
function settingsOf(
  path: string,
  { host, framed = false }: ServeOptions,
  schema: CatalogSchema,
): Record<string, string> {
  return {
    'javax.jdo.option.ConnectionURL': `jdbc:sqlite:${path}?journal_mode=WAL&busy_timeout=10000&synchronous=FULL`,
    'javax.jdo.option.ConnectionDriverName': 'org.sqlite.JDBC',
    'javax.jdo.option.ConnectionUserName': '',
    'javax.jdo.option.ConnectionPassword': '',
    'datanucleus.schema.autoCreateAll': 'false',
    // SQLite has one writer: no pool, and ids are drawn in the same transaction.
    'datanucleus.connectionPoolingType': 'NONE',
    ...idSettings(schema),
    ...(schema === '2.3' ? {} : ALONE),
    'hive.metastore.integral.jdo.pushdown': 'true',
    'hive.metastore.schema.verification': 'true',
    'hive.metastore.schema.verification.record.version': 'false',
    'hive.metastore.warehouse.dir': pathToFileURL(join(dirname(path), 'warehouse')).href,
    'hive.metastore.thrift.bind.host': host,
    'hive.metastore.thrift.framed.transport.enabled': String(framed),
    'hive.async.log.enabled': 'false',
  };
}

/** A folder of its own, only for this user, with hive-site.xml and the settings of the log. */
export function writeSettings(
  path: string,
  options: ServeOptions,
  schema: CatalogSchema,
): { readonly folder: string; readonly log4j: string } {
  const folder = mkdtempSync(join(tmpdir(), 'lakelift-metastore-'));
  const log4j = join(folder, 'log4j2.properties');
  const properties = Object.entries(settingsOf(path, options, schema)).map(
    ([name, value]) => `  <property><name>${escaped(name)}</name><value>${escaped(value)}</value></property>\n`,
  );
  const site = `<?xml version="1.0" encoding="UTF-8"?>\n<configuration>\n${properties.join('')}</configuration>\n`;
  for (const [file, text] of [
    [join(folder, 'hive-site.xml'), site],
    [log4j, LOG4J],
  ] as const)
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
  return { folder, log4j };
}

const escaped = (text: string): string => text.replace(/[<>&]/g, (sign) => `&#${String(sign.charCodeAt(0))};`);
