import type { AnswerUsage } from './answer-usage.ts';
import type { Calibration, DecideOptions, DecisionQuestions, Decisions } from './decision.ts';
import type { FindOptions, FindPlan, FindResult } from './finding.ts';
import type { FinishReason, SamplingSettings } from './language-model.ts';
import type { Notice, OnNotice } from './notice.ts';
import type { OnProgress, StageSeconds } from './progress.ts';
import type { Question, Turn } from './prompt-template.ts';
import type { QuantizedProductCheck } from './quantized-products.ts';
import type { ResponseFormat } from './response-format.ts';
import type { TokenCounts } from './token-aggregator.ts';
import type { TokenLogprob } from './token-logprob.ts';
import type { VideoInfo } from './video.ts';
import type { VideoInput } from './video-input.ts';
import type { ReductionSettings, SelectedFrame, VideoReduction, VideoRoom } from './video-reduction.ts';

/** What watching a video will cost, known before anything is decoded. */
export interface VideoPlan extends VideoReduction {
  /** Number of frames that will be encoded. */
  readonly frames: number;
  /**
   * Tokens of text that are counted beside the video's: prompt (a plain question is assumed) and longest answer; of the prompt's, those
   * that the times of frames take, where they are written.
   */
  readonly textTokens: { readonly prompt: number; readonly answer: number; readonly timestamps?: number };
  readonly contextLength: number;
  /** Room for the video's tokens in the context, beside that text but the times of frames, which a budget counts with them. */
  readonly room: VideoRoom;
  /** Whether video, prompt and longest answer together fit the context. */
  readonly fits: boolean;
  /** Sum of `memory`, in bytes. */
  readonly bytes: number;
  /** Bytes of the reduced tokens, of the key-value cache and of the largest logits output. */
  readonly memory: { readonly videoTokens: number; readonly keyValueCache: number; readonly logits: number };
}

/** The option that answers a multiple-choice question: the likeliest one. */
export interface ChosenOption {
  /** Its place among the options, from 0 on. */
  readonly index: number;
  /** Its letter in the prompt: A for the first. */
  readonly letter: string;
  /** Its text, without white space around it. */
  readonly text: string;
  /** Its probability. */
  readonly probability: number;
  /** Of all options in their order; they sum to 1. */
  readonly probabilities: readonly number[];
  /** How much of the model's probability fell on the options at all, 0 to 1. */
  readonly labelMass: number;
  /** What the logits of the options were divided by: that of the assistant's calibration, 1 without one. */
  readonly temperature: number;
}

/** One question answered: what `slowfast ask --json` prints, a line each, with the video and the model. */
export interface AnswerResult {
  readonly question: string;
  /** In words; of a multiple-choice question letter and text of the chosen option, `B) blue`. */
  readonly answer: string;
  /** The chosen option of a multiple-choice question. */
  readonly option?: ChosenOption;
  /** What the JSON of an answer with a `responseFormat` says; absent where a stop string cut it off. */
  readonly value?: unknown;
  readonly finishReason: FinishReason;
  /** How likely each of the `usage.answerTokens` tokens was, in their order; absent unless asked for, and of a question with options. */
  readonly logprobs?: readonly TokenLogprob[];
  readonly usage: AnswerUsage;
  readonly frames: readonly SelectedFrame[];
  /** Per stage; what an earlier question already did is absent. */
  readonly seconds: StageSeconds;
  readonly notices: readonly Notice[];
}

/** A piece of a streamed answer. `logprobs`, where they were asked for, are those of the tokens since the piece of text before. */
export type AnswerPart =
  | { readonly type: 'notice'; readonly notice: Notice }
  | { readonly type: 'text-delta'; readonly text: string; readonly logprobs?: readonly TokenLogprob[] }
  | { readonly type: 'answer-end'; readonly result: AnswerResult };

/**
 * Options of a question. One with options has its answer read off the likeliest letter: only `system`, `signal`,
 * `onProgress` and `onNotice` mean something to it.
 */
