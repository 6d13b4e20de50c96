import { EmptyQuestionError, type FindOptions, InvalidSettingError } from '@slowfast/spec';
import { checkSystem } from '../options/ask-options.ts';
import { assertKnownOptions, type OptionNames } from '../options/known-options.ts';

const optionNames: OptionNames<FindOptions> = {
  startSeconds: true,
  endSeconds: true,
  stepSeconds: true,
  resolutionSeconds: true,
  windowFrames: true,
  threshold: true,
  temperature: true,
  system: true,
  maxFeatureBytes: true,
  signal: true,
  onProgress: true,
  onNotice: true,
};

/**
 * Checks everything that can be told without a video.
 *
 * @throws InvalidSettingError when an option has a value that it can't have.
 * @throws EmptyQuestionError when the question is blank.
 * @throws UnknownOptionError when there is no such option.
 */
export function checkFind(question: string, options: FindOptions): void {
  assertKnownOptions('find', options, optionNames);
  if (typeof question !== 'string') {
    const found = JSON.stringify(question) ?? String(question);
    throw new InvalidSettingError({ setting: 'The question', found, expected: 'a question in words' });
  }
  if (question.trim() === '') throw new EmptyQuestionError({ found: 'a blank question' });
  checkSystem(options.system);
  const {
    startSeconds,
    endSeconds,
    stepSeconds,
    resolutionSeconds,
    windowFrames,
    threshold,
    temperature,
    maxFeatureBytes,
  } = options;
  const isTime = (value: number) => value >= 0 && value < Infinity;
  const isLength = (value: number) => value > 0 && value < Infinity;
  check('startSeconds', startSeconds, isTime, 'seconds from 0 on');
  check('endSeconds', endSeconds, isTime, 'seconds from 0 on');
  check('stepSeconds', stepSeconds, isLength, 'seconds, above 0');
  check('resolutionSeconds', resolutionSeconds, isLength, 'seconds, above 0');
  const isCount = (value: number) => Number.isSafeInteger(value) && value > 0;
  check('windowFrames', windowFrames, isCount, 'a whole number of 1 or more');
  check('threshold', threshold, (value) => value > 0 && value < 1, 'a probability above 0 and below 1');
  check('temperature', temperature, isLength, 'a number above 0');
  check('maxFeatureBytes', maxFeatureBytes, (value) => value >= 0, 'bytes, 0 or more');
}

function check(
  setting: string,
  value: number | undefined,
  isRight: (value: number) => boolean,
  expected: string,
): void {
  if (value === undefined || (typeof value === 'number' && isRight(value))) return;
  throw new InvalidSettingError({ setting, found: String(value), expected });
}
