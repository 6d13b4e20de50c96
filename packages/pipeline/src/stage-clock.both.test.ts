import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { StageClock } from './stage-clock.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('adds up the seconds of a stage, without those in which others have their turn', async () => {
  const clock = new StageClock(undefined);
  const step = () =>
    clock.time('prefill', async (untimed) => {
      vi.advanceTimersByTime(1000);
      await untimed(async () => {
        vi.advanceTimersByTime(64_000);
      });
      vi.advanceTimersByTime(500);
    });
  await step();
  await step();
  expect(clock.seconds).toEqual({ prefill: 3 });
});

test('adds up what failed, too, also while it waited', async () => {
  const clock = new StageClock(undefined);
  const failing = clock.time('generate', async (untimed) => {
    vi.advanceTimersByTime(2000);
    await untimed(async () => {
      vi.advanceTimersByTime(8000);
      throw new Error('enough');
    });
  });
  await expect(failing).rejects.toThrow('enough');
  expect(clock.seconds).toEqual({ generate: 2 });
});
