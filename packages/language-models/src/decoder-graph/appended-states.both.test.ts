import type { OnnxTensor } from '@slowfast/onnx-session';
import { expect, test } from 'vitest';
import { randomNumbers } from '../sampling/random.ts';
import { cacheCapacity } from './append-only-cache.ts';
import { AppendedStates } from './appended-states.ts';
import type { DecoderGraphStates } from './decoder-graph-states.ts';

const contextLength = 500;
const single = [
  { type: 'float32', tokenShape: [2, 3] },
  { type: 'float32', tokenShape: [1, 2] },
] as const;

let next = 0;
/** New values of so many tokens, no two alike. */
function added(tokens: number): OnnxTensor[] {
  return single.map(({ type, tokenShape: [heads, size] }) => ({
    type,
    data: Float32Array.from({ length: tokens * heads * size }, () => next++),
    shape: [tokens, heads, size],
  }));
}

const buffersOf = (states: DecoderGraphStates) =>
  states.values.map((value) => (value.data as Float32Array).buffer);
const bytesOf = (states: DecoderGraphStates) =>
  buffersOf(states).reduce((sum, { byteLength }) => sum + byteLength, 0);
const bytesPerToken = (2 * 3 + 1 * 2) * 4;

const areSame = (a: readonly unknown[], b: readonly unknown[]) => a.every((each, i) => each === b[i]);

function firstDifference(a: Float32Array, b: readonly number[]): number {
  return a.length === b.length ? a.findIndex((value, i) => value !== b[i]) : Math.min(a.length, b.length);
}

/** A sequence as sessions use it: each extension replaces the states before it. */
class Sequence {
  states: DecoderGraphStates;
  /** What the states must be, copied plainly. */
  expected: number[][] = [[], []];

  constructor(states: DecoderGraphStates) {
    this.states = states;
  }

  get tokens(): number {
    return this.expected[1]!.length / 2;
  }

  extend(tokens: number, tokensToCome = 0): void {
    const outputs = added(tokens);
    const before = this.states;
    this.states = before.after(outputs, tokens, tokensToCome);
    before.release();
    this.expected = this.expected.map((values, i) => [...values, ...(outputs[i]!.data as Float32Array)]);
  }

  fork(): Sequence {
    const fork = new Sequence(this.states.hold());
    fork.expected = this.expected;
    return fork;
  }

  check(): void {
    const { values } = this.states;
    const differ = values.map(({ data }, i) => firstDifference(data as Float32Array, this.expected[i]!));
    expect(differ).toEqual([-1, -1]);
    expect(values.map(({ shape }) => shape)).toEqual([
      [this.tokens, 2, 3],
      [this.tokens, 1, 2],
    ]);
  }
}

const sequence = () => new Sequence(AppendedStates.empty(single, contextLength));

test.each([1, 2, 3, 4, 5])(
  'any order of going on, forking and ending, like plain copies: seed %i',
  (seed) => {
    const random = randomNumbers(seed);
    const below = (count: number) => Math.floor(random() * count);
    let living = [sequence()];
    for (let step = 0; step < 300; step++) {
      const chosen = living[below(living.length)]!;
      const action = below(10);
      if (action < 6) {
        const tokens = 1 + below(action < 2 ? 40 : 2);
        if (chosen.tokens + tokens <= contextLength) chosen.extend(tokens);
      } else if (action < 8 && living.length < 6) {
        living.push(chosen.fork());
      } else if (living.length > 1) {
        chosen.states.release();
        living = living.filter((each) => each !== chosen);
      }
      for (const each of living) {
        each.check();
        expect(bytesOf(each.states)).toBeLessThanOrEqual(contextLength * bytesPerToken);
      }
    }
  },
);

test('question after question on one prefix goes on in place, without a copy', () => {
  const prefix = sequence();
  prefix.extend(100, 200);
  prefix.extend(200);
  const buffers = buffersOf(prefix.states);
  for (let question = 0; question < 4; question++) {
    const fork = prefix.fork();
    fork.extend(7);
    for (let token = 0; token < 20; token++) fork.extend(1);
    fork.check();
    expect(areSame(buffersOf(fork.states), buffers)).toBe(true);
    fork.states.release();
  }
  prefix.check();
});

