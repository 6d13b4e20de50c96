import {
  AggregationMismatchError,
  BudgetTooSmallError,
  ContextExceededError,
  InvalidSelectionError,
  InvalidSettingError,
  ModelDtypeMissingError,
  reviveError,
  type SlowFastError,
  serializeError,
  VideoDamagedError,
  VideoNotFoundError,
  WorkerFailedError,
} from '@slowfast/spec';
import { expect, test } from 'vitest';
import { inFlagWords } from './flag-words.ts';

const selection = new InvalidSelectionError({ found: 'no frame', expected: 'one' });
const setting = (name: string) => new InvalidSettingError({ setting: name, found: '0', expected: '1' });

test.each<[error: SlowFastError, argv: string, end: string]>([
  [selection, 'ask a.mp4 What?', 'Change --frames, --fps, --start or --end.'],
  [selection, 'plan a.mp4 --end=9 --start 7 --budget 5', 'Change --start or --end.'],
  [selection, 'frames a.mp4', 'Change --frames, --at or --indices.'],
  [selection, 'frames a.mp4 --indices 9', 'Change --indices.'],
  [setting('budgetTokens'), 'ask', "--budget can't be 0: expected 1. Change --budget."],
  [setting('topP'), 'ask', "--top-p can't be 0: expected 1. Change --top-p."],
  [setting('threads'), 'ask', "--threads can't be 0: expected 1. Change --threads."],
  [setting('options'), 'ask', "--option can't be 0: expected 1. Change --option."],
  [setting('timestamps'), 'ask', 'Found --timestamps, expected 1. Leave it out, or give another --model.'],
  [setting('dtype'), 'models pull', "--dtype can't be 0: expected 1. Change --dtype."],
  [setting('--kinds'), 'bench accuracy', "--kinds can't be 0: expected 1. Change --kinds."],
  [
    new BudgetTooSmallError({ budget: 1, smallest: 68, aggregation: 'concat' }),
    'ask',
    'too small: concat needs at least 68. Raise it to --budget 68, or choose a coarser --aggregation.',
  ],
  [
    new ContextExceededError({
      ...{ needed: 9, videoTokens: 5, textTokens: 3, answerTokens: 1, contextLength: 8 },
      ...{ asked: { frames: 3, maxTokens: 1 }, budgetTokens: 4 },
    }),
    'ask',
    'Asked for: --frames 3, --max-tokens 1. Lower that, or give --budget 4.',
  ],
  [
    new ContextExceededError({
      ...{ needed: 9, videoTokens: 5, textTokens: 3, answerTokens: 1, contextLength: 8 },
      asked: { frames: 3, timestamps: 'true' },
    }),
    'ask',
    'Asked for: --frames 3, --timestamps. Lower that.',
  ],
  [
    new AggregationMismatchError({ aggregation: 'a', found: 'b', expected: 'c' }),
    'ask',
    'Give another --aggregation.',
  ],
  [
    new ModelDtypeMissingError({
      model: 'm',
      component: 'embed_tokens',
      dtype: 'q4',
      available: ['fp16', 'q8'],
    }),
    'ask',
    'Give another --dtype, for all parts or for this one: --dtype embed_tokens=fp16.',
  ],
  [
    new VideoDamagedError({ place: 'a.mp4', substituted: 5, selected: 8 }),
    'ask',
    'choose an intact part with --frames, --fps, --start or --end.',
  ],
  [new WorkerFailedError({ reason: 'no memory' }), 'ask', 'lower --frames or give a smaller --model.'],
  [new VideoNotFoundError({ place: 'a.mp4' }), 'ask', 'Check the path.'],
])('%s, of %s', (error, argv, end) => {
  // As it is, and as it arrives from the worker.
  for (const arrived of [error, reviveError(serializeError(error)) as SlowFastError]) {
    const line = inFlagWords(arrived, argv.split(' '));
    expect(line.slice(-end.length)).toBe(end);
  }
});
