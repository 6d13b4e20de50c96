export { decodeBase64, decodeFloat32 } from './base64.ts';
export {
  type FrameSamplerConformanceOptions,
  frameSamplerConformance,
} from './conformance/frame-sampler-conformance.ts';
export {
  type FrameSourceConformanceOptions,
  frameSourceConformance,
} from './conformance/frame-source-conformance.ts';
export {
  type LanguageModelConformanceOptions,
  languageModelConformance,
} from './conformance/language-model-conformance.ts';
export {
  type OverflowStorageConformanceOptions,
  overflowStorageConformance,
} from './conformance/overflow-storage-conformance.ts';
export {
  type PromptTemplateConformanceOptions,
  promptTemplateConformance,
} from './conformance/prompt-template-conformance.ts';
export type { ConformanceOptions, ConformanceSkip } from './conformance/suite.ts';
export {
  type BackendUnderTest,
  type TensorBackendConformanceOptions,
  tensorBackendConformance,
} from './conformance/tensor-backend-conformance.ts';
export {
  type TokenAggregatorConformanceOptions,
  type TokenAggregatorGoldensOptions,
  tokenAggregatorConformance,
  tokenAggregatorGoldens,
} from './conformance/token-aggregator-conformance.ts';
export {
  type VideoTokenCacheConformanceOptions,
  videoTokenCacheConformance,
} from './conformance/video-token-cache-conformance.ts';
export {
  type VisionEncoderConformanceOptions,
  visionEncoderConformance,
} from './conformance/vision-encoder-conformance.ts';
export {
  type FakeFrameSource,
  type FakeFrameSourceSettings,
  fakeFrameSource,
} from './fakes/fake-frame-source.ts';
export {
  type FakeLanguageModel,
  type FakeLanguageModelSettings,
  fakeLanguageModel,
} from './fakes/fake-language-model.ts';
export { type FakePromptTemplateSettings, fakePromptTemplate } from './fakes/fake-prompt-template.ts';
export { type FakeTensorBackend, fakeTensorBackend } from './fakes/fake-tensor-backend.ts';
export {
  type FakeVisionEncoder,
  type FakeVisionEncoderSettings,
  fakeVisionEncoder,
} from './fakes/fake-vision-encoder.ts';
export { type AggregationGolden, parseAggregationGolden } from './golden.ts';
