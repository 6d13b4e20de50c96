import { describeDecoderGraph } from '@slowfast/language-models';
import { describeModel, type ModelFolder, type ModelOnnxFile } from '@slowfast/model-files';
import { assertKnownOptions, type OptionNames } from '@slowfast/pipeline';
import { countTokens, parseAggregation } from '@slowfast/token-aggregators';
import { describeVisionModel } from '@slowfast/vision-encoders';
import type { AssistantOptions } from '../assistant-options.ts';
import { paperDefaults } from '../model-defaults.ts';
import { boundDecoderGraphTensors, boundEmbedderTensors, boundVisionTensors } from './bound-tensors.ts';
import type { ComponentInspection, ModelInspection } from './model-inspection.ts';

/** Options of {@link inspectModel}: what an assistant of the same options would do. */
export type InspectModelOptions = Pick<AssistantOptions, 'tensorNames' | 'fit' | 'frames' | 'aggregation'>;

const inspectOptionNames: OptionNames<InspectModelOptions> = {
  tensorNames: true,
  fit: true,
  frames: true,
  aggregation: true,
};

/**
 * What a checkpoint is, which of its inputs and outputs were bound to what, and what a video would cost, without running
 * anything. Cost: configuration files, the tokenizer's file and the headers of the ONNX files.
 *
 * @throws ModelIncompleteError, ModelInvalidError or ModelUnsupportedError when the checkpoint can't be used: what an
 * assistant made of it would throw.
 * @throws AggregationMismatchError when its grid is too small for the aggregation.
 */
export async function inspectModel(
  folder: ModelFolder,
  options: InspectModelOptions = {},
): Promise<ModelInspection> {
  assertKnownOptions('inspectModel', options, inspectOptionNames);
  const { tensorNames = {} } = options;
  const model = await describeModel(folder, tensorNames);
  const defaults = { ...paperDefaults, ...model.defaults };
  const fit = options.fit ?? defaults.fit;
  const vision = await describeVisionModel(folder, { fit, tensorNames: tensorNames.vision_encoder ?? {} });
  const language = await describeDecoderGraph(folder, { tensorNames });
  const { rows, columns } = vision;
  const frames = options.frames ?? defaults.frames;
  const aggregation = options.aggregation ?? defaults.aggregation;
  const tokens = countTokens(parseAggregation(aggregation), { frames, rows, columns });

  const component = async (
    file: ModelOnnxFile,
    bind: (
      signatures: Awaited<ReturnType<ModelFolder['signature']>>,
    ) => Pick<ComponentInspection, 'inputs' | 'outputs'>,
  ): Promise<ComponentInspection> => {
    const { component: name, path, dtype, bytes } = file;
    const signature = await folder.signature(name);
    const { externalDataPaths: externalData } = signature;
    return { component: name, path, dtype, bytes, externalData, ...bind(signature) };
  };
  const { embedder, decoderGraph, description } = language;
  return {
    place: model.place,
    id: model.id,
    architecture: model.architecture,
    components: [
      await component(await folder.onnxFile('vision_encoder'), (own) =>
        boundVisionTensors(own, vision.signature),
      ),
      ...(embedder ? [await component(embedder.file, (own) => boundEmbedderTensors(own, embedder))] : []),
      await component(decoderGraph.file, (own) => boundDecoderGraphTensors(own, decoderGraph)),
    ],
    image: { width: vision.recipe.transform.width, height: vision.recipe.transform.height, fit },
    grid: model.grid,
    imageToken: model.imageToken,
    embeddingSize: description.embeddingSize,
    vocabularySize: description.vocabularySize,
    contextLength: description.contextLength,
    video: {
      frames,
      aggregation,
      tokens,
      keyValueBytes: tokens.total * description.keyValueBytesPerToken,
      fitsContext: tokens.total + defaults.maxAnswerTokens < description.contextLength,
    },
    bytes: {
      weights: model.weightBytes,
      keyValuePerToken: description.keyValueBytesPerToken,
      fixedStates: description.fixedStateBytes,
      logitsPerPosition: description.logitsBytesPerToken,
    },
  };
}
