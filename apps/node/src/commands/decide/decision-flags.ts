import { type Command, InvalidArgumentError } from 'commander';
import type { DecisionQuestion } from 'slowfast-llava';
import { collect } from '../../flags/values.ts';

/** Adds the flags that ask: each may be repeated. */
export function addDecisionFlags(command: Command): Command {
  return command
    .option('--boolean <question>', 'whether something is so, yes or no (repeatable)', collect)
    .option(
      '--choice <question and choices...>',
      'which of 2 to 26 choices it is, behind the question (repeatable)',
    )
    .option(
      '--score <question and levels...>',
      'how much it is, by 2 to 26 levels from the lowest on, behind the question (repeatable)',
    );
}

const mostChoices = 26;
const negativeNumber = /^-(\d+|\d*\.\d+)([eE][+-]?\d+)?$/;

/**
 * The questions in the order in which they were given, which commander, that gathers each flag on its own, does not keep: it has accepted these
 * arguments, and a flag's values end where the next flag begins.
 *
 * @throws InvalidArgumentError when there is no question, or one has no text, too few choices, too many or one twice.
 */
export function decisionQuestions(argv: readonly string[]): readonly DecisionQuestion[] {
  const end = argv.indexOf('--');
  const args = end < 0 ? argv : argv.slice(0, end);
  const questions: DecisionQuestion[] = [];
  for (let i = 0; i < args.length; i += 1) {
    const [, flag, joined] = /^(--(?:boolean|choice|score))(?:=(.*))?$/s.exec(args[i]!) ?? [];
    if (flag === undefined) continue;
    const values = joined === undefined ? [args[++i]!] : [joined];
    const isVariadic = flag !== '--boolean' && joined === undefined;
    while (isVariadic && i + 1 < args.length && isValue(args[i + 1]!)) values.push(args[++i]!);
    questions.push(question(flag, values));
  }
  if (questions.length > 0) return questions;
  throw new InvalidArgumentError(
    'Found no question, expected --boolean, --choice or --score behind the videos.',
  );
}

function isValue(arg: string): boolean {
  return arg === '-' || !arg.startsWith('-') || negativeNumber.test(arg);
}

function question(flag: string, [text = '', ...choices]: readonly string[]): DecisionQuestion {
  if (text.trim() === '')
    throw new InvalidArgumentError(`Found a ${flag} without a question, expected some text.`);
  if (flag === '--boolean') return { type: 'boolean', text };
  const trimmed = choices.map((choice) => choice.trim());
  const isRight =
    choices.length >= 2 &&
    choices.length <= mostChoices &&
    !trimmed.includes('') &&
    new Set(trimmed).size === choices.length;
  if (!isRight) {
    const found =
      choices.length === 0 ? 'nothing' : choices.map((choice) => JSON.stringify(choice)).join(', ');
    const what = flag === '--choice' ? 'choices' : 'levels';
    throw new InvalidArgumentError(
      `Found ${found} behind ${flag} ${JSON.stringify(text)}, expected 2 to ${mostChoices} different ${what}.`,
    );
  }
  return flag === '--choice' ? { type: 'choice', text, choices } : { type: 'score', text, levels: choices };
}
