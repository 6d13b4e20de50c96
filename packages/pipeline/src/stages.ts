import type {
  AssistantDescription,
  Calibration,
  FindOptions,
  FoundVideo,
  LanguageModel,
  Notice,
  OverflowStorage,
  PromptTemplate,
  ReductionSettings,
  ReductionStrategy,
  ResponseFormat,
  Tensor,
  TensorBackend,
  TokenConstraint,
  TokenVocabulary,
  VideoPlace,
  VideoTokenCache,
  VisionEncoder,
} from '@slowfast/spec';

type DescribedByPipeline = 'contextLength' | 'backend' | 'languageModel' | 'calibration';

/** The stages that make a video assistant. Each can be swapped without touching the others. */
export interface VideoAssistantStages<T extends Tensor = Tensor> {
  /** Vision tower and projector; the assistant disposes it. */
  readonly encoder: VisionEncoder;
  /**
   * Decides which frames become which tokens: told the settings that a video is given, which are none for most.
   *
   * @throws InvalidSettingError for settings that it can't follow.
   */
  readonly strategyFor: (settings: ReductionSettings) => ReductionStrategy;
  /** Where the reduction is computed; the assistant disposes it. */
  readonly backend: TensorBackend<T>;
  readonly template: PromptTemplate;
  /** The language model, trained for the encoder's tokens; the assistant disposes it. */
  readonly languageModel: LanguageModel;
  /** Longest answer in tokens, unless a question says otherwise. */
  readonly maxAnswerTokens: number;
  /** What decisions are calibrated by, unless one says otherwise: of several the one of this language model, if there is one. */
  readonly calibration?: Calibration | readonly Calibration[] | undefined;
  /** Finds a place, once for each video; without it only opened sources can be watched. */
  readonly findVideo?:
    | ((place: VideoPlace, options: { readonly signal?: AbortSignal | undefined }) => Promise<FoundVideo>)
    | undefined;
  /** Keeps reduced tokens between runs, of videos whose content can be told (`contentKey` of what was found, or of a source). */
  readonly cache?: VideoTokenCache | undefined;
  /**
   * Makes the answers of the language model fit a format; without it no answer can be asked for in one.
   *
   * @throws SchemaUnsupportedError, CharactersMissingError, AnswerLimitTooLowError when an answer can't.
   */
  readonly constrain?:
    | ((format: ResponseFormat, vocabulary: TokenVocabulary, maxTokens: number) => Promise<TokenConstraint>)
    | undefined;
  /** The part of a video that is looked at where nobody says another; all of it if absent. */
  readonly usualRange?: Pick<FindOptions, 'startSeconds' | 'endSeconds'> | undefined;
  /** Takes what a search for moments can't hold in memory; it stays there if absent. */
  readonly overflow?: OverflowStorage | undefined;
  /** What the model was trained for, when that is narrow: the end of a sentence that starts with "It knows". */
  readonly knows?: string | undefined;
  /** Told for every watched video, e.g. what the model was trained for; asked before it is watched and again after. */
  readonly notices?: (() => readonly Notice[]) | undefined;
  /**
   * Reports bytes of weights, of how many, while they come into memory; whoever asks stops it by calling the result.
   */
  readonly watchWeights?: ((report: (loaded: number, total: number) => void) => () => void) | undefined;
  /** What people want to know beside what the stages say of themselves; asked for each time. */
  readonly about?: (() => Promise<Omit<AssistantDescription, DescribedByPipeline>>) | undefined;
}

/** The stages and how one video is reduced. */
export type ReducingStages<T extends Tensor = Tensor> = VideoAssistantStages<T> & {
  readonly strategy: ReductionStrategy;
};
