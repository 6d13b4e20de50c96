import {
  InvalidSettingError,
  type LanguageModel,
  type PromptTemplate,
  type TimedFrames,
  type Turn,
} from '@slowfast/spec';
import { splitAtVideo } from './video-prefix.ts';

/** What counting needs of the stages. */
interface CountingStages {
  readonly template: Pick<PromptTemplate, 'render' | 'writesTimes'>;
  readonly languageModel: Pick<LanguageModel, 'checkPrompt'>;
}

/** Times are many, and unknown for the same reason. */
const mostWordsNamed = 3;

/**
 * Exactly how many tokens more a prompt with this turn has when the times of these frames are written in it.
 *
 * @throws InvalidSettingError where the template writes no times, or the tokenizer does not know how they are written.
 */
export function countTimeTokens(timed: TimedFrames, turn: Turn, stages: CountingStages): number {
  const { template, languageModel } = stages;
  const refuse = (expected: string) =>
    new InvalidSettingError({ setting: 'timestamps', found: 'true', expected });
  if (!template.writesTimes) throw refuse('none where the prompt template writes no times');
  const { parts } = template.render([turn], { timed });
  const { unknownWords } = languageModel.checkPrompt(splitAtVideo(parts).head);
  if (unknownWords.length > 0) {
    const words = unknownWords.slice(0, mostWordsNamed).map((word) => JSON.stringify(word));
    const rest = unknownWords.length > words.length ? ', …' : '';
    throw refuse(`none for this model, whose tokenizer does not know ${words.join(', ')}${rest}`);
  }
  const { textTokens } = languageModel.checkPrompt(parts);
  return textTokens - languageModel.checkPrompt(template.render([turn]).parts).textTokens;
}
