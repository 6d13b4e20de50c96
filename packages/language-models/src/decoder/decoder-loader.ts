import type { ModelOnnxFile } from '@slowfast/model-files';
import { createOnnxSession, type OnnxRuntime, type OnnxSession } from '@slowfast/onnx-session';
import { DisposedError } from '@slowfast/spec';
import type { DecoderBinding } from './decoder-binding.ts';
import type { LoadedDecoder } from './loaded-decoder.ts';
import type { EmbedderBinding } from './token-embedder.ts';

/** What is loaded, and how. */
export interface DecoderFiles {
  readonly embedder: { readonly file: ModelOnnxFile; readonly binding: EmbedderBinding };
  readonly decoder: { readonly file: ModelOnnxFile; readonly binding: DecoderBinding };
  readonly runtime: OnnxRuntime | undefined;
  readonly threads: number | undefined;
  /** Called before loading with 0, and after it with 1. */
  readonly onLoad: (done: 0 | 1) => void;
}

/** Loads weights at the first call and keeps them until `dispose`. */
export interface DecoderLoader {
  load(): Promise<LoadedDecoder>;
  dispose(): Promise<void>;
}

/** A failure to load is not kept: the next call tries again. */
export function decoderLoader(files: DecoderFiles): DecoderLoader {
  let loading: Promise<LoadedDecoder> | undefined;
  let isDisposed = false;

  async function open(): Promise<LoadedDecoder> {
    files.onLoad(0);
    const opened: OnnxSession[] = [];
    try {
      const embedder = await openSession(files.embedder.file, files);
      opened.push(embedder);
      const residentOutputs = files.decoder.binding.states.map((state) => state.present);
      const decoder = await openSession(files.decoder.file, files, residentOutputs);
      opened.push(decoder);
      files.onLoad(1);
      return {
        embedder: { session: embedder, binding: files.embedder.binding },
        decoder: { session: decoder, binding: files.decoder.binding },
      };
    } catch (error) {
      for (const session of opened) await session.dispose();
      throw error;
    }
  }

  return {
    load() {
      if (isDisposed) return Promise.reject(new DisposedError({ what: 'The language model' }));
      loading ??= open().catch((error: unknown) => {
        loading = undefined;
        throw error;
      });
      return loading;
    },
    async dispose() {
      isDisposed = true;
      const loaded = await loading?.catch(() => undefined);
      loading = undefined;
      await loaded?.embedder.session.dispose();
      await loaded?.decoder.session.dispose();
    },
  };
}

async function openSession(
  file: ModelOnnxFile,
  { runtime, threads }: DecoderFiles,
  residentOutputs: readonly string[] = [],
): Promise<OnnxSession> {
  const { model, externalData } = await file.load();
  return createOnnxSession(model, {
    ...(runtime ? { runtime } : {}),
    ...(threads === undefined ? {} : { threads }),
    residentOutputs,
    ...(externalData.length > 0 ? { externalData } : {}),
  });
}
