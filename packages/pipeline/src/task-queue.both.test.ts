import { expect, test } from 'vitest';
import { TaskQueue } from './task-queue.ts';

const never = new AbortController().signal;

test('tasks run one after the other, also after a failure', async () => {
  const queue = new TaskQueue();
  const log: string[] = [];
  const task =
    (name: string, fails = false) =>
    async () => {
      log.push(`${name} starts`);
      await new Promise((resolve) => setTimeout(resolve, 1));
      log.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    };
  const outcomes = await Promise.allSettled([
    queue.run(task('a'), never),
    queue.run(task('b', true), never),
    queue.run(task('c'), never),
  ]);
  expect(log).toEqual(['a starts', 'a ends', 'b starts', 'b ends', 'c starts', 'c ends']);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('a task that is aborted while it waits never starts and rejects at once', async () => {
  const queue = new TaskQueue();
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const first = queue.run(() => gate, never);
  const abort = new AbortController();
  let started = false;
  const second = queue.run(async () => {
    started = true;
  }, abort.signal);
  abort.abort(new Error('changed my mind'));
  await expect(second).rejects.toThrow('changed my mind');
  open();
  await first;
  await queue.idle();
  expect(started).toBe(false);
});
