import type { TimedFrames } from './timed-frames.ts';

/** A question about a video. */
export interface Question {
  readonly text: string;
  /** Makes the question multiple choice: 2 to 26 options, lettered A, B, C, … in this order. */
  readonly options?: readonly string[] | undefined;
}

/** One turn of a conversation. The video is shown in the first user turn. */
export type Turn =
  | { readonly role: 'user'; readonly question: Question }
  | { readonly role: 'assistant'; readonly text: string };

/**
 * A piece of a rendered prompt. User text and control tokens are different types, so nobody can inject a control token:
 * only `control` may spell special tokens; the same spelling inside `text` is plain text.
 */
export type PromptPart =
  | { readonly type: 'control'; readonly text: string }
  | { readonly type: 'text'; readonly text: string }
  /** Where all video tokens go. */
  | { readonly type: 'video'; readonly from?: undefined; readonly to?: undefined }
  /** Where the rows `[from, to)` of the video tokens go. The parts of a prompt are all of them once, in their order. */
  | { readonly type: 'video'; readonly from: number; readonly to: number };

/** A prompt that is ready for the language model. */
export interface RenderedPrompt {
  readonly parts: readonly PromptPart[];
  /** The forced start of the answer, already the end of `parts`; it is not part of the answer. Empty when there is none. */
  readonly answerStart: string;
}

/** Options of rendering. */
export interface RenderOptions {
  /** Where the template `writesTimes`: the video is shown as these frames, the time of each before it, and what is behind them. */
  readonly timed?: TimedFrames | undefined;
  /** Takes the place of the template's own system prompt, if it has one; without any where it is blank. */
  readonly system?: string | undefined;
}

/** Renders a conversation about one video the way a checkpoint was trained to read it. It tokenises nothing. */
export interface PromptTemplate {
  /** Stable text that names template and instructions. */
  readonly id: string;
  /** Texts that end an answer besides the model's own end tokens. */
  readonly stopStrings: readonly string[];
  /** Whether `render` writes the times of frames; it does not if absent. */
  readonly writesTimes?: boolean | undefined;
  /**
   * How the model is best asked for a yes or a no: in a question as it is (`plain`), or with yes and no as its two options; `options`
   * if absent.
   */
  readonly booleanQuestions?: 'plain' | 'options' | undefined;
  /**
   * Renders the turns; the last must be the user's.
   *
   * @throws EmptyQuestionError when a question has no text.
   * @throws InvalidSettingError when there is a system prompt and the model was not trained with any.
   */
  render(turns: readonly Turn[], options?: RenderOptions): RenderedPrompt;
}
