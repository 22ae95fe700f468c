import { describe, expect, it } from 'vitest';
import { engineOf } from '../../cli/engine.js';
import type { Options } from '../../cli/options.js';
import { parseWords } from '../../cli/words.js';

describe('words of a line', () => {
  it.each([
    ['', []],
    ['  a  b ', ['a', 'b']],
    ['--conf "a=b c" x', ['--conf', 'a=b c', 'x']],
    ["a'b c'd", ['ab cd']],
    ['"say \\"x\\"" y\\ z', ['say "x"', 'y z']],
    ["'a\\b' ''", ['a\\b', '']],
  ])('%s', (line, words) => expect(parseWords(line)).toEqual(words));
});

describe('the engine of level 4', () => {
  const options = {
    metastore: 'thrift://hms:9083',
    target: 's3://bucket/lake',
    sparkArgs: ['--master', 'yarn'],
  } as unknown as Options;
  const io = (env: Record<string, string>) => ({
    env,
    cwd: '/',
    stdout: { write: () => 0 },
    stderr: { write: () => 0 },
  });

  it('is none below level 4', () => expect(engineOf(options, 3, io({}))).toBeUndefined());

  it('is the Spark of SPARK_HOME unless a command is given', () => {
    expect(engineOf(options, 4, io({ SPARK_HOME: '/opt/spark' }))).toMatchObject({
      submit: '/opt/spark/bin/spark-submit',
    });
    const given = { ...options, sparkSubmit: 'spark3-submit' };
    expect(engineOf(given, 4, io({ SPARK_HOME: '/opt/spark' }))).toMatchObject({ submit: 'spark3-submit' });
  });

  it('sees both sides, and has no credentials in its settings', () => {
    const env = { SPARK_HOME: '/s', AWS_ENDPOINT_URL: 'http://minio:9000', AWS_SECRET_ACCESS_KEY: 'secret' };
    const engine = engineOf(options, 4, io(env))!;
    expect(engine.args).toEqual(['--master', 'yarn']);
    expect(engine.settings).toMatchObject({
      'spark.hadoop.hive.metastore.uris': 'thrift://hms:9083',
      'spark.sql.catalog.lakelift.warehouse': 's3://bucket/lake',
      'spark.sql.catalog.lakelift.s3.endpoint': 'http://minio:9000',
    });
    expect(JSON.stringify(engine)).not.toContain('"secret"');
    expect(engine.secrets['spark.sql.catalog.lakelift.s3.secret-key']).toBe('AWS_SECRET_ACCESS_KEY');
  });
});
