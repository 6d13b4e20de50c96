import { InvalidSettingError, type ResponseFormat, type TokenConstraint } from '@slowfast/spec';
import type { VideoAssistantStages } from './stages.ts';

/**
 * What keeps an answer to its format; nothing for an answer in any words.
 *
 * @throws InvalidSettingError when the stages make no answers in a format; what `constrain` throws.
 */
export async function answerConstraint(
  { constrain, languageModel }: Pick<VideoAssistantStages, 'constrain' | 'languageModel'>,
  format: ResponseFormat | undefined,
  maxTokens: number,
): Promise<TokenConstraint | undefined> {
  if (format === undefined) return undefined;
  const vocabulary = languageModel.vocabulary?.();
  if (constrain && vocabulary) return constrain(format, vocabulary, maxTokens);
  throw new InvalidSettingError({
    setting: 'responseFormat',
    found: 'given',
    expected: `absent, since the assistant was made without ${constrain ? "its tokens' texts" : '`constrain`'}`,
  });
}

/** What the text of an answer in JSON says; undefined where it was cut off. */
export function answerValue(text: string): { readonly value?: unknown } {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return {};
  }
}
