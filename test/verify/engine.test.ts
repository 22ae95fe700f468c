import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Field } from '../../formats/index.js';
import type { LakeTable } from '../../lake/index.js';
import { questionsOf } from '../../verify/engine/questions.js';
import { askSpark } from '../../verify/engine/spark.js';
import { literalOf, quoted, textOf } from '../../verify/engine/spark-sql.js';
import type { VerifyInput } from '../../verify/index.js';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('Spark SQL', () => {
  it('quotes any name', () => expect(quoted('a`b; DROP')).toBe('`a``b; DROP`'));

  it.each<[Field['type'], Parameters<typeof literalOf>[0], string | undefined]>([
    [{ kind: 'BIGINT' }, -9223372036854775808n, "CAST('-9223372036854775808' AS BIGINT)"],
    [{ kind: 'DOUBLE' }, NaN, "CAST('NaN' AS DOUBLE)"],
    [{ kind: 'DECIMAL', precision: 9, scale: 2 }, -105n, "CAST('-1.05' AS DECIMAL(9, 2))"],
    [{ kind: 'DATE' }, 19_000, "CAST('2022-01-08' AS DATE)"],
    [{ kind: 'TIMESTAMP', precision: 6 }, -1_000n, "CAST('1969-12-31 23:59:59.999999' AS TIMESTAMP)"],
    [{ kind: 'STRING' }, bytes("it's \\"), "CAST(X'69742773205c' AS STRING)"],
    [{ kind: 'BYTES' }, bytes('x'), undefined],
    [{ kind: 'INT' }, null, undefined],
    [{ kind: 'INT' }, undefined, undefined],
  ])('a literal of %j', (type, value, sql) => expect(literalOf(value, type)).toBe(sql));

  it('compares CHAR without its padding and bytes whole', () => {
    expect(textOf({ name: 'c', type: { kind: 'CHAR', length: 3 } })).toBe('rtrim(`c`)');
    expect(textOf({ name: 'c', type: { kind: 'BYTES' } })).toBe('hex(`c`)');
  });
});

describe('the questions about a table', () => {
  const columns = Array.from({ length: 12 }, (_, i): Field => ({ name: `c${i}`, type: { kind: 'INT' } }));
  const input = {
    database: 'db',
    table: 't',
    columns,
    partitionKeys: [{ name: 'day', type: { kind: 'DATE' } }],
    partitions: [{ values: ['__HIVE_DEFAULT_PARTITION__'] }, { values: ['2024-02-29'] }],
  } as unknown as VerifyInput;
  const file = (max: number) => ({ statistics: new Map(columns.map(({ name }) => [name, { max }])) });
  const lake = { files: [file(1), file(5), file(9)] } as unknown as LakeTable;

  it('cover rows, values, checksums and predicates of every column, keys too', () => {
    const [whole, ...predicates] = questionsOf(input, lake);
    expect(whole!.select('x')).toHaveLength(1 + 2 * 13);
    expect(whole!.checks).toHaveLength(1 + 2 * 13);
    const asked = predicates.flatMap((question) => question.select('db.t'));
    expect(asked).toHaveLength(13 * 4);
    expect(asked).toContain('(SELECT count(*) FROM db.t WHERE `c3` IS NULL)');
    expect(asked).toContain("(SELECT count(*) FROM db.t WHERE `c3` >= CAST('5' AS INT))");
    expect(asked).toContain("(SELECT count(*) FROM db.t WHERE `day` = CAST('2024-02-29' AS DATE))");
    for (const { checks, select } of predicates) expect(select('x')).toHaveLength(checks.length);
  });

  it('are IS NULL alone where no value is known', () => {
    const asked = questionsOf({ ...input, partitions: [] }, { ...lake, files: [] }).slice(1);
    expect(asked.flatMap((question) => question.select('x'))).toHaveLength(13);
  });
});

describe('running Spark', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakelift-engine-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const command = async (name: string, script: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    return path;
  };
  const engine = (submit: string) => ({ submit, args: ['--master', 'x'], settings: { a: 'b' }, secrets: {} });

  it('says what is wrong with a command that is not there, or that fails', async () => {
    await expect(askSpark(engine('/nowhere/spark-submit'), [])).rejects.toMatchObject({
      code: 'PREFLIGHT',
      message: expect.stringContaining('cannot be started') as string,
    });
    const failing = await command('failing', 'echo "no such class: Paimon" >&2; exit 3');
    await expect(askSpark(engine(failing), [])).rejects.toMatchObject({
      code: 'PREFLIGHT',
      message: expect.stringMatching(/ended with 3:\nno such class: Paimon$/) as string,
    });
  });

  it('hands over the script after the arguments, and the questions in a file', async () => {
    const seen = join(folder, 'seen');
    const echo = await command(
      'echo',
      `echo "$1 $2 $3" > ${seen}; cat "$4" >> ${seen}; echo '[[{"value": "7"}]]' > "$5"`,
    );
    expect(await askSpark(engine(echo), [{ select: ['count(*)'], from: 'db.t' }])).toEqual([[{ value: '7' }]]);
    const [line, request] = (await readFile(seen, 'utf8')).split('\n');
    expect(line).toMatch(/^--master x \/.*\/ask\.py$/);
    expect(JSON.parse(request!)).toEqual({
      settings: { a: 'b' },
      secrets: {},
      questions: [{ select: ['count(*)'], from: 'db.t' }],
    });
  });
});
