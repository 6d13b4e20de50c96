import type { AnswerUsage } from './answer-usage.ts';
import type { Notice, OnNotice } from './notice.ts';
import type { OnProgress, StageSeconds } from './progress.ts';

/** Which one of 2 to 26 choices it is. */
export interface ChoiceQuestion {
  readonly type: 'choice';
  readonly text: string;
  /** 2 to 26 different texts. */
  readonly choices: readonly string[];
}

/** Yes or no. */
export interface BooleanQuestion {
  readonly type: 'boolean';
  readonly text: string;
}

/** How much or how many, on a scale of 2 to 26 levels. */
export interface ScoreQuestion {
  readonly type: 'score';
  readonly text: string;
  /** 2 to 26 different texts, from the lowest, which counts 0, to the highest. */
  readonly levels: readonly string[];
}

/** A question whose answer a program can use. */
export type DecisionQuestion = ChoiceQuestion | BooleanQuestion | ScoreQuestion;

/** Questions by names of one's own; one at least. */
export type DecisionQuestions = Readonly<Record<string, DecisionQuestion>>;

/** What every decision tells of how it came about. */
export interface DecisionFacts {
  /**
   * What the probabilities are of. `tokens`: of single tokens that stand for the answers, letters or yes and no, all from one read.
   * `likelihoods`: of the whole texts, each read on its own, where the tokenizer has no such tokens.
   */
  readonly labels: 'tokens' | 'likelihoods';
  /**
   * How much of the model's probability fell on the answers at all, 0 to 1, before it was shared out among them; little means that it
   * would have said something else. Of several orders the mean.
   */
  readonly labelMass: number;
  /** What the logits of the answers were divided by: the option's, else that of the assistant's calibration, else 1. */
  readonly temperature: number;
  /**
   * `promptTokens` counts the video's tokens once and the text of each order that was asked, `answerTokens` the tokens whose
   * probabilities were wanted: one for each order, or those of all texts.
   */
  readonly usage: AnswerUsage;
  /** Per stage, of this question alone; the first has what watching took, too. */
  readonly seconds: StageSeconds;
  readonly notices: readonly Notice[];
}

/** Which choice it is. */
export interface ChoiceDecision<Choice extends string = string> extends DecisionFacts {
  readonly type: 'choice';
  /** The likeliest choice as it was given; the first of equals. */
  readonly choice: Choice;
  /** Its place among the choices, from 0 on. */
  readonly index: number;
  /** Its probability. */
  readonly probability: number;
  /** Of all choices in their order; they sum to 1. */
  readonly probabilities: readonly number[];
}

/** Whether it is so. */
export interface BooleanDecision extends DecisionFacts {
  readonly type: 'boolean';
  /** Whether yes is at least as likely as no. */
  readonly answer: boolean;
  /** The probability of yes. */
  readonly probability: number;
}

/** How much it is. */
export interface ScoreDecision<Level extends string = string> extends DecisionFacts {
  readonly type: 'score';
  /** The mean of the levels by their probabilities, level i counting i from 0 on. */
  readonly score: number;
  /** The likeliest level as it was given; the lowest of equals. */
  readonly level: Level;
  /** Its place among the levels, from 0 on. */
  readonly index: number;
  /** Of all levels in their order; they sum to 1. */
  readonly probabilities: readonly number[];
}

/** The decision on one kind of question. */
export type DecisionOf<Question extends DecisionQuestion> = Question extends ChoiceQuestion
  ? ChoiceDecision<Question['choices'][number]>
  : Question extends BooleanQuestion
    ? BooleanDecision
    : Question extends ScoreQuestion
      ? ScoreDecision<Question['levels'][number]>
      : never;

/** Decisions by the names of their questions. */
export type Decisions<Questions extends DecisionQuestions> = {
  readonly [Name in keyof Questions]: DecisionOf<Questions[Name]>;
};

/**
 * The orders in which choices are shown to the model, which favours places: as they were given; as given and reversed; each once in every
 * place. The probabilities are the mean of all.
 */
export type ChoiceOrders = 'given' | 'both' | 'all';

/**
 * Makes probabilities of a model say how often it is right: a temperature that was fitted to questions with known answers, as
 * `slowfast bench accuracy --calibrate` does. Plain data.
 */
export interface Calibration {
  /** Divides the logits of the answers before they become probabilities. */
  readonly temperature: number;
  /** The language model that it was fitted for, by its name in `describe()`; any if absent. */
  readonly languageModel?: string | undefined;
}

/** Options of `decide`. */
export interface DecideOptions {
  /** `given` if absent. One read for each order. */
  readonly orders?: ChoiceOrders | undefined;
  /**
   * Divides the logits of the answers before they become probabilities; that of the assistant's calibration if absent, 1 without one. Above 1
   * evens them out.
   */
  readonly temperature?: number | undefined;
  /** As in `AskOptions`: a system prompt in place of the assistant's own, at the same cost. */
  readonly system?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
  readonly onNotice?: OnNotice | undefined;
}
