import { OnnxGraphBuilder, writeOnnxModel } from '@slowfast/onnx-format';
import { float32Tensor, type OnnxTensor } from '../onnx-tensor.ts';

/** Rows of the trial product, and the sides of its square weights: 17 million operations. */
const trialSizes = { rows: 32, width: 512 } as const;

/** Weight of a column; small whole numbers, so that every sum of them is exact in single precision. */
const weightOf = (column: number): number => (column % 7) - 3;

/**
 * A model of what language models and vision towers are made of: takes `x` float32 `[rows, 512]`, gives `product`, x times
 * weights that are known, and `shares`, the softmax of x over each row.
 */
export function trialModel(): Uint8Array {
  const { width } = trialSizes;
  const graph = new OnnxGraphBuilder();
  const x = graph.input('x', 'float32', ['rows', width]);
  const weights = Float32Array.from({ length: width * width }, (_, at) => weightOf(at % width));
  const product = graph.node('MatMul', [x, graph.constant(weights, 'float32', [width, width])]);
  graph.output(product, 'float32', ['rows', width], 'product');
  graph.output(graph.node('Softmax', [x]), 'float32', ['rows', width], 'shares');
  return writeOnnxModel(graph.build());
}

/** What the model is fed: every value of a row is the number of the row, from 0 to 4 and again. */
export function trialFeeds(): { readonly x: OnnxTensor } {
  const { rows, width } = trialSizes;
  const values = Float32Array.from({ length: rows * width }, (_, at) => Math.floor(at / width) % 5);
  return { x: float32Tensor(values, [rows, width]) };
}

/** What is wrong with the results of these feeds, in words; undefined when they are right. */
export function whatIsWrong(results: { readonly product?: OnnxTensor; readonly shares?: OnnxTensor }) {
  const { rows, width } = trialSizes;
  for (let at = 0; at < rows * width; at++) {
    const product = (Math.floor(at / width) % 5) * width * weightOf(at % width);
    const wrong =
      difference('a product', results.product, at, product) ??
      difference('a softmax', results.shares, at, 1 / width);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

const tolerance = 1e-4;

function difference(
  what: string,
  { data }: OnnxTensor = float32Tensor(new Float32Array(0), [0]),
  at: number,
  right: number,
) {
  const found = (data as Float32Array)[at] ?? Number.NaN;
  if (Math.abs(found - right) <= tolerance * Math.abs(right)) return undefined;
  return `${what} with a known result is wrong there: ${Number(found.toPrecision(4))} where ${right} is right`;
}
