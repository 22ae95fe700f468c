import { describe, expect, it } from 'vitest';
import { redact } from '../../cli/redact.js';
import { runCli } from './fake-io.js';

describe('redaction', () => {
  it.each([
    ['webhdfs://user:secret@nn:9870/w', 'webhdfs://***@nn:9870/w'],
    ['webhdfs://user@nn1:9870,nn2:9870/w', 'webhdfs://***@nn1:9870,nn2:9870/w'],
    ['webhdfs://user:p@ss@nn:9870/w', 'webhdfs://***@nn:9870/w'],
    ['a https://k:p@h/x and s3://a:b@c/d.', 'a https://***@h/x and s3://***@c/d.'],
    ['http://h/p?op=OPEN&delegation=HAAEcm9&x=1', 'http://h/p?op=OPEN&delegation=***&x=1'],
    ['http://h/p?X-Amz-Signature=abc&X-Amz-Date=1', 'http://h/p?X-Amz-Signature=***&X-Amz-Date=***'],
    ['file:///data/user@home/x', 'file:///data/user@home/x'],
    ['mail to someone@example.org', 'mail to someone@example.org'],
  ])('%s', (text, shown) => expect(redact(text)).toBe(shown));

  it('keeps passwords of URLs from messages', async () => {
    const source = 'webhdfs://hive:hunter2@127.0.0.1:1/w';
    const args = ['--source', 'file:///s', '--metastore', 'infer', '--target'];
    const { stderr, code } = await runCli(['plan', ...args, source]);
    expect(code).toBe(2);
    expect(stderr).not.toContain('hunter2');
    const metastore = await runCli(['plan', '--source', 'file:///s', '--metastore', source, '--target', 'file:///t']);
    expect(metastore.stderr).toContain('webhdfs://***@127.0.0.1:1/w');
    const unknown = await runCli(['plan', source]);
    expect(unknown.stderr).not.toContain('hunter2');
  });
});
