export {
  describeVisionModel,
  type VisionModelDescription,
  type VisionModelOptions,
} from './describe-vision-model.ts';
export { knownPictures, meanDirection } from './known-pictures.ts';
export { normalizePixels, type Picture } from './normalize-pixels.ts';
export { type OnnxVisionEncoderOptions, onnxVisionEncoder } from './onnx-vision-encoder.ts';
export { type PictureGeometry, pictureTransform } from './picture-transform.ts';
export { preprocessImage } from './preprocess-image.ts';
export {
  type PreprocessorRecipe,
  type PreprocessorRecipeOptions,
  preprocessorRecipe,
} from './preprocessor-recipe.ts';
export type { PerChannel } from './processor-reader.ts';
export type { PixelLayout, VisionSignature, VisionTensor } from './vision-signature.ts';
