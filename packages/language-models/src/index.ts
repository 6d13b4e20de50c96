export type { DecoderBinding, NamedTensor, TokenInput } from './decoder/decoder-binding.ts';
export type { AppendedStateBinding, StatesBinding, WholeStateBinding } from './decoder/state-binding.ts';
export type { EmbedderBinding } from './decoder/token-embedder.ts';
export { type DecoderDescription, type DescribeDecoderOptions, describeDecoder } from './describe-decoder.ts';
export { type OnnxLanguageModelOptions, onnxLanguageModel } from './onnx-language-model.ts';
export type { TextPart } from './tokenizer/marked-text.ts';
export { type PromptTokenizer, promptTokenizer } from './tokenizer/prompt-tokenizer.ts';
