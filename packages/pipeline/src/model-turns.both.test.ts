import { expect, test } from 'vitest';
import { ModelTurns, type ModelUse } from './model-turns.ts';

const never = new AbortController().signal;

/** Runs that are logged, each of which takes a moment and must be alone. */
function loggedRuns() {
  const turns = new ModelTurns();
  const log: string[] = [];
  let running = 0;
  const run = async (name: string) => {
    running += 1;
    expect(running).toBe(1);
    log.push(name);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running -= 1;
  };
  /** A question or a video of so many runs, in one piece or in several. */
  const use = async (name: string, kind: ModelUse, runs: number, pieces = 1) => {
    using user = turns.join(kind);
    for (let piece = 0; piece < pieces; piece += 1) {
      await user.during(async (betweenRuns) => {
        for (let i = 0; i < runs; i += 1) {
          if (i > 0) await betweenRuns();
          await run(name);
        }
      }, never);
    }
  };
  return { turns, log, use };
}

test('videos take turns, chunk by chunk', async () => {
  const { log, use } = loggedRuns();
  await Promise.all([use('a', 'encoding', 1, 3), use('b', 'encoding', 1, 3), use('c', 'encoding', 3)]);
  expect(log.join('')).toBe('abcabcabc');
});

test('questions take turns, token by token, and go before videos', async () => {
  const { log, use } = loggedRuns();
  await Promise.all([use('v', 'encoding', 1, 3), use('p', 'question', 3), use('q', 'question', 1, 5)]);
  // The chunk that had begun, then the questions; a chunk follows each that was answered.
  expect(log.join('')).toBe('vpqpqpqvqqv');
});

test('a question waits for one chunk, however many videos there are', async () => {
  const { log, use } = loggedRuns();
  const videos = ['a', 'b', 'c'].map((name) => use(name, 'encoding', 4));
  await use('q', 'question', 5);
  expect(log.join('')).toBe('aqqqqq');
  await Promise.all(videos);
  expect(log.join('')).toBe('aqqqqqbcabcabcabc');
});

test('questions without end do not keep a video from its end', async () => {
  const { log, use } = loggedRuns();
  let isEncoded = false;
  const video = use('v', 'encoding', 5).then(() => {
    isEncoded = true;
  });
  const askOn = async () => {
    while (!isEncoded) await use('q', 'question', 2);
  };
  await Promise.all([video, askOn(), askOn()]);
  expect(log.filter((name) => name === 'v')).toHaveLength(5);
});

test('a question that begins later is not held up by what earlier ones left to a video that has gone', async () => {
  const { log, use } = loggedRuns();
  await use('q', 'question', 1);
  const video = use('v', 'encoding', 1);
  await use('q', 'question', 1);
  await video;
  await use('q', 'question', 1);
  expect(log.join('')).toBe('qvqq');
  const later = use('w', 'encoding', 2);
  await use('q', 'question', 2);
  await later;
  expect(log.join('')).toBe('qvqqwqqw');
});

test('one that is aborted while it waits leaves at once, and its turn goes to the next', async () => {
  const { turns, log, use } = loggedRuns();
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  using holder = turns.join('encoding');
  const held = holder.during(() => gate, never);
  using waiter = turns.join('question');
  const stop = new AbortController();
  let hasRun = false;
  const waiting = waiter.during(async () => {
    hasRun = true;
  }, stop.signal);
  const next = use('q', 'question', 1);
  stop.abort('enough');
  await expect(waiting).rejects.toBe('enough');
  await expect(waiter.during(async () => {}, stop.signal)).rejects.toBe('enough');
  expect(log).toEqual([]);
  open();
  await Promise.all([held, next]);
  expect(log).toEqual(['q']);
  expect(hasRun).toBe(false);
});

test('one that is aborted between two runs, or fails, gives its turn back', async () => {
  const { turns, log, use } = loggedRuns();
  using user = turns.join('question');
  const stop = new AbortController();
  const aborted = user.during(async (betweenRuns) => {
    stop.abort('enough');
    await betweenRuns();
  }, stop.signal);
  await expect(aborted).rejects.toBe('enough');
  const failed = user.during(async () => {
    throw new Error('broken');
  }, never);
  await expect(failed).rejects.toThrow('broken');
  await use('q', 'question', 2);
  expect(log).toEqual(['q', 'q']);
});
