export type { DecoderGraphBinding, NamedTensor, TokenInput } from './decoder-graph/decoder-graph-binding.ts';
export type {
  AppendedStateBinding,
  StatesBinding,
  WholeStateBinding,
} from './decoder-graph/state-binding.ts';
export type { EmbedderBinding } from './decoder-graph/token-embedder.ts';
export {
  type DecoderGraphDescription,
  type DescribeDecoderGraphOptions,
  describeDecoderGraph,
} from './describe-decoder-graph.ts';
export { type OnnxLanguageModelOptions, onnxLanguageModel } from './onnx-language-model.ts';
export type { TextPart } from './tokenizer/marked-text.ts';
export { type PromptTokenizer, promptTokenizer } from './tokenizer/prompt-tokenizer.ts';
