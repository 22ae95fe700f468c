import { existsSync, readdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { LakeliftError } from '../../errors/error.js';
import type { CatalogSchema } from '../sqlite/file.js';

/** Where Hadoop's tarball has its jars. */
const OF_HADOOP = ['common', 'common/lib', 'hdfs', 'hdfs/lib', 'mapreduce'].map((name) => join('share/hadoop', name));

const NEXT =
  'give --jars the folder, or several with : between, that hold a Hive Metastore with what it needs and sqlite-jdbc; for 2.3 the jars of pyspark 3.5 and sqlite-jdbc do';

/**
 * The class path of a Hive Metastore: of `jars`, folders stand for the jars in them; without, those of HIVE_HOME and HADOOP_HOME.
 * Throws PREFLIGHT when there is no such Metastore, or one whose tables are not those of the catalog, which are of `schema`.
 */
export function classPathOf(
  jars: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  schema: CatalogSchema,
): string {
  const places = jars === undefined ? ofHomes(env) : jars.split(delimiter).filter((part) => part !== '');
  const names = places.flatMap(jarsAt);
  requireMetastore(names, schema);
  return places.map((place) => (isFolder(place) ? join(place, '*') : place)).join(delimiter);
}

function ofHomes({ HIVE_HOME, HADOOP_HOME }: Readonly<Record<string, string | undefined>>): string[] {
  if (HIVE_HOME === undefined) throw preflight('no jars of a Hive Metastore: neither --jars nor HIVE_HOME is set');
  const hadoop = HADOOP_HOME === undefined ? [] : OF_HADOOP.map((part) => join(HADOOP_HOME, part));
  return [join(HIVE_HOME, 'lib'), ...hadoop];
}

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

/** The names of the jars a part of a class path stands for. */
function jarsAt(place: string): string[] {
  const folder = place.replace(/[\\/]\*$/, '');
  if (isFolder(folder)) return readdirSync(folder).filter((name) => name.endsWith('.jar'));
  if (existsSync(place)) return [place.slice(place.lastIndexOf('/') + 1)];
  throw new LakeliftError('PREFLIGHT', 'no such jar or folder of jars', { file: place, next: NEXT });
}

function requireMetastore(names: readonly string[], schema: CatalogSchema): void {
  const version = (pattern: RegExp): string | undefined => names.map((name) => pattern.exec(name)?.[1]).find(Boolean);
  const hive = version(/^hive-(?:standalone-)?metastore(?:-server)?-(\d[\d.]*\d)/);
  if (hive === undefined) throw preflight('no hive-metastore-*.jar is among the jars');
  if (!hive.startsWith(`${schema}.`)) {
    throw preflight(
      `these jars are of Hive ${hive}; the catalog has the tables of Hive ${schema}`,
      'give --jars those of that version; lakelift catalog upgrade gives a catalog the tables of a later one',
    );
  }
  if (version(/^sqlite-jdbc-(\d)/) === undefined) throw preflight('no sqlite-jdbc-*.jar is among the jars');
}

const preflight = (message: string, next = NEXT): LakeliftError => new LakeliftError('PREFLIGHT', message, { next });
