import { type ChoiceOrders, InvalidSettingError } from '@slowfast/spec';
import { type ClipAnswers, reductionKey } from './answer-clips.ts';
import type { ReductionChoice } from './reductions/reduction-facts.ts';

/** What must be the same for answers of an earlier run to stand for those of this one. */
export interface ResultsHeader {
  readonly format: 'slowfast-accuracy-3';
  /** Names the vision tower's weights and preprocessing. */
  readonly encoder: string;
  /** Names the language model's weights. */
  readonly languageModel: string;
  /** Longest answer, in tokens. */
  readonly maxAnswerTokens: number;
  /** In which options were shown. */
  readonly orders: ChoiceOrders;
}

/** Answers of earlier runs, by clip and setting. */
export interface ResultsLog {
  /** Bytes of text that are whole lines; behind them an interrupted run left a torn one. Undefined for a new log. */
  readonly wholeLength: number | undefined;
  /** Lines with answers. */
  readonly lines: number;
  /** @throws InvalidSettingError when the clip had other content then. */
  recall(clip: string, content: string | undefined, choice: ReductionChoice): ClipAnswers | undefined;
}

/**
 * Reads a log: a line of JSON for what the answers are of, then one for each clip and setting, later ones first in rank.
 *
 * @param text of the file; empty for a new one.
 * @param place names it in errors.
 * @throws InvalidSettingError when it is no such log, or one of another model.
 */
export function readResultsLog(text: string, place: string, header: ResultsHeader): ResultsLog {
  const refuse = (found: string, expected: string) =>
    new InvalidSettingError({ setting: 'The results file', found: `${place}, ${found}`, expected });
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const [first, ...rest] = whole.split('\n').filter((line) => line !== '');
  if (first === undefined && text !== '')
    throw refuse('which is no log of answers', 'a new file, or such a log');
  if (first !== undefined) {
    const found = parseLine(first) as Partial<ResultsHeader> | undefined;
    if (found?.format !== header.format)
      throw refuse('which is no log of answers', 'a new file, or such a log');
    for (const key of ['encoder', 'languageModel', 'maxAnswerTokens'] as const) {
      if (found[key] === header[key]) continue;
      throw refuse(
        `whose answers are of another model (${key} differs)`,
        'a log of this model, or a new file',
      );
    }
    if (found.orders !== header.orders) {
      const expected = `a log of the orders ${header.orders}, or a new file`;
      throw refuse(`whose options were shown in the orders ${found.orders}`, expected);
    }
  }
  const byKey = new Map<string, ClipAnswers>();
  for (const [at, line] of rest.entries()) {
    const found = parseLine(line);
    if (!isClipAnswers(found))
      throw refuse(`whose line ${at + 2} is damaged`, 'answers about a clip in every line but the first');
    byKey.set(`${reductionKey(found)} ${found.clip}`, found);
  }
  return {
    wholeLength: first === undefined ? undefined : new TextEncoder().encode(whole).length,
    lines: rest.length,
    recall(clip, content, choice) {
      const found = byKey.get(`${reductionKey(choice)} ${clip}`);
      if (!found || found.content === content) return found;
      throw refuse(`in which ${clip} had other content`, 'a log of these clips, or a new file');
    },
  };
}

/** A line of the log, with its end. */
export function resultsLine(value: ResultsHeader | ClipAnswers): string {
  return `${JSON.stringify(value)}\n`;
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isClipAnswers(value: unknown): value is ClipAnswers {
  if (typeof value !== 'object' || value === null) return false;
  const { clip, frames, aggregation, version = '', tokens, seconds, answers } = value as Partial<ClipAnswers>;
  return (
    typeof clip === 'string' &&
    typeof aggregation === 'string' &&
    typeof version === 'string' &&
    [frames, tokens, seconds].every((number) => typeof number === 'number') &&
    Array.isArray(answers) &&
    answers.every(isAnswer)
  );
}

function isAnswer(item: ClipAnswers['answers'][number] | undefined): boolean {
  if (typeof item?.question !== 'string' || typeof item.answered !== 'string') return false;
  const { decided, options } = item;
  if (decided === undefined) return true;
  const { probabilities, labelMass } = decided;
  return (
    typeof labelMass === 'number' &&
    Array.isArray(probabilities) &&
    probabilities.length === (options?.length ?? 2) &&
    probabilities.every((probability) => probability >= 0 && probability <= 1)
  );
}
