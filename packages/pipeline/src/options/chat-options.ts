import {
  type ChatOptions,
  type EarlierTurn,
  InvalidSettingError,
  type Question,
  type Turn,
} from '@slowfast/spec';
import { checkQuestion, checkSystem } from './ask-options.ts';
import { assertKnownOptions } from './known-options.ts';

/**
 * The turns that a chat goes on from: a copy, so that what the caller does with its own changes nothing.
 *
 * @throws UnknownOptionError when there is no such option of `chat`, or no such member of a question; InvalidSettingError when the history is no
 * conversation that an answer ends.
 */
export function earlierTurns(options: ChatOptions): readonly Turn[] {
  assertKnownOptions('chat', options, { history: true, system: true });
  checkSystem(options.system);
  const { history = [] } = options;
  if (!Array.isArray(history)) refuse(typeof history);
  const turns = (history as readonly EarlierTurn[]).map(copyOf);
  if (turns.length % 2 === 1) refuse('a list that a question ends');
  return turns;
}

function copyOf(turn: EarlierTurn, index: number): Turn {
  const role = index % 2 === 0 ? 'user' : 'assistant';
  if (turn?.role !== role)
    refuse(`a list with ${JSON.stringify(turn?.role)} as the role of turn ${index + 1}`);
  if (turn.role === 'assistant') {
    if (typeof turn.text !== 'string') refuse(`a list whose turn ${index + 1} has no text`);
    return { role: 'assistant', text: turn.text };
  }
  if (turn.question === undefined) refuse(`a list whose turn ${index + 1} has no question`);
  checkQuestion(turn.question);
  return { role: 'user', question: copyOfQuestion(turn.question) };
}

function copyOfQuestion(question: string | Question): Question {
  if (typeof question === 'string') return { text: question };
  const { text, options } = question;
  return { text, ...(options && { options: [...options] }) };
}

function refuse(found: string): never {
  const expected =
    "turns by turns { role: 'user', question } and { role: 'assistant', text }, an answer last, as the history of a chat";
  throw new InvalidSettingError({ setting: 'history', found, expected });
}
