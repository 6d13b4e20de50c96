import { describe, expect, test } from 'vitest';
import type { WeightForm } from '../blocks/linear.ts';
import { ConverterGraph } from '../graph/converter-graph.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import { type TensorInMemory, weightsInMemory } from '../weights/weights-in-memory.ts';
import { distance, tokenCosines } from './testing/distances.ts';
import { plantOutliers } from './testing/random-vision.ts';
import { runGraph } from './testing/run-graph.ts';
import { type TinyVision, tinyVision, tinyVisionNames, tinyVisions } from './testing/tiny-vision.ts';
import { writeVision } from './write-vision.ts';

const families = Object.keys(tinyVisions) as (keyof typeof tinyVisions)[];

/** Features of the picture without the class token. */
async function features({ shape, source, pixels }: TinyVision, form: WeightForm): Promise<Float32Array> {
  const graph = new ConverterGraph();
  writeVision(graph, shape, source, tinyVisionNames, form);
  const found = await runGraph(graph, { pixel_values: pixels });
  return found.subarray(shape.keepsClassToken ? shape.embeddingSize : 0);
}

async function allTensors(source: WeightSource): Promise<Record<string, TensorInMemory>> {
  const tensors: Record<string, TensorInMemory> = {};
  for (const name of source.names) {
    const { shape, rows } = source.tensor(name);
    tensors[name] = { shape, values: await rows(0, shape[0] ?? 1) };
  }
  return tensors;
}

describe.each(families)('%s', (name) => {
  test('in fp32 gives the features of transformers', async () => {
    const vision = await tinyVision(name);
    expect(distance(await features(vision, 'fp32'), vision.features)).toBeLessThan(1e-5);
  });

  test('in q8 keeps the direction of every token', async () => {
    const vision = await tinyVision(name);
    const cosines = tokenCosines(await features(vision, 'q8'), vision.features, vision.shape.embeddingSize);
    expect(Math.min(...cosines)).toBeGreaterThan(0.995);
  });

  test('in q8 keeps it with channels 50 times as large as the others', async () => {
    const vision = await tinyVision(name);
    const tensors = await allTensors(vision.source);
    plantOutliers(tensors, vision.shape.tower.layers, tinyVisionNames.tower);
    const planted = { ...vision, source: weightsInMemory(tensors) };
    const exact = await features(planted, 'fp32');
    const cosines = tokenCosines(await features(planted, 'q8'), exact, vision.shape.embeddingSize);
    expect(Math.min(...cosines)).toBeGreaterThan(0.995);
  });
});
