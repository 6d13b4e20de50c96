import type { ModelOnnxFile } from '@slowfast/model-files';
import { createOnnxSession, type OnnxRuntime, type OnnxSession } from '@slowfast/onnx-session';
import { DisposedError } from '@slowfast/spec';
import type { DecoderGraphBinding } from './decoder-graph-binding.ts';
import type { LoadedDecoderGraph } from './loaded-decoder-graph.ts';
import type { EmbedderBinding } from './token-embedder.ts';
import { embeddingFeeder, idFeeder } from './token-feeder.ts';

/** What is loaded, and how. */
export interface DecoderGraphFiles {
  /** Absent where the decoder graph embeds ids itself. */
  readonly embedder: { readonly file: ModelOnnxFile; readonly binding: EmbedderBinding } | undefined;
  /** The token that stands for features among ids. */
  readonly imageTokenId: number;
  readonly decoderGraph: { readonly file: ModelOnnxFile; readonly binding: DecoderGraphBinding };
  readonly runtime: OnnxRuntime | undefined;
  /** Of the embedder, where that has one of its own. */
  readonly embedderRuntime?: OnnxRuntime | undefined;
  readonly threads: number | undefined;
  /** Called before loading with 0, and after it with 1. */
  readonly onLoad: (done: 0 | 1) => void;
}

/** Loads weights at the first call and keeps them until `dispose`, which also ends a loading that is under way. */
export interface DecoderGraphLoader {
  load(): Promise<LoadedDecoderGraph>;
  dispose(): Promise<void>;
}

interface Opened {
  readonly sessions: readonly OnnxSession[];
  readonly decoderGraph: LoadedDecoderGraph;
}

/** A failure to load is not kept: the next call tries again. */
export function decoderGraphLoader(files: DecoderGraphFiles): DecoderGraphLoader {
  let loading: Promise<Opened> | undefined;
  const ended = new AbortController();
  const { signal } = ended;

  async function open(): Promise<Opened> {
    files.onLoad(0);
    const sessions: OnnxSession[] = [];
    try {
      const embedder = files.embedder && (await openEmbedder(files.embedder.file));
      if (embedder) sessions.push(embedder);
      const { binding } = files.decoderGraph;
      // What is new of a cache in host memory is needed there.
      const { kind, list } = binding.states;
      const residentOutputs = kind === 'whole' ? list.map((state) => state.present) : [];
      const session = await openSession(files.decoderGraph.file, { ...files, signal }, residentOutputs);
      sessions.push(session);
      files.onLoad(1);
      const feed = embedder
        ? embeddingFeeder(embedder, files.embedder!.binding)
        : idFeeder(files.imageTokenId);
      return { sessions, decoderGraph: { feed, session, binding } };
    } catch (error) {
      for (const session of sessions) await session.dispose();
      throw error;
    }
  }

  function openEmbedder(file: ModelOnnxFile): Promise<OnnxSession> {
    const { runtime, embedderRuntime = runtime, threads } = files;
    return openSession(file, { runtime: embedderRuntime, threads, signal });
  }

  return {
    load() {
      if (signal.aborted) return Promise.reject(signal.reason);
      loading ??= open().catch((error: unknown) => {
        loading = undefined;
        throw error;
      });
      return loading.then(({ decoderGraph }) => decoderGraph);
    },
    async dispose() {
      ended.abort(new DisposedError({ what: 'The language model' }));
      const opened = await loading?.catch(() => undefined);
      loading = undefined;
      for (const session of opened?.sessions ?? []) await session.dispose();
    },
  };
}

async function openSession(
  file: ModelOnnxFile,
  {
    runtime,
    threads,
    signal,
  }: Pick<DecoderGraphFiles, 'runtime' | 'threads'> & { readonly signal: AbortSignal },
  residentOutputs: readonly string[] = [],
): Promise<OnnxSession> {
  const { model, externalData } = await file.load({ signal });
  return createOnnxSession(model, {
    runtime,
    threads,
    residentOutputs,
    externalData,
    signal,
    reload: () => file.load({ signal }),
  });
}
