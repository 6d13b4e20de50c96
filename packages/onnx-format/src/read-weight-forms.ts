import type { OnnxElementType } from './onnx-signature.ts';
import { type InitializerHeader, type NodeHeader, readOnnxNodes, storedIn } from './read-onnx-nodes.ts';
import type { RandomAccessBytes } from './read-random-access-bytes.ts';

/** Forms in which products hold their weights; `blocks4` and `blocks8` have a scale for each block of inputs. */
export const weightForms = ['float32', 'float16', 'int8', 'uint8', 'blocks4', 'blocks8'] as const;

/** A form in which products hold their weights. */
export type WeightForm = (typeof weightForms)[number];

/** How many weights the products of a graph have in each form; forms without any are left out. */
export type WeightForms = Readonly<Partial<Record<WeightForm, number>>>;

/** Operators whose second input may be weights. */
const products = new Set(['MatMul', 'Gemm', 'FusedMatMul', 'MatMulInteger', 'DynamicQuantizeMatMul']);
const passing = new Set(['Transpose', 'Cast', 'Identity']);

/**
 * In which forms the products of an ONNX file hold their weights, told from its nodes: `MatMulNBits` and `MatMulBnb4`,
 * `DynamicQuantizeMatMul` and `MatMulInteger`, and products with float weights, in bodies of `If` and `Loop` too. Look-ups and
 * convolutions are not counted, nor are products of two values that are computed.
 *
 * Memory and cost are those of {@link readOnnxNodes}.
 *
 * @throws ModelInvalidError when it is no ONNX file or not whole.
 */
export async function readWeightForms(source: RandomAccessBytes): Promise<WeightForms> {
  const { nodes } = await readOnnxNodes(source);
  const passedOn = new Map<string, InitializerHeader>();
  const found: Partial<Record<WeightForm, number>> = {};
  for (const node of nodes) {
    const weight = (input: number) => {
      const name = node.inputs[input] ?? '';
      return passedOn.get(name) ?? storedIn(node.scope, name);
    };
    const first = weight(0);
    if (first && passing.has(node.operator)) passedOn.set(node.outputs[0] ?? '', first);
    const [form, count] = usedWeights(node, weight(1));
    if (form) found[form] = (found[form] ?? 0) + count;
  }
  return found;
}

function usedWeights(
  { operator, integers }: NodeHeader,
  second: InitializerHeader | undefined,
): readonly [WeightForm | undefined, number] {
  if (operator === 'MatMulNBits' || operator === 'MatMulBnb4') {
    const form = (integers.get('bits') ?? 4) > 4 ? 'blocks8' : 'blocks4';
    return [form, (integers.get('K') ?? 0) * (integers.get('N') ?? 0)];
  }
  if (!second || !products.has(operator)) return [undefined, 0];
  // A vector is a bias or a scale.
  const count = second.shape.length < 2 ? 0 : second.shape.reduce((product, size) => product * size, 1);
  return [formOfType(second.type), count];
}

function formOfType(type: OnnxElementType): WeightForm | undefined {
  return weightForms.find((form) => form === type);
}
