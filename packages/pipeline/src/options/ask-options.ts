import { type AskOptions, type ChatAskOptions, InvalidSettingError, type Question } from '@slowfast/spec';
import { checkResponseFormat } from './check-response-format.ts';
import { assertKnownOptions, type OptionNames } from './known-options.ts';

const chatAskOptionNames: OptionNames<ChatAskOptions> = {
  maxTokens: true,
  responseFormat: true,
  stopStrings: true,
  logprobs: true,
  signal: true,
  onProgress: true,
  onNotice: true,
  temperature: true,
  topK: true,
  topP: true,
  minP: true,
  repetitionPenalty: true,
  seed: true,
};

const askOptionNames: OptionNames<AskOptions> = { ...chatAskOptionNames, system: true };

const questionNames: OptionNames<Question> = { text: true, options: true };

/**
 * @throws UnknownOptionError when there is no such option of `ask`, or no such member of a question; InvalidSettingError when the
 * question has no text, a stop string is empty, or the system prompt is no text.
 */
export function checkAskOptions(question: string | Question, options: AskOptions): void {
  assertKnownOptions('ask', options, askOptionNames);
  checkSystem(options.system);
  checkAsked(question, options);
}

/** As {@link checkAskOptions}, for a question of a chat, which has its system prompt already. */
export function checkChatAskOptions(question: string | Question, options: ChatAskOptions): void {
  assertKnownOptions('ask of a chat', options, chatAskOptionNames);
  checkAsked(question, options);
}

function checkAsked(question: string | Question, { stopStrings, responseFormat }: ChatAskOptions): void {
  checkStopStrings(stopStrings);
  checkQuestion(question);
  checkResponseFormat(question, responseFormat);
}

function checkStopStrings(stopStrings: readonly string[] | undefined): void {
  if (stopStrings === undefined) return;
  if (Array.isArray(stopStrings) && stopStrings.every((stop) => typeof stop === 'string' && stop !== ''))
    return;
  const expected = 'a list of texts, none of them empty';
  throw new InvalidSettingError({ setting: 'stopStrings', found: JSON.stringify(stopStrings), expected });
}

/** @throws InvalidSettingError when it is no text. */
export function checkSystem(system: string | undefined): void {
  if (system === undefined || typeof system === 'string') return;
  throw new InvalidSettingError({ setting: 'system', found: typeof system, expected: 'a text' });
}

/** @throws UnknownOptionError when a question has no such member; InvalidSettingError when it has no text. */
export function checkQuestion(question: string | Question): void {
  if (typeof question === 'string') return;
  const { text } = question ?? {};
  if (typeof text !== 'string') {
    const expected = 'a question in words';
    throw new InvalidSettingError({ setting: 'The text of a question', found: String(text), expected });
  }
  assertKnownOptions('a question', question, questionNames);
}