export interface AskOptions extends SamplingSettings {
  /** At most this many answer tokens; the model's own limit if absent. */
  readonly maxTokens?: number | undefined;
  /**
   * Makes the answer a text of JSON that fits a schema, always: it is closed before the tokens run out, with the reason `length`. Not for
   * questions with options.
   *
   * @throws SchemaUnsupportedError, CharactersMissingError, AnswerLimitTooLowError before anything runs, when that can't be had.
   */
  readonly responseFormat?: ResponseFormat | undefined;
  /** Texts that end the answer and are not part of it, besides the model's own; none of them empty. */
  readonly stopStrings?: readonly string[] | undefined;
  /**
   * Tells how likely each token of the answer was, by {@link TokenLogprob}: `true`, or how many of the likeliest tokens to tell beside each.
   * Cost: once more over the vocabulary for each token.
   */
  readonly logprobs?: boolean | number | undefined;
  /**
   * A system prompt in place of the assistant's own, none where it is blank. It stands in front of the video in most models' prompts, so another
   * one than the question before had costs that the video is prefilled again, which is neither decoded nor encoded again.
   *
   * @throws InvalidSettingError through the answer when the model's chat template has no system role.
   */
  readonly system?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
  /** Told what the answer's stream tells as notices, for those who don't iterate it. */
  readonly onNotice?: OnNotice | undefined;
}

/**
 * An answer as it comes. Iterate it or its `textStream` once, or await `text()` or `result()`, as often as you like; doing either starts it, leaving
 * the iteration early cancels it. A second iteration throws {@link AnswerConsumedError}.
 */
export interface AnswerStream extends AsyncIterable<AnswerPart> {
  /** The pieces of the text alone. */
  readonly textStream: AsyncIterable<string>;
  /** Runs to the end and gives the whole answer. */
  result(): Promise<AnswerResult>;
  /** Runs to the end and gives the words of the answer alone. */
  text(): Promise<string>;
}

