import { InvalidSettingError } from '@slowfast/spec';

/** The text around a question that is ours, not the user's. Every part may be replaced, also by nothing. */
export interface InstructionText {
  /** Tells the model that what it sees are frames of one video; first turn only. */
  readonly keyFrames: string;
  /** The task, for a question that is answered in words; first turn only. */
  readonly openEnded: string;
  /** The task, for a question with options; first turn only. */
  readonly multipleChoice: string;
  /** How an answer in words is made to begin. */
  readonly openEndedAnswerStart: string;
  /** How the choice of an option is made to begin; the model goes on with the letter. */
  readonly multipleChoiceAnswerStart: string;
}

/**
 * The parts that SlowFast-LLaVA found useful (arXiv 2407.15841v2, the ablation of prompt design), in words of our own: a
 * researcher who wants the paper's wording replaces them.
 */
export const defaultInstructions: InstructionText = {
  keyFrames: 'You see frames of one video, in the order of time.',
  openEnded: 'Look at what happens in the video and answer the question briefly and precisely.',
  multipleChoice: 'Look at what happens in the video, then choose the one option that answers the question.',
  openEndedAnswerStart: 'Judging by the video,',
  multipleChoiceAnswerStart: 'Best option: (',
};

/**
 * The defaults with some parts replaced.
 *
 * @throws InvalidSettingError when a part is unknown, no text, or holds the image placeholder.
 */
export function instructionText(replaced: Partial<InstructionText>, imageToken: string): InstructionText {
  const given = Object.entries(replaced).filter(([, text]) => text !== undefined);
  for (const [name, text] of given as [string, unknown][]) {
    const setting = `instructions.${name}`;
    if (!(name in defaultInstructions)) {
      const expected = `one of ${Object.keys(defaultInstructions).join(', ')}`;
      throw new InvalidSettingError({ setting: 'instructions', found: `given with ${name}`, expected });
    }
    if (typeof text !== 'string') {
      throw new InvalidSettingError({ setting, found: String(text), expected: 'a text, which may be empty' });
    }
    if (text.includes(imageToken)) {
      throw new InvalidSettingError({
        setting,
        found: JSON.stringify(text),
        expected: `a text without ${imageToken}`,
      });
    }
  }
  return { ...defaultInstructions, ...Object.fromEntries(given) };
}
