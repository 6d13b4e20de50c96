import type { AnswerResult, StageSeconds, VideoPlan } from '@slowfast/spec';
import type { ModelTurns } from './model-turns.ts';
import type { VideoAssistantStages } from './stages.ts';
import type { VideoPrefix } from './video-prefix.ts';

/** What answering needs of a watched video. */
export interface AnswerContext {
  readonly stages: Pick<
    VideoAssistantStages,
    'template' | 'languageModel' | 'maxAnswerTokens' | 'watchWeights' | 'knows' | 'notices'
  >;
  readonly plan: VideoPlan;
  readonly prefix: VideoPrefix;
  readonly modelTurns: ModelTurns;
  /** What the logits of decisions are divided by that say nothing else. */
  readonly temperature: number;
  /** Seconds that the first answer reports besides its own. */
  readonly earlierSeconds: StageSeconds;
}

/** An answer, and what the model really wrote: the text that later turns of a chat must repeat. */
export interface RawAnswer {
  readonly result: AnswerResult;
  readonly rawText: string;
}
