import { commonSize } from './axis-size.ts';
import { requireShape } from './matrix-rules.ts';
import { formatShape, type NodeToInfer, type ShapeRule } from './shape-rule.ts';

/** Inputs from a place on are a vector for the last axis each. */
function requireVectors(node: NodeToInfer, ...places: readonly number[]): void {
  const last = node.input(0).shape.at(-1)!;
  for (const place of places) {
    const vector = node.optionalInput(place);
    if (!vector) continue;
    const fits = vector.shape.length === 1 && commonSize(vector.shape[0]!, last) !== undefined;
    if (!fits) node.fail(`input ${place} of ${formatShape(vector.shape)}`, `[${last}], as the last axis`);
  }
}

const normalisation: ShapeRule = (node) => {
  requireVectors(node, 1, 2);
  return same(node);
};

/** The sum of the first two, normalised; the sum itself is the fourth output. */
const skipNormalisation: ShapeRule = (node) => {
  const { shape, type } = node.input(0);
  requireShape(node, node.input(1).shape, shape);
  requireVectors(node, 2, 3, 4);
  return Array.from({ length: node.outputs }, (_, i) => ({
    type,
    shape: i === 0 || i === 3 ? shape : [...shape.slice(0, -1), 1],
  }));
};

/** Shapes of the positions and tables are those of the runtime's own check. */
const rotaryEmbedding: ShapeRule = (node) => {
  if (node.input(0).shape.length < 3) node.fail(formatShape(node.input(0).shape), 'three or four axes');
  return same(node);
};

function same(node: NodeToInfer) {
  const { shape, type } = node.input(0);
  return Array.from({ length: node.outputs }, () => ({ type, shape }));
}

/** Normalisation and rotary embedding, standard and fused. */
export const normalisationRules: Readonly<Record<string, ShapeRule>> = {
  LayerNormalization: normalisation,
  RMSNormalization: normalisation,
  SimplifiedLayerNormalization: normalisation,
  SkipLayerNormalization: skipNormalisation,
  SkipSimplifiedLayerNormalization: (node) => {
    requireVectors(node, 2);
    requireShape(node, node.input(1).shape, node.input(0).shape);
    const { shape, type } = node.input(0);
    return Array.from({ length: node.outputs }, () => ({ type, shape }));
  },
  RotaryEmbedding: rotaryEmbedding,
};
