import { OnnxGraphBuilder, writeOnnxModel } from '@slowfast/onnx-format';
import { createOnnxSession, type TensorSignature } from '@slowfast/onnx-session';
import { expect, test } from 'vitest';
import { bindDecoderGraph } from './decoder-graph-binding.ts';
import { emptyStates } from './empty-states.ts';
import { type DecoderGraphStep, runDecoderGraph } from './run-decoder-graph.ts';
import { WholeStates } from './whole-states.ts';

const value = (
  name: string,
  shape: readonly (number | string)[],
  type: TensorSignature['type'] = 'float32',
) => ({
  name,
  type,
  shape,
});
const standard = {
  inputs: [value('inputs_embeds', ['b', 's', 8]), value('past_key_values.0.key', ['b', 2, 'past', 4])],
  outputs: [value('logits', ['b', 's', 16]), value('present.0.key', ['b', 2, 'total', 4])],
};

test('states begin empty along their free axis and with zeros where their size is fixed', () => {
  const binding = bindDecoderGraph('decoder graph', {
    inputs: [...standard.inputs, value('past_conv.0', ['b', 16, 3], 'float16')],
    outputs: [...standard.outputs, value('present_conv.0', ['b', 16, 3], 'float16')],
  });
  expect(binding.states.list.map(({ past, present }) => [past, present])).toEqual([
    ['past_key_values.0.key', 'present.0.key'],
    ['past_conv.0', 'present_conv.0'],
  ]);
  const [key, convolution] = emptyStates(binding.states, 100).values;
  expect(key).toEqual({ type: 'float32', shape: [1, 2, 0, 4], data: new Float32Array(0) });
  expect(convolution).toEqual({ type: 'float16', shape: [1, 16, 3], data: new Uint16Array(48) });
});

const newKeysOnly = {
  inputs: [standard.inputs[0]!, value('past_key_values.0.key', ['past', 2, 4])],
  outputs: [value('logits', [1, 1, 16]), value('new_key_values.0.key', ['s', 2, 4])],
};

test('states of which only the new tokens come back are bound by their names, and begin empty', () => {
  const { states } = bindDecoderGraph('decoder graph', newKeysOnly);
  expect(states).toEqual({
    kind: 'appended',
    list: [
      {
        past: 'past_key_values.0.key',
        present: 'new_key_values.0.key',
        type: 'float32',
        tokenShape: [2, 4],
      },
    ],
  });
  const empty = { type: 'float32', shape: [0, 2, 4], data: new Float32Array(0) };
  expect(emptyStates(states, 100).values).toEqual([empty]);
});

test('a decoder graph that embeds its own ids takes the features of pictures beside them', () => {
  const ids = value('input_ids', ['b', 's'], 'int64');
  const features = value('image_features', ['n', 8], 'float16');
  const { tokens } = bindDecoderGraph('decoder graph', {
    inputs: [ids, features, standard.inputs[1]!],
    outputs: standard.outputs,
  });
  expect(tokens).toEqual({ kind: 'ids', ids, imageFeatures: features });
});

test.each<[string, readonly TensorSignature[], readonly TensorSignature[]]>([
  ['ids without pictures', [value('input_ids', ['b', 's'], 'int64')], standard.outputs],
  ['embeddings of whole numbers', [value('inputs_embeds', ['b', 's', 8], 'int8')], standard.outputs],
  [
    'a state that changes its type',
    standard.inputs,
    [standard.outputs[0]!, value('present.0.key', ['b', 2, 'total', 4], 'float16')],
  ],
  ['an input of its own', [...standard.inputs, value('pixel_values', ['b', 3, 4, 4])], standard.outputs],
  ['a state that it does not return', [...standard.inputs, value('past_conv.0', ['b', 4])], standard.outputs],
  [
    'three positions per token',
    [...standard.inputs, value('position_ids', [3, 'b', 's'], 'int64')],
    standard.outputs,
  ],
  ['no logits', standard.inputs, standard.outputs.slice(1)],
  [
    'a state of two free axes',
    [standard.inputs[0]!, value('past_key_values.0.key', ['b', 'h', 'p', 4])],
    standard.outputs,
  ],
  [
    'a state of whole numbers',
    [standard.inputs[0]!, value('past_key_values.0.key', ['b', 2, 'p', 4], 'int8')],
    standard.outputs,
  ],
  [
    'new keys behind a batch',
    [standard.inputs[0]!, value('past_key_values.0.key', ['b', 2, 'past', 4])],
    newKeysOnly.outputs,
  ],
  [
    'new keys of another number of heads',
    newKeysOnly.inputs,
    [standard.outputs[0]!, value('new_key_values.0.key', ['s', 4, 4])],
  ],
  [
    'new keys of another type',
    newKeysOnly.inputs,
    [standard.outputs[0]!, value('new_key_values.0.key', ['s', 2, 4], 'float16')],
  ],
  [
    'new keys beside a whole state',
    [...newKeysOnly.inputs, value('past_conv.0', ['b', 16, 3])],
    [...newKeysOnly.outputs, value('present_conv.0', ['b', 16, 3])],
  ],
])('not supported: %s', (_, inputs, outputs) => {
  expect(() => bindDecoderGraph('decoder graph', { inputs, outputs })).toThrow(
    expect.objectContaining({ code: 'model-unsupported' }),
  );
});

