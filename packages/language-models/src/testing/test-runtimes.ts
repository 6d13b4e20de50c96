import { OnnxGraphBuilder, writeOnnxModel } from '@slowfast/onnx-format';
import * as onnx from '@slowfast/onnx-session';

/** A runtime to test on. */
export interface TestRuntime {
  readonly name: string;
  readonly runtime: onnx.OnnxRuntime;
  /** Whether it takes half precision here. */
  readonly hasHalfPrecision: boolean;
  /** Why tests of many runs are too slow on it; absent where they are not. */
  readonly slowReason?: string | undefined;
  /** How far its logits may be from those of transformers. */
  readonly logitsTolerance: number;
}

const processor = { hasHalfPrecision: true, logitsTolerance: 1e-4 };

/** onnxruntime-node in Node; in browsers WebAssembly, and WebGPU where there is an adapter, be it software. */
export const testRuntimes: readonly TestRuntime[] =
  typeof document === 'undefined'
    ? [{ ...processor, name: 'onnxruntime-node', runtime: await nodeRuntime() }]
    : await browserRuntimes();

async function nodeRuntime(): Promise<onnx.OnnxRuntime> {
  const { onnxRuntimeNode } = await import('@slowfast/onnx-session/node');
  return onnxRuntimeNode();
}

async function browserRuntimes(): Promise<TestRuntime[]> {
  // The threads of WebAssembly have tests of their own; tiny models are no faster with them, and what runs beside is slower.
  const wasm = { ...processor, name: 'WebAssembly', runtime: onnx.onnxRuntimeWeb({ threads: 1 }) };
  const { chooseOnnxRuntime } = await import('@slowfast/onnx-session/web');
  const { provider, runtime, reason } = await chooseOnnxRuntime({ device: 'webgpu' });
  if (provider !== 'webgpu') return [wasm];
  const adapter = await navigator.gpu.requestAdapter();
  // Shaders stay compiled for as long as some session is open; software compiles them in seconds, for each model anew.
  await runtime.open(smallModel());
  return [
    wasm,
    {
      name: 'WebGPU',
      runtime,
      hasHalfPrecision: adapter!.features.has('shader-f16'),
      slowReason: reason === undefined ? undefined : 'the graphics adapter is software',
      // The sine and cosine of position angles may be off by 2^-11: https://www.w3.org/TR/WGSL/#concrete-float-accuracy
      logitsTolerance: 1e-2,
    },
  ];
}

/** Title and condition of a group of tests on a runtime: skipped, with the reason, where it is too slow for them. */
export function onRuntime({ name, slowReason }: TestRuntime): { title: string; isSkipped: boolean } {
  return slowReason === undefined
    ? { title: `on ${name}`, isSkipped: false }
    : { title: `on ${name} (skipped: ${slowReason}, and this takes many runs)`, isSkipped: true };
}

function smallModel(): Uint8Array {
  const graph = new OnnxGraphBuilder();
  graph.output(graph.node('Neg', [graph.input('x', 'float32', [1])]), 'float32', [1], 'y');
  return writeOnnxModel(graph.build());
}
