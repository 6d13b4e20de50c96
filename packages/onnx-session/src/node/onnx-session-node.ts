import { DisposedError, RuntimeFailedError } from '@slowfast/spec';
import type { OnnxRunOptions, OnnxSession } from '../onnx-session.ts';
import type { OnnxTensor, OnnxTensorType, TensorSignature } from '../onnx-tensor.ts';
import type { OnnxRuntimeNodeModule } from './load-onnxruntime-node.ts';
import { fromRuntimeTensor, toRuntimeTensor } from './onnx-tensor-conversion.ts';

type RuntimeSession = Awaited<ReturnType<OnnxRuntimeNodeModule['InferenceSession']['create']>>;

/** A session over one of onnxruntime-node's, which it owns. */
export function onnxSessionNode(
  ort: OnnxRuntimeNodeModule,
  session: RuntimeSession,
  name: string,
): OnnxSession {
  const running = new Set<Promise<unknown>>();
  let disposed: Promise<void> | undefined;

  async function execute(
    feeds: Readonly<Record<string, OnnxTensor>>,
    outputs: readonly string[] | undefined,
  ): Promise<Record<string, OnnxTensor>> {
    try {
      const runtimeFeeds = Object.fromEntries(
        Object.entries(feeds).map(([key, tensor]) => [key, toRuntimeTensor(ort, tensor)]),
      );
      const results = await session.run(runtimeFeeds, [...(outputs ?? session.outputNames)]);
      return Object.fromEntries(
        Object.entries(results).map(([key, value]) => [key, fromRuntimeTensor(value)]),
      );
    } catch (cause) {
      throw runtimeFailed(`running ${name}`, cause);
    }
  }

  async function run(feeds: Readonly<Record<string, OnnxTensor>>, options: OnnxRunOptions = {}) {
    options.signal?.throwIfAborted();
    if (disposed !== undefined) throw new DisposedError({ what: `The ONNX session of ${name}` });
    const work = execute(feeds, options.outputs);
    running.add(work);
    try {
      const results = await work;
      options.signal?.throwIfAborted();
      return results;
    } finally {
      running.delete(work);
    }
  }

  async function release(): Promise<void> {
    await Promise.allSettled(running);
    await session.release();
  }

  function dispose(): Promise<void> {
    disposed ??= release();
    return disposed;
  }

  return {
    inputs: session.inputMetadata.map(toSignature),
    outputs: session.outputMetadata.map(toSignature),
    run,
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

/** Wraps whatever the runtime threw; the first line says it all, the rest is its build machine's stack. */
export function runtimeFailed(operation: string, cause: unknown): RuntimeFailedError {
  const reason = (cause instanceof Error ? cause.message : String(cause))
    .split('\n')[0]!
    .trim()
    .replace(/\.$/, '');
  return new RuntimeFailedError({ runtime: 'onnxruntime-node', operation, reason }, { cause });
}

type Metadata = RuntimeSession['inputMetadata'][number];

function toSignature(value: Metadata): TensorSignature {
  if (!value.isTensor) return { name: value.name, type: 'other', shape: [] };
  return {
    name: value.name,
    type: value.type as OnnxTensorType,
    shape: value.shape.map((size) => (size === '' ? -1 : size)),
  };
}
