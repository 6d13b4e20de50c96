export type { DecoderNames } from './decoder/decoder-binding.ts';
export { type OnnxLanguageModelOptions, onnxLanguageModel } from './onnx-language-model.ts';
