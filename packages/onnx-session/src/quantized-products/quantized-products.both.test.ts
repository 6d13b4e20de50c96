import {
  bytesInMemory,
  OnnxGraphBuilder,
  type QuantizedProduct,
  readLargestWeight,
  readQuantizedProducts,
  writeOnnxModel,
} from '@slowfast/onnx-format';
import { describe, expect, test } from 'vitest';
import type { OnnxRuntime } from '../onnx-runtime.ts';
import { float32Tensor, type OnnxTensor } from '../onnx-tensor.ts';
import { knownDistance } from '../testing/known-distance.ts';
import { productKinds } from '../testing/product-kinds.ts';
import { testRuntime } from '../testing/test-runtime.ts';
import { knownAnswer } from './known-answer.ts';
import { productChecks } from './product-checks.ts';

const title = ({
  operator,
  opset,
  domain,
  weightType,
  weights,
  bits,
  blockSize,
  accuracyLevel,
}: QuantizedProduct) =>
  bits === undefined
    ? `${operator}${domain ? '' : ` ${opset}`}, ${weightType}, ${weights}`
    : `${operator}, ${bits} bits in blocks of ${blockSize}, level ${accuracyLevel}`;
const wrongProduct = { code: 'quantized-product-wrong' };

describe('a model with 8-bit products is right or refused', () => {
  test.each(productKinds.map((product) => [title(product), product] as const))('%s', async (_, product) => {
    const distance = await knownDistance(testRuntime(), knownAnswer(product)!).catch(
      (error: unknown) => error,
    );
    if (typeof distance === 'number') return expect(distance).toBeLessThan(1e-6);
    expect(distance).toMatchObject(wrongProduct);
    // What is refused are signed weights that the precise mode can't rewrite.
    expect(product.weightType).toBe('int8');
    expect(product.weights !== 'graph' || product.opset > 13).toBe(true);
  });
});

test('products of models that people run are right in one mode or the other', async () => {
  const checks = await testRuntime().checkQuantizedProducts();
  expect(checks.map(({ product }) => product)).toEqual([
    'DynamicQuantizeMatMul with int8 weights',
    'MatMulInteger with int8 weights',
    'MatMulInteger with uint8 weights',
    'MatMulNBits with 8-bit weights',
    'MatMulNBits with 4-bit weights',
  ]);
  for (const { found, expected, mode } of checks) {
    expect(mode).toBe(Math.abs(found - expected) < 1e-4 ? 'default' : 'precise');
  }
});

test('weights of 7 bits are taken wherever they stand', async () => {
  const graph = new OnnxGraphBuilder();
  const x = graph.input('x', 'float32', ['rows', 64]);
  const weights = graph.constant(new Int8Array(64).fill(64), 'int8', [64, 1]);
  const scale = graph.constant(Float32Array.of(1 / 64), 'float32', []);
  const condition = graph.node('Greater', [
    graph.node('Size', [x]),
    graph.constant(BigInt64Array.of(64n), 'int64', []),
  ]);
  const product = () => graph.node('DynamicQuantizeMatMul', [x, weights, scale], { domain: 'com.microsoft' });
  const body = () => ({ graph: graph.branch(product, 'float32', ['rows', 1]) });
  const y = graph.node('If', [condition], { attributes: { then_branch: body(), else_branch: body() } });
  graph.output(y, 'float32', ['rows', 1], 'y');
  await using session = await testRuntime().open(writeOnnxModel(graph.build()));
  for (const rows of [1, 3]) {
    const result = await session.run({ x: float32Tensor(new Float32Array(rows * 64).fill(1), [rows, 64]) });
    for (const value of result.y!.data as Float32Array) expect(value).toBeCloseTo(64, 4);
  }
});

