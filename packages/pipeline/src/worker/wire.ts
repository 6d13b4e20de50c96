import type {
  AnswerPart,
  AnswerResult,
  AskOptions,
  ChatOptions,
  DecideOptions,
  DecisionQuestions,
  FindOptions,
  Notice,
  ProgressEvent,
  Question,
  ReductionSettings,
  StageSeconds,
  Turn,
  VideoInfo,
  VideoPlan,
} from '@slowfast/spec';

/** A picture of a list as it travels, and every place that is neither a list nor a stream. */
export type WirePlace = { readonly place: string | Blob | Uint8Array } | { readonly url: string };

/** A video as it travels between threads: a place, its info, or a source that stays on the caller's side. */
export type WireVideo =
  | WirePlace
  | { readonly stream: ReadableStream<Uint8Array> }
  | { readonly pictures: readonly WirePlace[] }
  | { readonly info: VideoInfo }
  | {
      readonly sourceId: number;
      readonly info: VideoInfo;
      /** Whether its content can be told. */
      readonly hasContentKey: boolean;
    };

/** A video and how to reduce it, as they travel. */
export interface WireReducedVideo {
  readonly video: WireVideo;
  readonly reduction?: ReductionSettings | undefined;
}

/** A watched video as it travels: its tokens stay in the worker. */
export interface WireWatchedVideo {
  readonly videoId: number;
  readonly plan: VideoPlan;
  readonly fromCache: boolean;
  readonly seconds: StageSeconds;
  readonly notices: readonly Notice[];
}

/** A chat to begin, as it travels. */
export interface WireChat {
  readonly videoId: number;
  readonly options: ChatOptions;
}

/** A question as it travels; callbacks and signals stay behind. */
export interface WireQuestion {
  readonly videoId: number;
  readonly chatId?: number | undefined;
  readonly question: string | Question;
  readonly options: Omit<AskOptions, 'signal' | 'onProgress' | 'onNotice'>;
}

/** An answer as it travels, and in a chat all turns up to it. */
export interface WireAnswer {
  readonly result: AnswerResult;
  readonly history?: readonly Turn[] | undefined;
}

/** Questions to decide as they travel. */
export interface WireDecisions {
  readonly videoId: number;
  readonly chatId?: number | undefined;
  readonly questions: DecisionQuestions;
  readonly options: Omit<DecideOptions, 'signal' | 'onProgress' | 'onNotice'>;
}

/** A video and what to find in it, as they travel. */
export interface WireFind {
  readonly video: WireVideo;
  readonly question: string;
  readonly options: Omit<FindOptions, 'signal' | 'onProgress' | 'onNotice'>;
}

/** What is told while a call runs. */
export type WireEvent =
  | { readonly progress: ProgressEvent }
  | { readonly notice: Notice }
  | { readonly part: AnswerPart };