/** Options of `plan`. */
export interface PlanOptions {
  /** Another reduction than the assistant was made with, for this video alone. */
  readonly reduction?: ReductionSettings | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Options of `watch`. */
export interface WatchOptions {
  /** Another reduction than the assistant was made with, for this video alone; the models stay loaded. */
  readonly reduction?: ReductionSettings | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
  readonly onNotice?: OnNotice | undefined;
}

/**
 * A video that has been decoded, encoded and reduced once; many questions may follow. Concurrent ones about one video are answered in their
 * order, those about several videos by turns.
 */
export interface WatchedVideo extends AsyncDisposable {
  readonly plan: VideoPlan;
  readonly frames: readonly SelectedFrame[];
  readonly tokens: TokenCounts;
  /** Whether the tokens came from the cache, so that nothing was decoded or encoded. */
  readonly fromCache: boolean;
  /** Per stage, of watching. */
  readonly seconds: StageSeconds;
  /** All that `onNotice` was told while it was being watched. */
  readonly notices: readonly Notice[];
  /** Answers one question on its own, without memory of others. */
  ask(question: string | Question, options?: AskOptions): AnswerStream;
  /**
   * Decides questions, each on its own, without memory of others: the answers are the model's probabilities, read where it would begin to
   * answer, so that a decision costs little more than reading its question. Nothing is sampled.
   *
   * @throws InvalidSettingError, EmptyQuestionError or ContextExceededError before anything runs.
   */
  decide<const Questions extends DecisionQuestions>(
    questions: Questions,
    options?: DecideOptions,
  ): Promise<Decisions<Questions>>;
  /**
   * A conversation: each question sees the earlier ones and their answers.
   *
   * @throws InvalidSettingError when the history is no conversation that an answer ends.
   */
  chat(options?: ChatOptions): VideoChat;
  /** Frees the tokens and the key-value cache. Answers under way end with {@link DisposedError}; other videos are not waited for. */
  dispose(): Promise<void>;
}

/** A turn that a chat goes on from: as `history` gives it, or with a question that is a text alone. */
export type EarlierTurn = Turn | { readonly role: 'user'; readonly question: string };

/** Options of `chat`. */
export interface ChatOptions {
  /**
   * An earlier conversation to go on with: user and assistant in turns, an answer last. It is copied. Answers of the chat then are those of one
   * that never ended, if the turns are those of its `history`.
   */
  readonly history?: readonly EarlierTurn[] | undefined;
  /** As in {@link AskOptions}, for all questions of the chat. */
  readonly system?: string | undefined;
}

/** A conversation about one video. */
export interface VideoChat extends AsyncDisposable {
  /**
   * The turns so far, for `chat({ history })` in this process or another: plain data, also for JSON. An answer is what the model wrote, with
   * the start that it was given by the template. Only questions that were answered to their end count. Each reading is a list of its own, and
   * disposing leaves the last one.
   */
  readonly history: readonly Turn[];
  /**
   * Answers a question that sees the earlier ones and their answers. Cost: all of them are read again, the video is not.
   *
   * @throws ContextExceededError through the answer, before anything runs, when the conversation no longer fits.
   */
  ask(question: string | Question, options?: ChatAskOptions): AnswerStream;
  /** Decides questions that see the conversation so far; they are no part of it. */
  decide<const Questions extends DecisionQuestions>(
    questions: Questions,
    options?: ChatDecideOptions,
  ): Promise<Decisions<Questions>>;
  dispose(): Promise<void>;
}

/** Options of a question in a chat; its system prompt is the chat's. */
export type ChatAskOptions = Omit<AskOptions, 'system'>;

/** Options of a decision within a chat; its system prompt is the chat's. */
export type ChatDecideOptions = Omit<DecideOptions, 'system'>;

/** What runs the models. */
export interface RuntimeDescription {
  /** The runtime as people install it, e.g. `onnxruntime-web`. */
  readonly name: string;
  /** Its execution provider: `cpu`, `wasm`, `webgpu`, `cuda`, … */
  readonly provider: string;
  /** Threads of one run; absent where the runtime decides, or where none are used. */
  readonly threads?: number;
  /**
   * Providers of the parts of the model by their names, e.g. `{ vision_encoder: 'webgpu', decoder_model_merged: 'cpu' }`, where they
   * differ; `provider` is then the decoder graph's.
   */
  readonly parts?: Readonly<Record<string, string>> | undefined;
  /** Why it is not the fastest that there is, or another than was asked for: a sentence or more for people. */
  readonly reason?: string | undefined;
  /** Instructions of the processor that 8-bit products depend on, e.g. `avx2`; absent where the system doesn't tell them. */
  readonly instructions?: readonly string[];
  /** How 8-bit products are computed here, by what tiny ones with known results came out as. */
  readonly quantizedProducts?: readonly QuantizedProductCheck[];
}

/** What an assistant is made of and runs on: for people, and for settings that start from its own. Plain data. */
export interface AssistantDescription {
  /** Tokens of prompt and answer that the language model was made for. */
  readonly contextLength: number;
  /** Names the runtime of the reduction, e.g. `reference`, `tfjs-webgl`. */
  readonly backend: string;
  /** Names the language model's weights and precision: equal for equal ones, wherever they are. */
  readonly languageModel: string;
  /** What makes the probabilities of decisions say how often they are right; absent where nothing does. */
  readonly calibration?: Calibration;
  /** Where the checkpoint is; absent for an assistant of own stages, like all that follows. */
  readonly model?: string;
  /** What the model was trained for, when that is narrow. */
  readonly knows?: string;
  readonly runtime?: RuntimeDescription;
  /** What the assistant does unless it is told otherwise. */
  readonly defaults?: {
    readonly frames: number;
    readonly aggregation: string;
    readonly maxAnswerTokens: number;
  };
}

/** Encode once, ask many: the one interface that Node, browser and workers share. */
export interface VideoAssistant extends AsyncDisposable {
  /** What it is made of and runs on. */
  describe(): Promise<AssistantDescription>;
  /**
   * Loads the models now, so that the first video and the first question need not wait for it. Only disposing the
   * assistant ends it: what is loaded is kept.
   */
  load(options?: { readonly onProgress?: OnProgress | undefined }): Promise<void>;
  /**
   * What watching such a video would cost. Decodes nothing; given a {@link VideoInfo} it takes microseconds.
   */
  plan(video: VideoInput | VideoInfo, options?: PlanOptions): Promise<VideoPlan>;
  /**
   * Decodes, encodes and reduces a video. An opened source stays the caller's to dispose. Concurrent calls share the machine chunk by
   * chunk, four at a time, and let questions go first.
   *
   * @throws ContextExceededError before anything is decoded, when the plan does not fit.
   */
  watch(video: VideoInput, options?: WatchOptions): Promise<WatchedVideo>;
  /**
   * When the answer to a question of yes and no is yes. Windows of frames are decided on, and parts of those that are not clearly no, down to
   * single frames; begin and end of what is found are narrowed down between two frames. Each frame is encoded once. Takes its turns as `watch`
   * does.
   *
   * @throws InvalidSettingError, InvalidSelectionError, EmptyQuestionError or ContextExceededError before anything is decoded.
   */
  find(video: VideoInput, question: string, options?: FindOptions): Promise<FindResult>;
  /** What `find` would cost at most. Decodes nothing. */
  planFind(video: VideoInput | VideoInfo, question: string, options?: FindOptions): Promise<FindPlan>;
  /** Frees all models. Videos being watched and models being loaded end with {@link DisposedError}; nobody waits for weights. */
  dispose(): Promise<void>;
}