test('a decoder graph of other names, a branch for the cache, positions of 32 bits and a state of fixed size runs', async () => {
  // Logits: embeddings + position + 100 when the cache branch is used + all sums so far. Keys: the embeddings.
  const graph = new OnnxGraphBuilder();
  const embeds = graph.input('/model/embed_tokens/Gather_output_0', 'float32', [1, 's', 4]);
  const position = graph.input('position_ids', 'int32', [1, 's']);
  const branch = graph.input('use_cache_branch', 'bool', [1]);
  const key = graph.input('past_key_values.0.key', 'float32', [1, 1, 'past', 4]);
  const sums = graph.input('past_conv.0', 'float32', [1, 4]);
  const float = { attributes: { to: { int: 1 } } };
  const hundred = graph.constant(Float32Array.of(100), 'float32', [1]);
  const newSums = graph.node('Add', [
    sums,
    graph.node('ReduceSum', [embeds, graph.int64s([1])], { attributes: { keepdims: { int: 0 } } }),
  ]);
  const positions = graph.node('Unsqueeze', [graph.node('Cast', [position], float), graph.int64s([2])]);
  const branchValue = graph.node('Mul', [graph.node('Cast', [branch], float), hundred]);
  const moved = graph.node('Add', [graph.node('Add', [embeds, positions]), branchValue]);
  graph.output(graph.node('Add', [moved, newSums]), 'float32', [1, 's', 4], 'scores');
  const newKeys = graph.node('Unsqueeze', [embeds, graph.int64s([1])]);
  const keys = graph.node('Concat', [key, newKeys], { attributes: { axis: { int: 2 } } });
  graph.output(keys, 'float32', [1, 1, 'total', 4], 'present.0.key');
  graph.output(newSums, 'float32', [1, 4], 'present_conv.0');

  await using session = await createOnnxSession(writeOnnxModel(graph.build()));
  const names = { inputs_embeds: '/model/embed_tokens/Gather_output_0', logits: 'scores' };
  const binding = bindDecoderGraph('decoder graph', session, names);
  const step = { pastTokens: 0, tokens: 2, tokensToCome: 0, embeddingSize: 4, wantsLogits: true };
  const input = { kind: 'embeddings', values: Float32Array.of(1, 2, 3, 4, 10, 20, 30, 40) } as const;
  const first = await runDecoderGraph(session, binding, {
    ...step,
    states: emptyStates(binding.states, 100),
    input,
  });
  expect(first.logits).toEqual(Float32Array.of(10 + 1 + 11, 20 + 1 + 22, 30 + 1 + 33, 40 + 1 + 44));

  const next: DecoderGraphStep = {
    states: first.states,
    pastTokens: 2,
    input: { kind: 'embeddings', values: Float32Array.of(5, 6, 7, 8) },
    tokens: 1,
    tokensToCome: 0,
    embeddingSize: 4,
    wantsLogits: true,
  };
  for (let fork = 0; fork < 2; fork++) {
    const second = await runDecoderGraph(session, binding, next);
    expect(second.logits).toEqual(Float32Array.of(5 + 102 + 16, 6 + 102 + 28, 7 + 102 + 40, 8 + 102 + 52));
    expect(second.states.values[0]).toMatchObject({ shape: [1, 1, 3, 4] });
  }
  const silent = await runDecoderGraph(session, binding, { ...next, wantsLogits: false });
  expect(silent.logits).toBeUndefined();
});

test('logits that are no numbers are a failure, not an answer', async () => {
  const graph = new OnnxGraphBuilder();
  const embeds = graph.input('inputs_embeds', 'float32', [1, 's', 2]);
  graph.output(graph.node('Sqrt', [embeds]), 'float32', [1, 's', 2], 'logits');
  await using session = await createOnnxSession(writeOnnxModel(graph.build()));
  const step: DecoderGraphStep = {
    states: new WholeStates([]),
    pastTokens: 0,
    input: { kind: 'embeddings', values: Float32Array.of(-1, 1) },
    tokens: 1,
    tokensToCome: 0,
    embeddingSize: 2,
    wantsLogits: true,
  };
  await expect(
    runDecoderGraph(session, bindDecoderGraph('decoder graph', session), step),
  ).rejects.toMatchObject({
    code: 'runtime-failed',
  });
});