describe('a mode is chosen by what products come out as', () => {
  const precise = { 'session.x64quantprecision': '1' };
  const stored: QuantizedProduct = productKinds[0]!;
  const model = { model: 'model.onnx', kinds: [stored], largestWeight: async () => 127 };

  /** The real runtime, whose results are halved in the modes that a processor has wrong. */
  function processor(isWrong: (config: Readonly<Record<string, string>>, largest: number) => boolean) {
    const opened: Readonly<Record<string, string>>[] = [];
    const open: OnnxRuntime['open'] = async (bytes, options = {}) => {
      const { config = {} } = options;
      opened.push(config);
      const session = await testRuntime().open(bytes, { threads: 1 });
      if (!isWrong(config, await largestIn(bytes as Uint8Array))) return session;
      return {
        ...{ inputs: session.inputs, outputs: session.outputs },
        async run(feeds) {
          const { data, shape } = (await session.run(feeds)).y as OnnxTensor;
          return {
            y: float32Tensor(
              (data as Float32Array).map((value) => value / 2),
              shape,
            ),
          };
        },
        dispose: () => session.dispose(),
        [Symbol.asyncDispose]: () => session.dispose(),
      };
    };
    return { opened, checks: productChecks('a runtime', open) };
  }
  async function largestIn(bytes: Uint8Array): Promise<number> {
    const source = bytesInMemory(bytes);
    const [kind] = await readQuantizedProducts(source);
    return (await readLargestWeight(source, kind!, async () => undefined)) ?? 0;
  }
  const isDefault = (config: object) => !('session.x64quantprecision' in config);

  test('the default where it is right, computed once', async () => {
    const { opened, checks } = processor(() => false);
    const given = { 'session.disable_prepacking': '1' };
    expect(await Promise.all([checks.configFor(model), checks.configFor(model, given)])).toEqual([{}, given]);
    expect(opened).toEqual([{}]);
  });

  test('the precise mode where the default is wrong, beside the entries that are given', async () => {
    const { checks } = processor(isDefault);
    expect(await checks.configFor(model, { a: 'b' })).toEqual({ a: 'b', ...precise });
    const [usual] = await checks.usual();
    expect(usual).toMatchObject({ found: 32, expected: 64, mode: 'precise' });
  });

  test('refused where both are wrong, with what came out', async () => {
    const { checks } = processor(() => true);
    await expect(checks.configFor(model)).rejects.toMatchObject({
      ...wrongProduct,
      facts: { runtime: 'a runtime', model: 'model.onnx', found: 32, expected: 64 },
      message: expect.stringMatching(
        /gives 32 for a product \(DynamicQuantizeMatMul with int8 weights\) that is 64.*fp32/,
      ),
    });
    expect(await checks.usual()).toMatchObject([{ found: 32 }, {}, {}, {}, {}]);
    expect((await checks.usual()).some(({ mode }) => mode)).toBe(false);
  });

  test.each([
    [64, 127],
    [127, 128],
  ])('where magnitudes beyond %i are wrong, a model is taken that has none of them', async (safe, larger) => {
    const { checks } = processor((_, largest) => largest > safe);
    expect(await checks.configFor({ ...model, largestWeight: async () => safe })).toEqual({});
    for (const largest of [larger, undefined]) {
      const refused = checks.configFor({ ...model, largestWeight: async () => largest });
      await expect(refused).rejects.toMatchObject(wrongProduct);
    }
  });

  test('a mode that somebody asks for is the only one that is tried', async () => {
    const asked = { 'session.x64quantprecision': '0' };
    const { checks } = processor((config) => config['session.x64quantprecision'] !== '1');
    await expect(checks.configFor(model, asked)).rejects.toMatchObject(wrongProduct);
    expect(await checks.configFor(model, precise)).toEqual(precise);
  });

  test('an operator without a known result is taken only where 8-bit sums are right', async () => {
    const unknown = { ...model, kinds: [{ ...stored, operator: 'QAttention' }] };
    expect(await processor(() => false).checks.configFor(unknown)).toEqual({});
    await expect(processor(isDefault).checks.configFor(unknown)).rejects.toMatchObject({
      ...wrongProduct,
      message: expect.stringMatching(/can't be relied on for QAttention with int8 weights on this processor/),
    });
  });
});
