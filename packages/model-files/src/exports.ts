export { describeLanguageModel } from './describe-language-model.ts';
export { describeModel } from './describe-model.ts';
export { deviceFormTimes } from './device-form-times.ts';
export { type DtypesThere, type FormTimes, fastDtypes, isSlowDtype, promisedTime } from './fast-dtypes.ts';
export { modelBlocks } from './http/model-blocks.ts';
export type { ImageSurroundings } from './image-surroundings.ts';
export { isJsonObject, type JsonObject, jsonAt, parseJson, readJson } from './json.ts';
export type { KnownPictureStatistics } from './known-pictures.ts';
export type * from './model-description.ts';
export {
  checkDtype,
  chosenDtype,
  configuredDtype,
  type ModelComponent,
  type ModelDtype,
  type ModelDtypeChoice,
  modelComponents,
  modelDtypes,
  onnxPath,
} from './model-dtype.ts';
export type { ModelFileStore, OpenModelFile } from './model-file-store.ts';
export { isModelFiles, type ModelFiles } from './model-files.ts';
export { type DroppedItem, type DroppedItems, modelFilesOf, modelFilesOfDrop } from './model-files-of.ts';
export type { LoadedOnnxFile, ModelFolder, ModelOnnxFile, TokenizerFiles } from './model-folder.ts';
export { modelPath } from './model-path.ts';
export type { OpenModelFolderOptions, WeightsProgress } from './open-model-folder-options.ts';
export { parseDtypeChoice } from './parse-dtype-choice.ts';
export {
  checkPartChoice,
  chosenForPart,
  type PartChoice,
  type PartChoiceReader,
  parsePartChoice,
} from './part-choice.ts';
export { readModelFolder } from './read-model-folder.ts';
export { readSpecialTokens, type SpecialTokens } from './special-tokens.ts';
export { byStandardName, type ModelTensorNames, type TensorNames } from './tensor-names.ts';
export { type TokenGridOptions, tokenGrid } from './token-grid.ts';
export { wasmFormTimes } from './wasm-form-times.ts';
