import { readInitializerHeader } from './read-onnx-messages.ts';
import { findGraph, initializerField, type OnnxElementType } from './read-onnx-signature.ts';
import { type ProtobufField, ProtobufReader } from './read-protobuf-fields.ts';
import type { RandomAccessBytes } from './read-random-access-bytes.ts';

/** Forms in which products hold their weights; `blocks4` and `blocks8` have a scale for each block of inputs. */
export const weightForms = ['float32', 'float16', 'int8', 'uint8', 'blocks4', 'blocks8'] as const;

/** A form in which products hold their weights. */
export type WeightForm = (typeof weightForms)[number];

/** How many weights the products of a graph have in each form; forms without any are left out. */
export type WeightForms = Readonly<Partial<Record<WeightForm, number>>>;

type Span = Extract<ProtobufField, { kind: 'span' }>;

/** What tells the form of a node's weights. */
interface Node {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly integers: ReadonlyMap<string, number>;
}

const nodeField = 1;
const mostTextBytes = 64 * 1024;
const mostNodes = 1_000_000;
const mostDepth = 8;
/** Operators whose second input may be weights. */
const products = new Set(['MatMul', 'Gemm', 'FusedMatMul', 'MatMulInteger', 'DynamicQuantizeMatMul']);
const passing = new Set(['Transpose', 'Cast', 'Identity']);

/**
 * In which forms the products of an ONNX file hold their weights, told from its nodes: `MatMulNBits` and `MatMulBnb4`,
 * `DynamicQuantizeMatMul` and `MatMulInteger`, and products with float weights, in bodies of `If` and `Loop` too. Look-ups and
 * convolutions are not counted, nor are products of two values that are computed.
 *
 * Memory: 16 KiB and the names of nodes and weights. Cost: the file's structure is walked twice; no weight is read.
 *
 * @throws ModelInvalidError when it is no ONNX file or not whole.
 */
export async function readWeightForms(source: RandomAccessBytes): Promise<WeightForms> {
  const reader = new ProtobufReader(source);
  const weights = new Map<string, { readonly form: WeightForm | undefined; readonly count: number }>();
  const nodes: Node[] = [];
  await readGraph(await findGraph(reader, source), 0);
  const found: Partial<Record<WeightForm, number>> = {};
  for (const node of nodes) {
    const first = weights.get(node.inputs[0] ?? '');
    if (first && passing.has(node.operator)) weights.set(node.output, first);
    const used = usedWeights(node);
    if (used?.form) found[used.form] = (found[used.form] ?? 0) + used.count;
  }
  return found;

  async function readGraph(graph: { readonly start: number; readonly end: number }, depth: number) {
    if (depth > mostDepth) throw reader.invalid(`graphs within graphs, ${mostDepth} deep`);
    for await (const field of reader.fields(graph.start, graph.end)) {
      if (field.kind !== 'span') continue;
      if (field.number === initializerField) {
        const { name, type, shape } = await readInitializerHeader(reader, field);
        // A vector is a bias or a scale.
        const count = shape.length < 2 ? 0 : shape.reduce((product, size) => product * size, 1);
        weights.set(name, { form: formOfType(type), count });
      }
      if (field.number === nodeField) await readNode(field, depth);
    }
  }

  async function readNode(node: Span, depth: number): Promise<void> {
    const inputs: string[] = [];
    const integers = new Map<string, number>();
    let [operator, output] = ['', ''];
    for await (const field of reader.fields(node.start, node.end)) {
      if (field.number === 1) inputs.push(await reader.text(field, mostTextBytes));
      if (field.number === 2) output ||= await reader.text(field, mostTextBytes);
      if (field.number === 4) operator = await reader.text(field, mostTextBytes);
      if (field.number === 5 && field.kind === 'span') await readAttribute(field, integers, depth);
    }
    if (nodes.length > mostNodes) throw reader.invalid(`more than ${mostNodes} nodes`);
    nodes.push({ operator, inputs, output, integers });
  }

  async function readAttribute(attribute: Span, integers: Map<string, number>, depth: number) {
    let name = '';
    for await (const field of reader.fields(attribute.start, attribute.end)) {
      if (field.number === 1) name = await reader.text(field, mostTextBytes);
      if (field.number === 3 && field.kind === 'integer') integers.set(name, field.value);
      if (field.number === 6 && field.kind === 'span') await readGraph(field, depth + 1);
    }
  }

  function usedWeights({ operator, inputs, integers }: Node) {
    if (operator === 'MatMulNBits' || operator === 'MatMulBnb4') {
      const form: WeightForm = (integers.get('bits') ?? 4) > 4 ? 'blocks8' : 'blocks4';
      return { form, count: (integers.get('K') ?? 0) * (integers.get('N') ?? 0) };
    }
    return products.has(operator) ? weights.get(inputs[1] ?? '') : undefined;
  }
}

function formOfType(type: OnnxElementType): WeightForm | undefined {
  return weightForms.find((form) => form === type);
}
