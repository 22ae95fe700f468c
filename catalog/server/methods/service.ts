import { partitionSpec } from '../../partition-name.js';
import type { Sqlite } from '../../sqlite/file.js';
import { bool, i32, i64, list, struct, text, textMap } from '../../thrift/codec.js';
import { HiveException, required } from '../failure.js';
import { META, NONE, served, servedVoid } from '../served.js';
import type { ServedMethod } from '../served.js';

const word = (id: number) => ({ id, codec: text });
const startedAt = Math.floor(Date.now() / 1000);
/** fb_status of Facebook's base service. */
const ALIVE = 2;
const CONFIG_PREFIX = /^(hive|hdfs|mapred|metastore).*$/;

/** The settings a client may ask for by getMetaConf (HiveConf.metaConfVars), with what holds here. */
const META_CONF: Readonly<Record<string, string>> = {
  'hive.metastore.try.direct.sql': 'true',
  'hive.metastore.try.direct.sql.ddl': 'true',
  'hive.metastore.client.socket.timeout': '600s',
  'hive.metastore.partition.name.whitelist.pattern': '',
  'hive.metastore.client.capability.check': 'true',
};

function metaConf(key: string): string {
  const value = META_CONF[key];
  if (value === undefined) throw new HiveException('Meta', `Invalid configuration key ${key}`);
  return value;
}

/** No setting is kept here: the client's default holds, as it does for a setting the Metastore does not have. */
function configValue(name: string, fallback: string): string {
  if (CONFIG_PREFIX.test(name)) return fallback;
  throw new HiveException('ConfigValSecurity', `For security reasons, the config key ${name} cannot be accessed`);
}

/** The last event; 0 when there never was one. */
function lastEvent(db: Sqlite): number {
  const next = db.prepare<[], number>('SELECT NEXT_EVENT_ID FROM NOTIFICATION_SEQUENCE').pluck().get();
  return next === undefined ? 0 : next - 1;
}

const ofName = struct({ name: { id: 1, codec: text } });

/** What every Thrift service of its kind answers, settings, and the session's user. */
export const SERVICE_METHODS: readonly ServedMethod[] = [
  // Nobody is asked who he is: everybody may read.
  served(
    'set_ugi',
    struct({ user: word(1), groups: { id: 2, codec: list(text) } }),
    list(text),
    META,
    (_db, { user, groups }) => groups ?? [required(user, 'user_name')],
  ),
  served('getName', struct({}), text, NONE, () => 'lakelift'),
  served('getVersion', struct({}), text, NONE, () => '3.0'),
  served('getStatus', struct({}), i32, NONE, () => ALIVE),
  served('aliveSince', struct({}), i64, NONE, () => startedAt),
  served('getMetaConf', struct({ key: word(1) }), text, META, (_db, { key }) => metaConf(required(key, 'key'))),
  served(
    'get_config_value',
    struct({ name: word(1), fallback: word(2) }),
    text,
    { 1: 'ConfigValSecurity' },
    (_db, { name, fallback }) => configValue(required(name, 'name'), fallback ?? ''),
  ),
  servedVoid('flushCache', struct({}), NONE, () => undefined),
  served('get_current_notificationEventId', struct({}), struct({ id: { id: 1, codec: i64 } }), NONE, (db) => ({
    id: lastEvent(db),
  })),
  served('get_next_notification', struct({}), struct({ events: { id: 1, codec: list(struct({})) } }), NONE, () => ({
    events: [],
  })),
  served(
    'partition_name_has_valid_characters',
    struct({ values: { id: 1, codec: list(text) } }),
    bool,
    META,
    () => true,
  ),
  served('partition_name_to_spec', ofName, textMap, META, (_db, { name = '' }) =>
    Object.fromEntries(partitionSpec(name)),
  ),
  served('partition_name_to_vals', ofName, list(text), META, (_db, { name = '' }) => [...partitionSpec(name).values()]),
];
