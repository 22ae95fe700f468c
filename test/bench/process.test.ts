import { expect, it } from 'vitest';
import { openProcess } from '../../bench/engines/process.js';

const HELLO = `echo '{"engine":"e","version":"1"}'`;
/** An engine that gives the same reply to every request. */
const replying = (reply: string): string[] => ['sh', '-c', `${HELLO}; while read line; do echo '${reply}'; done`];
const GOOD = { ok: true, answer: { rows: 1, digest: 'd' }, wallMs: 1, cpuMs: 0 };

it('an engine that keeps to the protocol is asked', async () => {
  const engine = await openProcess(replying(JSON.stringify(GOOD)), 10_000);
  expect(await engine.run('after', 'x')).toEqual({ answer: GOOD.answer, cost: { wallMs: 1, cpuMs: 0 } });
  await engine.close();
});

it.each([
  ['no answer', { ...GOOD, answer: undefined }],
  ['no digest, which would be equal to any other', { ...GOOD, answer: { rows: 1 } }],
  ['a time of 0, which has no ratio', { ...GOOD, wallMs: 0 }],
  ['a negative time', { ...GOOD, wallMs: -1 }],
  ['a time that is a text', { ...GOOD, wallMs: '1' }],
  ['no processor time', { ...GOOD, cpuMs: undefined }],
])('an answer with %s is an error', async (_, reply) => {
  const engine = await openProcess(replying(JSON.stringify(reply)), 10_000);
  await expect(engine.run('after', 'x')).rejects.toMatchObject({ code: 'IO' });
  await engine.close();
});

it.each([
  ['words', 'Warning: deprecated'],
  ['null', 'null'],
])('%s on the standard output are told, and end the engine', async (_, line) => {
  await expect(openProcess(['sh', '-c', `echo '${line}'; sleep 600`], 10_000)).rejects.toMatchObject({
    code: 'IO',
    message: `the engine sh wrote a line that is no JSON object: ${line}`,
  });
  const engine = await openProcess(replying(line), 10_000);
  await expect(engine.run('after', 'x')).rejects.toMatchObject({ code: 'IO' });
  await engine.close();
});

const HANGING = ['sh', '-c', `${HELLO}; sleep 600; true`];

it('an engine that hangs in a process below its own is stopped', async () => {
  const engine = await openProcess(HANGING, 300);
  await expect(engine.run('after', 'x')).rejects.toThrow('did not answer within 0.3 s and was stopped');
  await engine.close();
});

it('an engine ends when the run is interrupted, whatever it does', async () => {
  const interrupt = new AbortController();
  const engine = await openProcess(HANGING, 600_000, interrupt.signal);
  const running = engine.run('after', 'x');
  interrupt.abort();
  await expect(running).rejects.toThrow('ended with SIGKILL');
  await engine.close();
});
