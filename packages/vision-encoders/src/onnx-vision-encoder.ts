import type { ModelFolder, ModelOnnxFile } from '@slowfast/model-files';
import { createOnnxSession, type OnnxRuntime, type OnnxSession } from '@slowfast/onnx-session';
import {
  DisposedError,
  hostTensor,
  InvalidSettingError,
  ModelInvalidError,
  type VisionEncoder,
} from '@slowfast/spec';
import { describeVisionModel, type VisionModelOptions } from './describe-vision-model.ts';
import { encodeFrames, type KeptFrame } from './encode-frames.ts';
import { frameGrid, gridOfFrames } from './frame-grid.ts';
import { knownPictures } from './known-pictures.ts';
import type { Picture } from './normalize-pixels.ts';
import { pictureTransform } from './picture-transform.ts';
import { runVisionModel } from './run-vision-model.ts';

/** Options of {@link onnxVisionEncoder}. */
export interface OnnxVisionEncoderOptions extends VisionModelOptions {
  /** How many frames to hand to `encode` at once; 4 if absent. More of them gain nothing and take more memory. */
  readonly framesPerChunk?: number | undefined;
  /** What runs the model; onnxruntime-node if absent. */
  readonly runtime?: OnnxRuntime | undefined;
  /** Threads of one run; the runtime's own choice if absent. */
  readonly threads?: number | undefined;
}

/**
 * The vision tower and projector of a checkpoint in ONNX, `onnx/vision_encoder*.onnx`.
 *
 * Making it reads configuration and the header of the weights; the weights are loaded by the first `encode` and freed
 * by `dispose`, which also ends a loading that is under way. A picture that repeats the one before it, as in slides and
 * recorded screens, is encoded once, also across calls: the last frame and its tokens are kept for that.
 *
 * @throws ModelIncompleteError when files are missing.
 * @throws ModelInvalidError when configuration, preprocessing and weights don't agree.
 * @throws ModelUnsupportedError when the model needs an input that is not known, or its grid can't be known.
 */
export async function onnxVisionEncoder(
  folder: ModelFolder,
  options: OnnxVisionEncoderOptions = {},
): Promise<VisionEncoder> {
  const { framesPerChunk = 4, dtype } = options;
  if (!Number.isInteger(framesPerChunk) || framesPerChunk < 1) {
    const found = String(framesPerChunk);
    throw new InvalidSettingError({
      setting: 'framesPerChunk',
      found,
      expected: 'a whole number of at least 1',
    });
  }
  const model = await describeVisionModel(folder, options);
  const file = await folder.onnxFile('vision_encoder', dtype);
  const { embeddingSize, recipe, signature } = model;
  const pictures = await knownPicturesOf(folder, embeddingSize);
  const framesPerRun = signature.batch ?? 1;
  const ended = new AbortController();
  const session = onDemand(() => openSession(file, options, ended.signal));
  let kept: KeptFrame | undefined;

  return {
    id: `onnx-vision-encoder ${file.id} ${JSON.stringify(recipe)} ${signature.features.name}`,
    embeddingSize,
    framesPerChunk,
    knownPictures: pictures,
    frameTransform(info) {
      const transform = pictureTransform(recipe, info);
      return { ...transform, ...frameGrid(model, transform) };
    },
    async encode(frames, { signal } = {}) {
      ended.signal.throwIfAborted();
      signal?.throwIfAborted();
      const { rows, columns } = gridOfFrames(model, frames);
      const tokens = rows * columns;
      const loaded = await session.get();
      const run = async (distinct: readonly Picture[]) => {
        ended.signal.throwIfAborted();
        signal?.throwIfAborted();
        return runVisionModel(loaded, model, distinct, framesPerRun, tokens);
      };
      const encoded = await encodeFrames(frames, tokens * embeddingSize, framesPerRun, run, kept);
      signal?.throwIfAborted();
      if (!ended.signal.aborted) kept = encoded.last;
      return hostTensor(encoded.values, [frames.length, rows, columns, embeddingSize]);
    },
    async load() {
      ended.signal.throwIfAborted();
      await session.get();
    },
    dispose,
    [Symbol.asyncDispose]: dispose,
  };

  async function dispose(): Promise<void> {
    ended.abort(new DisposedError({ what: 'The vision encoder' }));
    kept = undefined;
    await session.dispose();
  }
}

async function knownPicturesOf(folder: ModelFolder, embeddingSize: number) {
  const statistics = await folder.knownPictures();
  if (!statistics || statistics.size === embeddingSize) return statistics && knownPictures(statistics);
  throw new ModelInvalidError({
    place: folder.place,
    found: `known_pictures.json of tokens ${statistics.size} wide`,
    expected: `${embeddingSize}, as the vision encoder makes them`,
  });
}

async function openSession(
  file: ModelOnnxFile,
  { runtime, threads }: OnnxVisionEncoderOptions,
  signal: AbortSignal,
): Promise<OnnxSession> {
  const { model, externalData } = await file.load({ signal });
  return createOnnxSession(model, {
    runtime,
    threads,
    externalData,
    signal,
    reload: () => file.load({ signal }),
  });
}

/** Opens a session at the first call and keeps it; a failure is not kept. */
function onDemand(open: () => Promise<OnnxSession>) {
  let opening: Promise<OnnxSession> | undefined;
  return {
    get(): Promise<OnnxSession> {
      opening ??= open().catch((error: unknown) => {
        opening = undefined;
        throw error;
      });
      return opening;
    },
    async dispose(): Promise<void> {
      const session = await opening?.catch(() => undefined);
      opening = undefined;
      await session?.dispose();
    },
  };
}
