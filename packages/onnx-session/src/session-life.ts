import { DisposedError } from '@slowfast/spec';
import type { OnnxRunOptions, OnnxSession } from './onnx-session.ts';
import type { OnnxValue, TensorSignature } from './onnx-tensor.ts';
import { disposeValues } from './resident-tensor.ts';

/** What a runtime does for a session; the rest is the same for all of them. */
export interface SessionWork {
  /** Names the session in messages. */
  readonly name: string;
  readonly inputs: readonly TensorSignature[];
  readonly outputs: readonly TensorSignature[];
  readonly limits?: readonly string[] | undefined;
  /** Runs the model once; the signal may be looked at while a run waits for its turn. */
  execute(
    feeds: Readonly<Record<string, OnnxValue>>,
    options: OnnxRunOptions,
  ): Promise<Record<string, OnnxValue>>;
  /** Frees the weights; called once, when no run is under way. */
  release(): Promise<void>;
}

/** A session that looks at its signals, refuses work after its disposal, and ends what is under way before. */
export function onnxSession({ name, inputs, outputs, limits, execute, release }: SessionWork): OnnxSession {
  const running = new Set<Promise<unknown>>();
  let disposed: Promise<void> | undefined;

  async function run(feeds: Readonly<Record<string, OnnxValue>>, options: OnnxRunOptions = {}) {
    options.signal?.throwIfAborted();
    if (disposed !== undefined) throw new DisposedError({ what: `The ONNX session of ${name}` });
    const work = execute(feeds, options);
    running.add(work);
    try {
      const results = await work;
      if (options.signal?.aborted) disposeValues(Object.values(results));
      options.signal?.throwIfAborted();
      return results;
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
