import type { Command } from 'commander';
import type { AskOptions } from 'slowfast-llava';
import { collect, nonNegativeNumber, positiveWholeNumber, shareAboveZero, wholeNumber } from './values.ts';

/** Flags that say how answers are made. */
export interface AnswerFlags {
  readonly maxTokens?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
}

/** Adds the flags of {@link AnswerFlags}. */
export function addAnswerFlags(command: Command): Command {
  return command
    .option(
      '--max-tokens <number>',
      'longest answer, in tokens (default: what the model prefers)',
      positiveWholeNumber,
    )
    .option(
      '--temperature <number>',
      'above 0 the answer is sampled; the higher, the more varied (default: 0, always the likeliest token)',
      nonNegativeNumber,
    )
    .option(
      '--top-p <share>',
      'sample from the likeliest tokens that together have this probability, up to 1',
      shareAboveZero,
    )
    .option('--seed <number>', 'makes a sampled answer repeatable', wholeNumber)
    .option('--stop <text>', 'a text that ends an answer and is no part of it (repeatable)', collect);
}

/** How tokens are chosen, and which texts end an answer, as these flags say. */
export function samplingOptions({ temperature, topP, seed, stop }: AnswerFlags): AskOptions {
  return { temperature, topP, seed, stopStrings: stop };
}

/** What a flag will not do, for people; undefined where all of them count. */
export function samplingRemark({ temperature = 0, topP, seed }: AnswerFlags): string | undefined {
  const idle = [...(topP === undefined ? [] : ['--top-p']), ...(seed === undefined ? [] : ['--seed'])];
  if (temperature > 0 || idle.length === 0) return undefined;
  return `${idle.join(' and ')} ${idle.length > 1 ? 'have' : 'has'} no effect without --temperature.`;
}
