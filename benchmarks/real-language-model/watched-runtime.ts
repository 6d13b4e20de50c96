import type { OnnxRuntime, OnnxSession, OnnxValue } from '@slowfast/onnx-session';

/** A runtime that writes down what goes into a language model and what comes out. */
export interface WatchedRuntime extends OnnxRuntime {
  /** Ids that were embedded since `forget`, in their order. */
  readonly ids: readonly number[];
  /** Embeddings that were computed since `forget`, one after the other. */
  embeddings(): Float32Array;
  /** Logits of the last position of each run that gave some since `forget`. */
  readonly logits: readonly Float32Array[];
  /** Runs of the decoder graph since `forget`. */
  readonly decoderGraphRuns: number;
  /** What the decoder graph gives instead of its own logits; its own when undefined. */
  forcedLogits: Float32Array | undefined;
  forget(): void;
}

/** Watches another runtime. */
export function watchedRuntime(runtime: OnnxRuntime): WatchedRuntime {
  const seen = {
    ids: [] as number[],
    embeddings: [] as Float32Array[],
    logits: [] as Float32Array[],
    decoderGraphRuns: 0,
  };

  function watched(session: OnnxSession): OnnxSession {
    return {
      ...session,
      async run(feeds, options) {
        const ids = feeds.input_ids?.data;
        if (ids instanceof BigInt64Array) for (const id of ids) seen.ids.push(Number(id));
        const results = await session.run(feeds, options);
        if (feeds.inputs_embeds) seen.decoderGraphRuns += 1;
        const { logits, inputs_embeds: embeddings } = results;
        if (embeddings?.data instanceof Float32Array) seen.embeddings.push(embeddings.data);
        if (logits) {
          if (self.forcedLogits) forceLastRow(logits, self.forcedLogits);
          seen.logits.push(lastRow(logits).slice());
        }
        return results;
      },
    };
  }

  const self: WatchedRuntime = {
    name: runtime.name,
    describe: () => runtime.describe(),
    checkQuantizedProducts: () => runtime.checkQuantizedProducts(),
    open: async (model, options) => watched(await runtime.open(model, options)),
    get ids() {
      return seen.ids;
    },
    embeddings: () => joined(seen.embeddings),
    get logits() {
      return seen.logits;
    },
    get decoderGraphRuns() {
      return seen.decoderGraphRuns;
    },
    forcedLogits: undefined,
    forget: () => Object.assign(seen, { ids: [], embeddings: [], logits: [], decoderGraphRuns: 0 }),
  };
  return self;
}

function lastRow({ data, shape }: OnnxValue): Float32Array {
  if (!(data instanceof Float32Array)) throw new Error('expected logits as float32 in host memory');
  return data.subarray(-shape.at(-1)!);
}

function forceLastRow(logits: OnnxValue, forced: Float32Array): void {
  lastRow(logits).set(forced);
}

function joined(rows: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(rows.reduce((sum, row) => sum + row.length, 0));
  let length = 0;
  for (const row of rows) {
    all.set(row, length);
    length += row.length;
  }
  return all;
}
