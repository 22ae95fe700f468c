import { expect, it } from 'vitest';
import { waitFor } from '../../catalog/wait.js';

const late = (): Error => new Error('too late');
/** Of a lock that is had at the n-th look. */
const atLook =
  (n: number, looks = { made: 0 }) =>
  () =>
    ++looks.made < n ? undefined : looks.made;

it('looks at once, and again until there is something', async () => {
  expect(await waitFor(atLook(1), { forMs: 0, signal: undefined, late })).toBe(1);
  expect(await waitFor(atLook(3), { forMs: 5000, signal: undefined, late })).toBe(3);
});

it('gives up when the time is over, when it is told to, and when a look fails', async () => {
  await expect(waitFor(() => undefined, { forMs: 60, signal: undefined, late })).rejects.toThrow('too late');
  const told = waitFor(() => undefined, { forMs: 5000, signal: AbortSignal.timeout(20), late });
  await expect(told).rejects.toMatchObject({ name: 'AbortError' });
  const broken = waitFor(() => Promise.reject(new Error('no line')), { forMs: 5000, signal: undefined, late });
  await expect(broken).rejects.toThrow('no line');
});
