import { float32Tensor } from '@slowfast/onnx-session';
import { describe, expect, test } from 'vitest';
import type { WeightForm } from '../blocks/linear.ts';
import { ConverterGraph } from '../graph/converter-graph.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import { weightsInMemory } from '../weights/weights-in-memory.ts';
import { projector } from './projector.ts';
import { smoothedWeights } from './smoothed-weights.ts';
import { distance, tokenCosines } from './testing/distances.ts';
import { randomNumbers } from './testing/random-numbers.ts';
import { randomVisionNames as names, plantOutliers, randomVision } from './testing/random-vision.ts';
import { runGraph } from './testing/run-graph.ts';
import type { VisionShape } from './vision-shape.ts';
import { visionTower } from './vision-tower.ts';
import { writeVision } from './write-vision.ts';

const layers = 4;
const size = 128;
const shape: VisionShape = {
  tower: {
    imageSize: 84,
    patchSize: 14,
    hiddenSize: size,
    heads: 4,
    layers,
    activation: 'quick_gelu',
    normEpsilon: 1e-5,
    hasClassToken: true,
  },
  keepsClassToken: true,
  projectorActivation: 'gelu',
  embeddingSize: size,
};
const pixels = float32Tensor(randomNumbers(4)(3 * 84 * 84), [1, 3, 84, 84]);

async function features(source: WeightSource, form: WeightForm): Promise<Float32Array> {
  const graph = new ConverterGraph();
  writeVision(graph, shape, source, names, form);
  return runGraph(graph, { pixel_values: pixels });
}

/** The weights as they are given, nothing evened out. */
async function featuresAsGiven(source: WeightSource, form: WeightForm): Promise<Float32Array> {
  const graph = new ConverterGraph();
  const input = graph.input('pixel_values', 'float32', ['frames', 3, 84, 84]);
  const hidden = visionTower(graph, input, shape.tower, source, names.tower, form);
  const found = projector(graph, hidden, source, names.projector, shape.projectorActivation, form);
  graph.output(found, 'float32', ['frames', 37, size], 'image_features');
  return runGraph(graph, { pixel_values: pixels });
}

describe('channels 50 times as large as the others', () => {
  const tensors = randomVision(shape, 4 * size, 1);
  plantOutliers(tensors, layers, names.tower);
  const source = weightsInMemory(tensors);

  test('evened out, the weights compute the same in fp32', async () => {
    const smoothed = smoothedWeights(source, names, layers);
    expect(distance(await featuresAsGiven(smoothed, 'fp32'), await features(source, 'fp32'))).toBeLessThan(
      2e-5,
    );
  });

  test('every token keeps its direction in q8', async () => {
    const cosines = tokenCosines(await features(source, 'q8'), await features(source, 'fp32'), size);
    expect(Math.min(...cosines)).toBeGreaterThan(0.998);
  });

  test('without evening out it would not', async () => {
    const cosines = tokenCosines(await featuresAsGiven(source, 'q8'), await features(source, 'fp32'), size);
    expect(Math.min(...cosines)).toBeLessThan(0.99);
  });
});

test('weights without outliers lose nothing by being evened out', async () => {
  const source = weightsInMemory(randomVision(shape, 4 * size, 2));
  const exact = await features(source, 'fp32');
  const loss = async (found: Promise<Float32Array>) =>
    1 - Math.min(...tokenCosines(await found, exact, size));
  expect(await loss(features(source, 'q8'))).toBeLessThan(1.5 * (await loss(featuresAsGiven(source, 'q8'))));
});
