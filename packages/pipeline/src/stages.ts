import type {
  AssistantDescription,
  FrameSource,
  LanguageModel,
  Notice,
  PromptTemplate,
  ReductionSettings,
  ReductionStrategy,
  Tensor,
  TensorBackend,
  VideoTokenCache,
  VisionEncoder,
} from '@slowfast/spec';

/** A place of a video that an assistant opens itself. */
export type VideoPlace = string | URL | Blob;

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
  /** The decoder, trained for the encoder's tokens; the assistant disposes it. */
  readonly languageModel: LanguageModel;
  /** Longest answer in tokens, unless a question says otherwise. */
  readonly maxAnswerTokens: number;
  /** Opens a place; without it only opened sources can be watched. */
  readonly openVideo?: (
    place: VideoPlace,
    options: { readonly signal?: AbortSignal },
  ) => Promise<FrameSource>;
  /** Keeps reduced tokens between runs; used together with `contentKey`. */
  readonly cache?: VideoTokenCache;
  /** Text that changes whenever the video's content does, or undefined where it can't be told. */
  readonly contentKey?: (
    place: VideoPlace,
    options: { readonly signal?: AbortSignal },
  ) => Promise<string | undefined>;
  /** Told for every watched video, e.g. what the model was trained for; asked before it is watched and again after. */
  readonly notices?: () => readonly Notice[];
  /**
   * Reports bytes of weights, of how many, while they come into memory; whoever asks stops it by calling the result.
   */
  readonly watchWeights?: (report: (loaded: number, total: number) => void) => () => void;
  /** What people want to know beside what the stages say of themselves; asked for each time. */
  readonly about?: () => Promise<Omit<AssistantDescription, 'contextLength' | 'backend'>>;
}

/** The stages and how one video is reduced. */
export type ReducingStages<T extends Tensor = Tensor> = VideoAssistantStages<T> & {
  readonly strategy: ReductionStrategy;
};
