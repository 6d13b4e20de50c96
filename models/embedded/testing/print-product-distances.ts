import { bytesInMemory, OnnxGraphBuilder, readOnnxInitializers, writeOnnxModel } from '@slowfast/onnx-format';
import { createOnnxSession, float32Tensor } from '@slowfast/onnx-session';
import { exportedModel } from './exported-model.ts';

// Prints, for every weight of the embedded model's 8-bit files, how far its products are from the plain ones, by the largest of them.
// The left sides are whole numbers which their 8 bits hold exactly.
const rows = 3;

interface Weight {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly values: Int8Array;
  readonly scales: Float32Array;
}

const distances: Record<string, number> = {};
for (const component of ['vision_encoder', 'decoder_model_merged']) {
  const weights = await weightsOf(`onnx/${component}_quantized.onnx`);
  for (const [i, distance] of (await distancesOf(weights)).entries()) {
    distances[`${component} ${weights[i]!.name}`] = distance;
  }
}
console.log(JSON.stringify(distances));

async function weightsOf(path: string): Promise<readonly Weight[]> {
  const stored = await readOnnxInitializers(bytesInMemory(await exportedModel.bytes(path)));
  const scalesOf = new Map(stored.map((each) => [each.name, each]));
  const found: Weight[] = [];
  for (const { name, type, shape, read } of stored) {
    const scales = scalesOf.get(`${name} scales`);
    if (type !== 'int8' || !scales) continue;
    const [inputs, outputs] = shape as [number, number];
    const { buffer } = new Uint8Array(await scales.read());
    found.push({
      ...{ name, inputs, outputs },
      values: new Int8Array(await read()),
      scales: new Float32Array(buffer),
    });
  }
  return found;
}

/** One session computes the products of all weights. */
async function distancesOf(weights: readonly Weight[]): Promise<readonly number[]> {
  const graph = new OnnxGraphBuilder();
  const sides = new Map<number, Float32Array>();
  for (const [i, { inputs, outputs, values, scales }] of weights.entries()) {
    if (!sides.has(inputs)) {
      sides.set(inputs, leftSide(inputs));
      graph.input(`x${inputs}`, 'float32', ['rows', inputs]);
    }
    const weight = graph.constant(values, 'int8', [inputs, outputs]);
    const operands = [`x${inputs}`, weight, graph.constant(scales, 'float32', [outputs])];
    const product = graph.node('DynamicQuantizeMatMul', operands, { domain: 'com.microsoft' });
    graph.output(product, 'float32', ['rows', outputs], `y${i}`);
  }
  await using session = await createOnnxSession(writeOnnxModel(graph.build()));
  const expected = weights.map(({ inputs, values, scales }) => {
    return plainProducts(sides.get(inputs)!, values, scales);
  });
  const furthest = weights.map(() => 0);
  // One row goes another way in a runtime than several.
  for (const count of [1, rows]) {
    const feeds = [...sides].map(([inputs, values]) => {
      const part = float32Tensor(values.slice(0, count * inputs), [count, inputs]);
      return [`x${inputs}`, part] as const;
    });
    const products = await session.run(Object.fromEntries(feeds));
    for (const i of weights.keys()) {
      const found = products[`y${i}`]!.data as Float32Array;
      const largest = expected[i]!.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      for (const [at, value] of found.entries()) {
        furthest[i] = Math.max(furthest[i]!, Math.abs(value - expected[i]![at]!) / largest);
      }
    }
  }
  return furthest;
}

/** A row of the largest values, one of the smallest, one of any; each with both ends of the range, which make its steps whole. */
function leftSide(inputs: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: rows * inputs }, (_, at) => {
    const [row, i] = [Math.floor(at / inputs), at % inputs];
    if (i === 0) return 128;
    if (i === 1) return -127;
    state = (state * 48_271) % 2_147_483_647;
    return [128, -127, (state % 256) - 127][row]!;
  });
}

function plainProducts(left: Float32Array, values: Int8Array, scales: Float32Array): Float64Array {
  const [outputs, inputs] = [scales.length, left.length / rows];
  const sums = new Int32Array(rows * outputs);
  for (let row = 0; row < rows; row++) {
    const ofRow = sums.subarray(row * outputs, (row + 1) * outputs);
    for (let i = 0; i < inputs; i++) {
      const value = left[row * inputs + i]!;
      const weights = values.subarray(i * outputs, (i + 1) * outputs);
      for (let o = 0; o < outputs; o++) ofRow[o]! += value * weights[o]!;
    }
  }
  return Float64Array.from(sums, (sum, at) => sum * scales[at % outputs]!);
}
