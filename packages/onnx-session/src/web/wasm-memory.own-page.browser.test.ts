import { OnnxGraphBuilder, writeOnnxModel } from '@slowfast/onnx-format';
import { expect, test } from 'vitest';
import { float32Tensor } from '../onnx-tensor.ts';
import { onnxRuntimeWeb } from './onnx-runtime-web.ts';

const width = 2048;

/** A product with 16 MB of weights. */
function largeModel(): Uint8Array {
  const graph = new OnnxGraphBuilder();
  const x = graph.input('x', 'float32', ['rows', width]);
  const weights = graph.constant(new Float32Array(width * width).fill(0.5), 'float32', [width, width]);
  graph.output(graph.node('MatMul', [x, weights]), 'float32', ['rows', width], 'y');
  return writeOnnxModel(graph.build());
}

test('a disposed session leaves its memory to the next one', async () => {
  const memories: WebAssembly.Memory[] = [];
  const Memory = WebAssembly.Memory;
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      memories.push(this);
    }
  };
  const runtime = onnxRuntimeWeb();
  const model = largeModel();
  const x = float32Tensor(new Float32Array(64 * width).fill(1), [64, width]);
  const sizes: number[] = [];
  try {
    for (let round = 0; round < 12; round++) {
      await using session = await runtime.open(model);
      const { y } = await session.run({ x });
      expect((y!.data as Float32Array)[0]).toBe(width / 2);
      sizes.push(memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0));
    }
  } finally {
    WebAssembly.Memory = Memory;
  }
  expect(memories).toHaveLength(1);
  expect(sizes[0]).toBeGreaterThan(16 * 2 ** 20);
  expect(sizes.slice(2)).toEqual(new Array(10).fill(sizes[1]));
});
