import { type AskOptions, InvalidSettingError, type Question } from '@slowfast/spec';

/** @throws InvalidSettingError when a format is none, or when the question has options to choose from. */
export function checkResponseFormat(
  question: string | Question,
  responseFormat: AskOptions['responseFormat'],
): void {
  if (responseFormat === undefined) return;
  const { type, schema } = responseFormat ?? {};
  const isSchema = typeof schema === 'boolean' || (typeof schema === 'object' && schema !== null);
  if (type !== 'json' || !isSchema) {
    const expected = "{ type: 'json', schema } with a JSON Schema";
    throw new InvalidSettingError({ setting: 'responseFormat', found: describe(responseFormat), expected });
  }
  if (typeof question === 'string' || question?.options === undefined) return;
  const expected = 'absent for a question with options, whose answer is one of them';
  throw new InvalidSettingError({ setting: 'responseFormat', found: 'given', expected });
}

const describe = (value: unknown): string => JSON.stringify(value) ?? String(value);
