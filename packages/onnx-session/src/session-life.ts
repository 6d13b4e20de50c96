import { DisposedError } from '@slowfast/spec';
import type { OnnxRunOptions, OnnxSession } from './onnx-session.ts';
import type { OnnxValue, TensorSignature } from './onnx-tensor.ts';

/** What a runtime does for a session; the rest is the same for all of them. */
export interface SessionWork {
  /** Names the session in messages. */
  readonly name: string;
  readonly inputs: readonly TensorSignature[];
  readonly outputs: readonly TensorSignature[];
  readonly limits?: readonly string[] | undefined;
  /** Runs the model once. */
  execute(
    feeds: Readonly<Record<string, OnnxValue>>,
    options: OnnxRunOptions,
  ): Promise<Record<string, OnnxValue>>;
  /** Frees the weights; called once, when no run is under way. */
  release(): Promise<void>;
}

/** A session that refuses work after its disposal, and ends what is under way before. */
export function onnxSession({ name, inputs, outputs, limits, execute, release }: SessionWork): OnnxSession {
  const running = new Set<Promise<unknown>>();
  let disposed: Promise<void> | undefined;

  async function run(feeds: Readonly<Record<string, OnnxValue>>, options: OnnxRunOptions = {}) {
    if (disposed !== undefined) throw new DisposedError({ what: `The ONNX session of ${name}` });
    const work = execute(feeds, options);
    running.add(work);
    try {
      return await work;
    } finally {
      running.delete(work);
    }
  }

  function dispose(): Promise<void> {
    disposed ??= Promise.allSettled(running).then(release);
    return disposed;
  }

  return { inputs, outputs, limits, run, dispose, [Symbol.asyncDispose]: dispose };
}
