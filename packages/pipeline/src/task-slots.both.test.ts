import { expect, test } from 'vitest';
import { TaskSlots } from './task-slots.ts';

const never = new AbortController().signal;

test('no more parts run at a time than there are slots, in the order they came', async () => {
  const slots = new TaskSlots(2);
  const log: number[] = [];
  let running = 0;
  const tasks = [0, 1, 2, 3, 4].map((number) =>
    slots.run(
      (inSlot) =>
        inSlot(async () => {
          running += 1;
          expect(running).toBeLessThanOrEqual(2);
          log.push(number);
          await new Promise((resolve) => setTimeout(resolve, 1));
          running -= 1;
          if (number === 1) throw new Error('broken');
          return number;
        }),
      never,
    ),
  );
  const outcomes = await Promise.allSettled(tasks);
  expect(log).toEqual([0, 1, 2, 3, 4]);
  expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([true, false, true, true, true]);
});

test('one that is aborted while it waits never starts and rejects at once; idle waits for what runs', async () => {
  const slots = new TaskSlots(1);
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const first = slots.run((inSlot) => inSlot(() => gate), never);
  const stop = new AbortController();
  let started = false;
  const second = slots.run(
    (inSlot) =>
      inSlot(async () => {
        started = true;
      }),
    stop.signal,
  );
  const third = slots.run((inSlot) => inSlot(async () => 'third'), never);
  stop.abort('enough');
  await expect(second).rejects.toBe('enough');
  let isIdle = false;
  const idle = slots.idle().then(() => {
    isIdle = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 1));
  expect(isIdle).toBe(false);
  open();
  expect(await third).toBe('third');
  await Promise.all([first, idle]);
  expect(started).toBe(false);
});
