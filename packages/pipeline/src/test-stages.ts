import { uniformFrames } from '@slowfast/frame-samplers';
import type {
  CachedVideoTokens,
  FoundVideo,
  FrameSource,
  ReductionSettings,
  VideoTokenCache,
} from '@slowfast/spec';
import { referenceBackend } from '@slowfast/tensor-backends/reference';
import {
  type FakeLanguageModelSettings,
  type FakeVisionEncoderSettings,
  fakeLanguageModel,
  fakePromptTemplate,
  fakeVisionEncoder,
} from '@slowfast/test-kit';
import { parseAggregation, tokenAggregator } from '@slowfast/token-aggregators';

/** Stages for tests: real sampling, aggregation and backend around an encoder and a language model without weights. */
export function testStages(
  settings: { readonly encoder?: FakeVisionEncoderSettings; readonly model?: FakeLanguageModelSettings } = {},
) {
  const strategyFor = ({
    frames = 8,
    aggregation = 'slowfast-slow_2frms_spatial_1d_max_pool-fast_2x2',
    timestamps = false,
  }: ReductionSettings) => {
    const sampler = uniformFrames({ frames });
    const aggregator = tokenAggregator(parseAggregation(aggregation));
    return { id: `${sampler.id} ${aggregator.id}`, timestamps, choose: () => ({ sampler, aggregator }) };
  };
  return {
    encoder: fakeVisionEncoder(settings.encoder),
    strategyFor,
    backend: referenceBackend(),
    template: fakePromptTemplate(),
    languageModel: fakeLanguageModel(settings.model),
    maxAnswerTokens: 6,
  };
}

/** A cache in memory. */
export function testCache(): VideoTokenCache & { readonly entries: Map<string, CachedVideoTokens> } {
  const entries = new Map<string, CachedVideoTokens>();
  return {
    entries,
    get: async (key) => entries.get(key),
    set: async (key, entry) => {
      entries.set(key, entry);
    },
  };
}

/** A video whose content is known by the key `content`; it is opened as such a source. */
export function foundSource(open: () => FrameSource): FoundVideo {
  const dispose = async () => {};
  return {
    contentKey: async () => 'content',
    open: async () => open(),
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}
