import {
  type BooleanQuestion,
  type ChatDecideOptions,
  type ChoiceOrders,
  type ChoiceQuestion,
  type DecideOptions,
  type DecisionQuestion,
  type DecisionQuestions,
  EmptyQuestionError,
  InvalidSettingError,
  type ScoreQuestion,
} from '@slowfast/spec';
import { checkSystem } from '../options/ask-options.ts';
import { assertKnownOptions, type OptionNames } from '../options/known-options.ts';

const mostChoices = 26;

const chatOptionNames: OptionNames<ChatDecideOptions> = {
  orders: true,
  temperature: true,
  signal: true,
  onProgress: true,
  onNotice: true,
};
const optionNames: OptionNames<DecideOptions> = { ...chatOptionNames, system: true };
const orderNames: Readonly<Record<ChoiceOrders, true>> = { given: true, both: true, all: true };
const choiceNames: OptionNames<ChoiceQuestion> = { type: true, text: true, choices: true };
const booleanNames: OptionNames<BooleanQuestion> = { type: true, text: true };
const scoreNames: OptionNames<ScoreQuestion> = { type: true, text: true, levels: true };

/**
 * Checks everything that can be told without a model.
 *
 * @throws InvalidSettingError when there is no question, one is of no known type, or choices, orders or temperature are not as they should be.
 * @throws EmptyQuestionError when a question or a choice is blank.
 * @throws UnknownOptionError when there is no such option, or no such member of a question.
 */
export function checkDecisions(questions: DecisionQuestions, options: DecideOptions): void {
  assertKnownOptions('decide', options, optionNames);
  checkSystem(options.system);
  checkAsked(questions, options);
}

/** As {@link checkDecisions}, within a chat, which has its system prompt already. */
export function checkChatDecisions(questions: DecisionQuestions, options: ChatDecideOptions): void {
  assertKnownOptions('decide of a chat', options, chatOptionNames);
  checkAsked(questions, options);
}

function checkAsked(questions: DecisionQuestions, options: ChatDecideOptions): void {
  const { orders = 'given', temperature = 1 } = options;
  if (!Object.hasOwn(orderNames, orders)) {
    throw invalid('orders', shown(orders), 'one of given, both, all');
  }
  if (!(temperature > 0 && temperature < Infinity)) {
    throw invalid('temperature', String(temperature), 'a number above 0');
  }
  const isObject = typeof questions === 'object' && questions !== null && !Array.isArray(questions);
  const named = isObject ? Object.entries(questions) : [];
  if (named.length === 0) {
    throw invalid('questions', isObject ? 'none' : shown(questions), 'one or more, each by a name');
  }
  for (const [name, question] of named) checkQuestion(name, question);
}

function checkQuestion(name: string, question: DecisionQuestion): void {
  const of = `the question ${JSON.stringify(name)}`;
  const setting = `questions.${name}`;
  const { type, text } = question ?? {};
  switch (type) {
    case 'choice':
      assertKnownOptions(of, question as ChoiceQuestion, choiceNames);
      checkTexts(`${setting}.choices`, (question as ChoiceQuestion).choices);
      break;
    case 'boolean':
      assertKnownOptions(of, question as BooleanQuestion, booleanNames);
      break;
    case 'score':
      assertKnownOptions(of, question as ScoreQuestion, scoreNames);
      checkTexts(`${setting}.levels`, (question as ScoreQuestion).levels);
      break;
    default:
      throw invalid(`${setting}.type`, shown(type), 'one of choice, boolean, score');
  }
  if (typeof text !== 'string') throw invalid(`${setting}.text`, shown(text), 'a question in words');
  if (text.trim() === '') throw new EmptyQuestionError({ found: `${setting}.text is blank` });
}

function checkTexts(setting: string, texts: readonly string[]): void {
  const expected = `2 to ${mostChoices} different texts`;
  if (!Array.isArray(texts) || texts.some((text) => typeof text !== 'string')) {
    throw invalid(setting, shown(texts), expected);
  }
  if (texts.length < 2 || texts.length > mostChoices) {
    throw invalid(setting, `${texts.length} texts`, expected);
  }
  const trimmed = texts.map((text) => text.trim());
  const blank = trimmed.indexOf('');
  if (blank >= 0) throw new EmptyQuestionError({ found: `${setting}[${blank}] is blank` });
  const twice = trimmed.find((text, i) => trimmed.indexOf(text) < i);
  if (twice !== undefined) throw invalid(setting, `${JSON.stringify(twice)} twice`, expected);
}

function invalid(setting: string, found: string, expected: string): InvalidSettingError {
  return new InvalidSettingError({ setting, found, expected });
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
