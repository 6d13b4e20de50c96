import type { ConverterGraph } from '../graph/converter-graph.ts';
import { floatRows } from '../weights/float-rows.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import { positionTable } from './position-table.ts';
import { patchesPerEdge, type VisionTowerShape } from './vision-shape.ts';

/**
 * Frames `[frames, 3, edge, edge]` as tokens `[frames, tokens, hiddenSize]` with their positions, the class token first
 * where the tower has one. In float32 in every form: it is a 500th of the work.
 */
export function patchEmbedding(
  graph: ConverterGraph,
  pixels: string,
  shape: VisionTowerShape,
  source: WeightSource,
  prefix: string,
): string {
  const { patchSize, hiddenSize, hasClassToken } = shape;
  const patches = patchesPerEdge(shape) ** 2;
  const weight = (name: string) => {
    const tensor = source.tensor(`${prefix}embeddings.${name}`);
    return graph.weight(floatRows(tensor), tensor.name);
  };
  const bias = source.has(`${prefix}embeddings.patch_embedding.bias`);
  const grid = graph.node(
    'Conv',
    [pixels, weight('patch_embedding.weight'), ...(bias ? [weight('patch_embedding.bias')] : [])],
    {
      attributes: {
        strides: { ints: [patchSize, patchSize] },
        kernel_shape: { ints: [patchSize, patchSize] },
      },
    },
  );
  const flat = graph.node('Reshape', [grid, graph.int64s([-1, hiddenSize, patches])]);
  const tokens = graph.node('Transpose', [flat], { attributes: { perm: { ints: [0, 2, 1] } } });
  if (!hasClassToken) return graph.node('Add', [tokens, weight('position_embedding.weight')]);
  // A row of zeros in front, to which the class token is added with the positions: no operator asks for the number of frames.
  const room = graph.node('Pad', [tokens, graph.int64s([0, 1, 0, 0, 0, 0])], {
    gives: [{ type: 'float32', shape: ['frames', patches + 1, hiddenSize] }],
  });
  const table = positionTable(
    source.tensor(`${prefix}embeddings.position_embedding.weight`),
    source.tensor(`${prefix}embeddings.class_embedding`),
  );
  return graph.node('Add', [room, graph.weight(floatRows(table), table.name)]);
}
