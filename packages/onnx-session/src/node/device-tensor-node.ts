import { OnnxGraphBuilder, type OnnxValueSignature, writeOnnxModel } from '@slowfast/onnx-format';
import { DisposedError } from '@slowfast/spec';
import type { OnnxTensor, ResidentTensor } from '../onnx-tensor.ts';
import { runtimeFailed } from '../runtime-failed.ts';
import type { OnnxRuntimeNodeModule } from './load-onnxruntime-node.ts';
import { fromRuntimeTensor } from './onnx-tensor-conversion.ts';

type RuntimeTensor = InstanceType<OnnxRuntimeNodeModule['Tensor']>;

/** A tensor in a WebGPU buffer of onnxruntime-node, whose memory is freed when it is disposed. */
export class NodeDeviceTensor implements ResidentTensor {
  readonly type: OnnxTensor['type'];
  readonly shape: readonly number[];
  readonly #ort: OnnxRuntimeNodeModule;
  #tensor: RuntimeTensor | undefined;

  constructor(ort: OnnxRuntimeNodeModule, tensor: RuntimeTensor) {
    this.type = tensor.type;
    this.shape = tensor.dims;
    this.#ort = ort;
    this.#tensor = tensor;
  }

  /** @throws DisposedError after disposal. */
  get tensor(): RuntimeTensor {
    if (this.#tensor === undefined) throw new DisposedError({ what: 'The resident tensor' });
    return this.#tensor;
  }

  /** Copied by a session of its own: the runtime's way to read it (`getData`, 1.30) ends the process. */
  async read(): Promise<OnnxTensor> {
    const { tensor } = this;
    try {
      const { InferenceSession } = this.#ort;
      const session = await InferenceSession.create(copyModel(this.type, this.shape.length), {
        executionProviders: ['webgpu'],
        logSeverityLevel: 4,
      });
      try {
        return fromRuntimeTensor((await session.run({ x: tensor })).y!);
      } finally {
        await session.release();
      }
    } catch (cause) {
      throw runtimeFailed('onnxruntime-node', 'reading a result', cause);
    }
  }

  [Symbol.dispose](): void {
    this.#tensor?.dispose();
    this.#tensor = undefined;
  }
}

/** Gives what it takes, in host memory. */
function copyModel(type: OnnxTensor['type'], rank: number): Uint8Array {
  const graph = new OnnxGraphBuilder();
  const shape = Array.from({ length: rank }, (_, axis) => `size${axis}`);
  const element = type as OnnxValueSignature['type'];
  graph.output(graph.node('Identity', [graph.input('x', element, shape)]), element, shape, 'y');
  return writeOnnxModel(graph.build());
}
