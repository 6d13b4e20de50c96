import { ModelIncompleteError, ModelInvalidError } from '@slowfast/spec';
import { describeLanguageModel } from './describe-language-model.ts';
import { imageSurroundings } from './image-surroundings.ts';
import { architectureName } from './json.ts';
import { readModelDefaults } from './model-defaults.ts';
import type { ModelDescription } from './model-description.ts';
import type { ModelFolder } from './model-folder.ts';
import { readSpecialTokens, tokenText } from './special-tokens.ts';
import type { ModelTensorNames } from './tensor-names.ts';
import { timestampForm } from './timestamp-form.ts';
import { imageSize, tokenGrid } from './token-grid.ts';

/**
 * Everything that is known of a checkpoint without its weights. Cost: configuration files, the tokenizer's file and the
 * headers of the ONNX files.
 *
 * @param tensorNames the model's own names of inputs and outputs, where they differ from the layout's.
 * @throws ModelIncompleteError, ModelInvalidError or ModelUnsupportedError when the files don't say enough.
 */
export async function describeModel(
  folder: ModelFolder,
  tensorNames: ModelTensorNames = {},
): Promise<ModelDescription> {
  const { config, place } = folder;
  const tokenizer = await folder.tokenizer();
  const imageTokenId = (config.image_token_index ?? config.image_token_id) as number;
  const imageToken = tokenText(tokenizer.tokenizer, imageTokenId);
  if (imageToken === undefined) {
    throw invalid(`${place}/tokenizer.json`, `no token ${imageTokenId}`, "config.json's image token");
  }
  const chatTemplate = await folder.chatTemplate();
  if (chatTemplate === undefined) throw new ModelIncompleteError({ place, missing: ['chat_template.jinja'] });
  const size = imageSize(folder);
  return {
    id: folder.id,
    place,
    architecture: architectureName(config),
    ...(await describeLanguageModel(folder, undefined, tensorNames.decoder_model_merged)),
    imageSize: size,
    grid: await tokenGrid(folder, size, { tensorNames: tensorNames.vision_encoder }),
    imageToken: { id: imageTokenId, text: imageToken },
    weightBytes: await weightBytes(folder),
    promptTemplate: {
      chatTemplate,
      specialTokens: readSpecialTokens(tokenizer),
      imageToken,
      aroundImage: imageSurroundings(tokenizer),
      timestamps: timestampForm(folder.processorClass),
    },
    defaults: readModelDefaults(place, config, folder.generationConfig),
  };
}

async function weightBytes(folder: ModelFolder): Promise<number> {
  const files = await Promise.all(folder.components.map((component) => folder.onnxFile(component)));
  return files.reduce((sum, file) => sum + file.bytes, 0);
}

function invalid(place: string, found: string, expected: string): ModelInvalidError {
  return new ModelInvalidError({ place, found, expected });
}