test('a fork whose place is taken copies the prefix once', () => {
  const prefix = sequence();
  prefix.extend(50);
  const [first, second] = [prefix.fork(), prefix.fork()];
  first.extend(3);
  second.extend(3);
  const [own, copied] = [buffersOf(first.states), buffersOf(second.states)];
  expect(areSame(buffersOf(prefix.states), own)).toBe(true);
  for (let token = 0; token < 5; token++) {
    first.extend(1);
    second.extend(1);
  }
  expect(areSame(buffersOf(first.states), own)).toBe(true);
  expect(areSame(buffersOf(second.states), copied)).toBe(true);
  expect(copied.some((buffer, i) => buffer === own[i])).toBe(false);
  for (const each of [prefix, first, second]) each.check();
});

test('values that were fed stay as they are while others grow the cache', () => {
  const prefix = sequence();
  prefix.extend(64);
  const fed = prefix.states.values.map(({ data }) => data as Float32Array);
  const fork = prefix.fork();
  fork.extend(300);
  expect(buffersOf(fork.states).some((buffer, i) => buffer === fed[i]!.buffer)).toBe(false);
  expect(fed.map((values) => [...values])).toEqual(prefix.expected);
  prefix.check();
  fork.check();
});

test('its bytes: a quarter more than its tokens and at least 64 more, and what the context takes at most', () => {
  const each = sequence();
  for (; each.tokens < contextLength; each.extend(1)) {
    expect(bytesOf(each.states)).toBeLessThanOrEqual(
      cacheCapacity(each.tokens, contextLength) * bytesPerToken,
    );
  }
  expect(bytesOf(each.states)).toBe(contextLength * bytesPerToken);
  each.check();
  expect([0, 1, 100, 400, 480].map((tokens) => cacheCapacity(tokens, contextLength))).toEqual([
    64, 65, 164, 500, 500,
  ]);
  expect(cacheCapacity(4000, 32_768)).toBe(5000);
});

test('a prefill of known length makes room once', () => {
  const each = sequence();
  const buffers = new Set<ArrayBufferLike>();
  for (let done = 0; done < 320; done += 32) {
    each.extend(32, 320 - done - 32);
    for (const buffer of buffersOf(each.states)) buffers.add(buffer);
  }
  expect(buffers.size).toBe(2);
  expect(bytesOf(each.states)).toBe(cacheCapacity(320, contextLength) * bytesPerToken);
});

test.each<[string, (outputs: OnnxTensor[]) => OnnxTensor[]]>([
  ['fewer tokens', () => added(2)],
  ['another shape', ([first, second]) => [{ ...first!, shape: [3, 3, 2] }, second!]],
  ['another type', ([first, second]) => [{ ...first!, type: 'float16' }, second!]],
  ['one state too few', ([first]) => [first!]],
])('outputs of %s are refused, and the states stay', (_, change) => {
  const each = sequence();
  each.extend(4);
  expect(() => each.states.after(change(added(3)), 3, 0)).toThrow(
    expect.objectContaining({ code: 'runtime-failed' }),
  );
  each.check();
  each.extend(1);
  each.check();
});

test('half precision is kept as its bits', () => {
  const state = { type: 'float16', tokenShape: [1, 2] } as const;
  const output = { type: 'float16', data: Uint16Array.of(0x3c00, 0xfe00), shape: [1, 1, 2] } as const;
  const states = AppendedStates.empty([state], contextLength).after([output], 1, 0);
  expect(states.values).toEqual([output]);
});

test('nothing is held after the last one has let go', () => {
  const states = AppendedStates.empty(single, contextLength);
  const later = states.after(added(3), 3, 0);
  states.release();
  expect(() => states.hold()).toThrow(expect.objectContaining({ code: 'disposed' }));
  later.release();
  expect(() => later.hold()).toThrow(expect.objectContaining({ code: 'disposed' }));
});
