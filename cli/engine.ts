import { join } from 'node:path';
import { LakeliftError } from '../errors/index.js';
import { LAKE_CATALOG } from '../verify/index.js';
import type { SparkEngine } from '../verify/index.js';
import type { CliIo } from './io.js';
import type { Options } from './options.js';

/**
 * The engine of level 4 as flags and environment name it; undefined for lower levels. Throws USAGE, before anything is done, when there is
 * none, or when it could not see the source's tables.
 */
export function engineOf(options: Options, level: number, io: CliIo): SparkEngine | undefined {
  if (level < 4) return undefined;
  const home = io.env['SPARK_HOME'];
  const submit = options.sparkSubmit ?? (home === undefined ? undefined : join(home, 'bin', 'spark-submit'));
  if (submit === undefined) {
    throw new LakeliftError('USAGE', 'level 4 asks Spark about both sides, and no Spark is named', {
      next: 'give --spark-submit, set SPARK_HOME, or use level 3; see docs/verification.md',
    });
  }
  if (!options.metastore.startsWith('thrift://')) {
    throw new LakeliftError('USAGE', 'level 4 needs the source in a running Hive Metastore, where Spark finds it', {
      next: 'give --metastore thrift://host:9083, or use level 3',
    });
  }
  const catalog = `spark.sql.catalog.${LAKE_CATALOG}`;
  return {
    submit,
    args: options.sparkArgs ?? [],
    settings: {
      'spark.hadoop.hive.metastore.uris': options.metastore,
      'spark.sql.session.timeZone': 'UTC',
      'spark.sql.parquet.datetimeRebaseModeInRead': 'CORRECTED',
      'spark.sql.parquet.int96RebaseModeInRead': 'CORRECTED',
      [catalog]: 'org.apache.paimon.spark.SparkCatalog',
      [`${catalog}.warehouse`]: options.target,
      ...endpointSettings(`${catalog}.`, options, io),
    },
    secrets: {
      [`${catalog}.s3.access-key`]: 'AWS_ACCESS_KEY_ID',
      [`${catalog}.s3.secret-key`]: 'AWS_SECRET_ACCESS_KEY',
    },
  };
}

function endpointSettings(prefix: string, { endpoint, target }: Options, { env }: CliIo): Record<string, string> {
  const named = endpoint ?? env['AWS_ENDPOINT_URL_S3'] ?? env['AWS_ENDPOINT_URL'];
  if (named === undefined || !target.startsWith('s3:')) return {};
  return { [`${prefix}s3.endpoint`]: named, [`${prefix}s3.path.style.access`]: 'true' };
}
