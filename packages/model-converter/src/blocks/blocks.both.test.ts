import { float32Tensor } from '@slowfast/onnx-session';
import { describe, expect, test } from 'vitest';
import { ConverterGraph } from '../graph/converter-graph.ts';
import { distance } from '../vision/testing/distances.ts';
import { type Numbers, plainLinear } from '../vision/testing/plain-vision.ts';
import { randomNumbers } from '../vision/testing/random-numbers.ts';
import { runGraph } from '../vision/testing/run-graph.ts';
import { weightsInMemory } from '../weights/weights-in-memory.ts';
import { attend } from './attend.ts';
import { gatedMlp } from './gated-mlp.ts';
import { linear, type WeightForm } from './linear.ts';
import { rmsNorm } from './norm.ts';
import { positions } from './positions.ts';
import { rotaryTables, rotate } from './rotary.ts';

const random = randomNumbers(11);
const rounding = 3e-6;

function runLinear(
  form: WeightForm,
  [outputs, inputs]: readonly [number, number],
  x: Float32Array,
  weight: Float32Array,
  bias: Float32Array,
): Promise<Float32Array> {
  const source = weightsInMemory({
    weight: { shape: [outputs, inputs], values: weight },
    bias: { shape: [outputs], values: bias },
  });
  const graph = new ConverterGraph();
  const rows = x.length / inputs;
  const input = graph.input('x', 'float32', [1, 'tokens', inputs]);
  const y = linear(graph, input, source.tensor('weight'), source.tensor('bias'), form);
  graph.output(y, 'float32', [1, 'tokens', outputs], 'y');
  return runGraph(graph, { x: float32Tensor(x, [1, rows, inputs]) });
}

describe('a linear layer', () => {
  test('fp32', async () => {
    const [x, weight, bias] = [random(3 * 40), random(10 * 40), random(10)];
    const found = await runLinear('fp32', [10, 40], x, weight, bias);
    expect(distance(found, Float32Array.from(plainLinear(x, weight, bias)))).toBeLessThan(rounding);
  });

  test.each(['q8', 'q8-halves', 'q8-quarters'] as const)('%s computes with its weights', async (form) => {
    const [outputs, inputs] = [24, 48];
    // Weights and inputs that 8 bits hold exactly, so that what is left is the order of sums.
    const whole = (count: number, most: number, step: number) =>
      random(count).map((value, i) =>
        i % step === 0 ? most : Math.round(Math.min(1, Math.abs(value) / 3) * most),
      );
    const weight = whole(outputs * inputs, 127, inputs / 4).map(
      (value, i) => (i % 3 === 1 ? -value : value) / 127,
    );
    const x = whole(5 * inputs, 255, inputs / 4);
    const bias = random(outputs);
    const found = await runLinear(form, [outputs, inputs], x, weight, bias);
    expect(distance(found, Float32Array.from(plainLinear(x, weight, bias)))).toBeLessThan(1e-3);
  });

  test('q8 leaves small tokens what they are beside large ones, and zeros zero', async () => {
    const [outputs, inputs] = [24, 48];
    const [x, weight, bias] = [random(3 * inputs), random(outputs * inputs), new Float32Array(outputs)];
    const expected = Float32Array.from(plainLinear(x.subarray(0, inputs), weight, bias));
    for (let i = 0; i < inputs; i++) {
      x[inputs + i]! *= 10_000;
      x[2 * inputs + i] = 0;
    }
    const found = await runLinear('q8', [outputs, inputs], x, weight, bias);
    expect(distance(found.subarray(0, outputs), expected)).toBeLessThan(0.02);
    expect([...found.subarray(2 * outputs)].every((value) => value === 0)).toBe(true);
  });

  test.each(['q4', 'q8-blocks'] as const)('%s computes with its weights', async (form) => {
    const [outputs, inputs] = [24, 96];
    // Blocks of 16 steps, and inputs that 8 bits hold exactly in each block.
    const weight = random(outputs * inputs).map((value, i) =>
      i % 32 < 2 ? (i % 32) * 15 - 7 : Math.round(Math.max(-7, Math.min(8, 3 * value))),
    );
    for (let i = 0; i < weight.length; i++) weight[i]! *= 0.125;
    const x = random(5 * inputs).map((value, i) =>
      i % 32 === 0 ? 127 : Math.round(Math.max(-127, Math.min(127, 40 * value))),
    );
    const bias = random(outputs);
    const found = await runLinear(form, [outputs, inputs], x, weight, bias);
    expect(distance(found, Float32Array.from(plainLinear(x, weight, bias)))).toBeLessThan(1e-3);
  });
});

test('rmsNorm', async () => {
  const [x, weight] = [random(4 * 20), random(20)];
  const graph = new ConverterGraph();
  const source = weightsInMemory({ weight: { shape: [20], values: weight } });
  const input = graph.input('x', 'float32', [1, 'tokens', 20]);
  graph.output(rmsNorm(graph, input, source.tensor('weight'), 1e-3), 'float32', [1, 'tokens', 20], 'y');
  const found = await runGraph(graph, { x: float32Tensor(x, [1, 4, 20]) });
  const expected = x.map((value, at) => {
    const row = x.subarray(Math.floor(at / 20) * 20, Math.floor(at / 20) * 20 + 20);
    const meanSquare = row.reduce((sum, each) => sum + each * each, 0) / 20;
    return (value / Math.sqrt(meanSquare + 1e-3)) * weight[at % 20]!;
  });
  expect(distance(found, expected)).toBeLessThan(rounding);
});

