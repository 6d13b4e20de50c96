import { expect, test } from 'vitest';
import { KeyedTasks } from './keyed-tasks.ts';

const never = new AbortController().signal;

test('tasks of one key run one after the other, of several at the same time', async () => {
  const tasks = new KeyedTasks();
  const log: string[] = [];
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const task = (name: string, waitsFor?: Promise<void>) => async () => {
    log.push(`${name} starts`);
    await waitsFor;
    log.push(`${name} ends`);
    if (name === 'a1') throw new Error('broken');
  };
  const a1 = tasks.run('a', task('a1', gate), never);
  const a2 = tasks.run('a', task('a2'), never);
  await tasks.run('b', task('b'), never);
  expect(log).toEqual(['a1 starts', 'b starts', 'b ends']);
  open();
  await expect(a1).rejects.toThrow('broken');
  await a2;
  expect(log.slice(3)).toEqual(['a1 ends', 'a2 starts', 'a2 ends']);
});

test('one that is aborted while it waits leaves at once, and nobody overtakes what runs', async () => {
  const tasks = new KeyedTasks();
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  let running = 0;
  const task = async () => {
    running += 1;
    expect(running).toBe(1);
    await gate;
    running -= 1;
  };
  const first = tasks.run('a', task, never);
  const stop = new AbortController();
  const second = tasks.run('a', task, stop.signal);
  const third = tasks.run('a', task, never);
  stop.abort('enough');
  await expect(second).rejects.toBe('enough');
  await new Promise((resolve) => setTimeout(resolve, 1));
  expect(running).toBe(1);
  open();
  await Promise.all([first, third]);
});
