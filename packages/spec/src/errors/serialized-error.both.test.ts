import { describe, expect, test } from 'vitest';
import {
  BudgetTooSmallError,
  InvalidSettingError,
  isSlowFastError,
  reviveError,
  type SerializedError,
  type SettingSpelling,
  SlowFastError,
  serializeError,
  VideoNotFoundError,
  VideoUnreadableError,
} from '../index.ts';

/** What somebody else's plug-in throws: a class that nobody here has heard of, which names a setting. */
class QuotaError extends SlowFastError<{ readonly left: number }, 'acme/quota-exceeded'> {
  static readonly code = 'acme/quota-exceeded';
  readonly retrySeconds = 60;

  constructor(left: number, options?: ErrorOptions) {
    super(QuotaError.code, `Give less than frames: ${left}.`, { left }, { ...options, isUsage: true });
  }

  override messageIn(spell: SettingSpelling): string {
    return `Give less than ${spell('frames', this.facts.left)}.`;
  }
}

const asFlag: SettingSpelling = (setting, value) => `--${setting}${value === undefined ? '' : ` ${value}`}`;

/** Both ways that serialised errors travel. */
const ways: readonly [string, (serialized: SerializedError) => SerializedError | Promise<SerializedError>][] =
  [
    ['as a line of JSON', (serialized) => JSON.parse(JSON.stringify(serialized))],
    [
      'between threads',
      async (serialized) => {
        const { port1, port2 } = new MessageChannel();
        const received = new Promise<SerializedError>((resolve) => {
          port2.onmessage = ({ data }) => resolve(data);
        });
        port1.postMessage(serialized);
        try {
          return await received;
        } finally {
          port1.close();
          port2.close();
        }
      },
    ],
  ];

describe.each(ways)('%s', (_name, send) => {
  const sent = async (error: unknown) => reviveError(await send(serializeError(error))) as Error;

  test('an error comes back with all that it tells', async () => {
    const cause = new TypeError('moov is missing');
    const error = new VideoUnreadableError({ place: 'clip.mp4', found: 'text' }, { cause });
    const back = await sent(error);
    expect(back).toBeInstanceOf(VideoUnreadableError);
    expect(back).not.toBeInstanceOf(VideoNotFoundError);
    const { code, facts, isUsage, message, name, stack } = error;
    expect(back).toMatchObject({ code, facts, isUsage });
    expect([back.message, back.name, back.stack]).toEqual([message, name, stack]);
    expect(back.cause).toBeInstanceOf(TypeError);
    expect((back.cause as Error).message).toBe(cause.message);
    expect((back.cause as Error).stack).toBe(cause.stack);
    expect(serializeError(back)).toEqual(serializeError(error));
  });

  test('so does one of a class that only others know', async () => {
    const error = new QuotaError(3, { cause: new VideoNotFoundError({ place: 'clip.mp4' }) });
    const back = await sent(error);
    expect(isSlowFastError(back)).toBe(true);
    expect(back).toBeInstanceOf(QuotaError);
    expect(back).toMatchObject({
      code: 'acme/quota-exceeded',
      facts: { left: 3 },
      isUsage: true,
      name: 'QuotaError',
      retrySeconds: 60,
    });
    expect(back.cause).toBeInstanceOf(VideoNotFoundError);
    expect((back as QuotaError).messageIn(asFlag)).toBe('Give less than --frames 3.');
  });

  test('settings can still be spelled in another way', async () => {
    const errors = [
      new InvalidSettingError({ setting: 'frames', found: '0', expected: '1 or more' }),
      new BudgetTooSmallError({ budget: 3, smallest: 68, aggregation: 'concat' }),
      new VideoNotFoundError({ place: 'clip.mp4' }),
    ];
    for (const error of errors) {
      const back = (await sent(await sent(error))) as SlowFastError;
      expect(back.messageIn(asFlag)).toBe(error.messageIn(asFlag));
      expect(back.message).toBe(error.message);
    }
  });

  test('causes in a chain, in a circle, and of several errors', async () => {
    const first = new Error('first');
    const several = new AggregateError([new RangeError('a'), first, 'text'], 'several', { cause: first });
    const back = (await sent(new Error('last', { cause: several }))).cause as AggregateError;
    expect(back).toBeInstanceOf(AggregateError);
    expect(back.errors[0]).toBeInstanceOf(RangeError);
    expect(back.errors.slice(1)).toEqual([first, 'text']);
    expect(back.cause).toEqual(first);

    const circular = new Error('circular');
    circular.cause = new Error('inner', { cause: circular });
    const circle = await sent(circular);
    expect((circle.cause as Error).message).toBe('inner');
    expect((circle.cause as Error).cause).toBeUndefined();
  });

  test('what is huge is bounded', async () => {
    let chain = new Error('first');
    for (let i = 0; i < 5000; i += 1) chain = new Error('next', { cause: chain });
    const wide = new AggregateError(Array.from({ length: 5000 }, () => chain));
    const long = new VideoNotFoundError({ place: 'x'.repeat(10_000_000) });
    for (const error of [chain, wide, long, new Error('outer', { cause: wide })]) {
      const serialized = serializeError(error);
      expect(JSON.stringify(serialized).length).toBeLessThan(10_000_000);
      expect(reviveError(await send(serialized))).toBeInstanceOf(Error);
    }
    let depth = 0;
    for (let error: unknown = await sent(chain); error instanceof Error; error = error.cause) depth += 1;
    expect(depth).toBe(100);
  });

  test('what can neither be sent nor written is left out, or told in words', async () => {
    const circular: Record<string, unknown> = { place: 'clip.mp4', callback: () => {}, size: 12n };
    circular.self = circular;
    circular.reason = new Error('inner');
    circular.bytes = Uint8Array.of(1, 2);
    Object.defineProperty(circular, 'broken', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    const back = await sent(new VideoNotFoundError(circular as never));
    expect((back as VideoNotFoundError).facts).toEqual({
      ...{ place: 'clip.mp4', size: '12', self: '…' },
      ...{ reason: 'Error: inner', bytes: [1, 2] },
    });
  });

  test('errors of the system keep what tells them apart', async () => {
    const error = Object.assign(new Error('no such file'), { code: 'ENOENT', errno: -2, path: '/clip' });
    const back = await sent(new Error('outer', { cause: error }));
    expect(back.cause).toMatchObject({ code: 'ENOENT', errno: -2, path: '/clip' });
    expect(isSlowFastError(back.cause)).toBe(false);
  });

  test('reasons of a cancellation stay what they are', async () => {
    const back = await sent(new DOMException('enough', 'AbortError'));
    expect(back).toBeInstanceOf(DOMException);
    expect([back.name, back.message]).toEqual(['AbortError', 'enough']);
    const named = Object.assign(new Error('enough'), { name: 'AbortError' });
    expect((await sent(named)).name).toBe('AbortError');
    expect(await sent('enough')).toBe('enough');
    expect(await sent(null)).toBe(null);
    expect(await sent({ why: 'enough' })).toEqual({ why: 'enough' });
    expect(await sent(undefined)).toMatchObject({ message: 'undefined' });
  });
});

test('JSON of an error has its message, and is made an error of again', () => {
  const error = new VideoNotFoundError({ place: 'clip.mp4' });
  const { code, message, facts } = error;
  const written = JSON.parse(JSON.stringify({ error }));
  expect(written).toMatchObject({ error: { code, message, facts, isUsage: false } });
  expect(written.error).toEqual(serializeError(error));
  expect(reviveError(written.error)).toBeInstanceOf(VideoNotFoundError);
});