test('gatedMlp', async () => {
  const [x, gate, up, down] = [random(3 * 12), random(20 * 12), random(20 * 12), random(12 * 20)];
  const source = weightsInMemory({
    gate: { shape: [20, 12], values: gate },
    up: { shape: [20, 12], values: up },
    down: { shape: [12, 20], values: down },
  });
  const graph = new ConverterGraph();
  const input = graph.input('x', 'float32', [1, 'tokens', 12]);
  const weights = { gate: source.tensor('gate'), up: source.tensor('up'), down: source.tensor('down') };
  graph.output(
    gatedMlp(graph, input, weights, { input: 'fp32', output: 'fp32' }),
    'float32',
    [1, 'tokens', 12],
    'y',
  );
  const found = await runGraph(graph, { x: float32Tensor(x, [1, 3, 12]) });
  const none = (count: number) => new Float32Array(count);
  const upper = plainLinear(x, up, none(20));
  const mixed = plainLinear(x, gate, none(20)).map(
    (value, i) => (value / (1 + Math.exp(-value))) * upper[i]!,
  );
  expect(distance(found, Float32Array.from(plainLinear(mixed, down, none(12))))).toBeLessThan(rounding);
});

test.each([0, 5, 4000])('rotate, from position %d on', async (first) => {
  const [tokens, heads, headSize, theta] = [6, 3, 8, 10_000];
  const x = random(tokens * heads * headSize);
  const graph = new ConverterGraph();
  const input = graph.input('x', 'float32', [1, 'tokens', heads * headSize]);
  const tables = rotaryTables(graph, { headSize, theta, positions: 4100 });
  const y = rotate(graph, input, { tables, heads, first: graph.int64s([first]) });
  graph.output(y, 'float32', [1, 'tokens', heads * headSize], 'y');
  const found = await runGraph(graph, { x: float32Tensor(x, [1, tokens, heads * headSize]) });
  const half = headSize / 2;
  const expected = x.map((value, at) => {
    const i = at % headSize;
    const position = first + Math.floor(at / (heads * headSize));
    const angle = position / theta ** ((2 * (i % half)) / headSize);
    const other = i < half ? -x[at + half]! : x[at - half]!;
    return value * Math.cos(angle) + other * Math.sin(angle);
  });
  // Angles are float32 as in transformers: half a unit in the last place of position 4000 is 1e-4.
  expect(distance(found, expected)).toBeLessThan(first === 4000 ? 3e-4 : rounding);
});

describe('attend', () => {
  const [heads, keyValueHeads, headSize] = [6, 2, 4];
  const group = heads / keyValueHeads;

  test.each([
    ['no past', 0, 5],
    ['one token behind a past, scores joined', 9, 1],
    ['few behind a past, scores joined', 9, 3],
    ['many behind a past, keys joined', 9, 12],
  ])('%s', async (_, past, sequence) => {
    const total = past + sequence;
    const [queries, keys, values] = [
      random(sequence * heads * headSize),
      random(total * keyValueHeads * headSize),
      random(total * keyValueHeads * headSize),
    ];
    const graph = new ConverterGraph();
    const shape = (tokens: string) => [tokens, keyValueHeads, headSize];
    const input = (name: string, tokens: string) => graph.input(name, 'float32', shape(tokens));
    const embeddings = graph.input('embeddings', 'float32', [1, 'sequence', 1]);
    const pastKeys = input('pastKeys', 'past');
    const mixed = attend(graph, {
      queries: graph.input('queries', 'float32', [keyValueHeads, `${group} * sequence`, headSize]),
      past: { keys: pastKeys, values: input('pastValues', 'past') },
      added: { keys: input('newKeys', 'sequence'), values: input('newValues', 'sequence') },
      heads,
      keyValueHeads,
      headSize,
      positions: positions(graph, { embeddings, pastKeys, group, mostJoinedScores: 3 }),
    });
    graph.output(mixed, 'float32', [keyValueHeads, -1, headSize], 'mixed');
    const border = past * keyValueHeads * headSize;
    const tensor = (data: Float32Array) =>
      float32Tensor(data, [data.length / (keyValueHeads * headSize), keyValueHeads, headSize]);
    const found = await runGraph(graph, {
      embeddings: float32Tensor(new Float32Array(sequence), [1, sequence, 1]),
      queries: float32Tensor(queries, [keyValueHeads, group * sequence, headSize]),
      pastKeys: tensor(keys.subarray(0, border)),
      pastValues: tensor(values.subarray(0, border)),
      newKeys: tensor(keys.subarray(border)),
      newValues: tensor(values.subarray(border)),
    });
    const expected = plainAttend(queries, keys, values, past, sequence);
    expect(distance(found, expected)).toBeLessThan(rounding);
  });

  /** Queries are head by head, `[heads, sequence, headSize]`; each sees what is not behind it. */
  function plainAttend(queries: Numbers, keys: Numbers, values: Numbers, past: number, sequence: number) {
    const found = new Float32Array(queries.length);
    for (let row = 0; row < heads * sequence; row++) {
      const [head, token] = [Math.floor(row / sequence), row % sequence];
      const at = (other: number, i: number) =>
        (other * keyValueHeads + Math.floor(head / group)) * headSize + i;
      const weights = Array.from({ length: past + token + 1 }, (_, other) => {
        let score = 0;
        for (let i = 0; i < headSize; i++) score += queries[row * headSize + i]! * keys[at(other, i)]!;
        return Math.exp(score / Math.sqrt(headSize));
      });
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      for (let i = 0; i < headSize; i++) {
        const sum = weights.reduce((mixed, weight, other) => mixed + weight * values[at(other, i)]!, 0);
        found[row * headSize + i] = sum / total;
      }
    }
    return found;
  }
});
