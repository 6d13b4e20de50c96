import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modelFolder } from '@slowfast/tiny-model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runInTurn } from './testing/run-in-turn.ts';
import type { CommandOutcome } from './testing/run-slowfast.ts';

const clip = fileURLToPath(new URL('clips/circle.mp4', modelFolder));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slowfast-bad-input-'));
  await writeFile(join(folder, 'empty.mp4'), '');
  await mkdir(join(folder, 'safetensors'));
  for (const name of ['config.json', 'tokenizer.json', 'model.safetensors']) {
    await writeFile(join(folder, 'safetensors', name), '{}');
  }
  await writeFile(join(folder, 'text.mp4'), 'This is a text, whatever its name says.\n'.repeat(50));
});
afterAll(() => rm(folder, { recursive: true }));

/** The command, its exit code, and words that the line must hold. */
type BadInput = readonly [name: string, argv: () => readonly string[], code: number, words: RegExp];

const badInputs: readonly BadInput[] = [
  ['a missing file', () => ['ask', join(folder, 'none.mp4'), 'What?'], 1, /No video at .*none\.mp4/],
  ['an empty file', () => ['ask', join(folder, 'empty.mp4'), 'What?'], 1, /empty/],
  [
    'text named .mp4',
    () => ['ask', join(folder, 'text.mp4'), 'What?'],
    1,
    /text\.mp4 can't be read as a video/,
  ],
  ['a plan of a missing file', () => ['plan', join(folder, 'none.mp4')], 1, /No video at/],
  ['frames of a missing file', () => ['frames', join(folder, 'none.mp4'), '--out', folder], 1, /No video at/],
  ['zero frames', () => ['ask', clip, 'What?', '--frames', '0'], 2, /frames/],
  ['zero frames of frames', () => ['frames', clip, '--frames', '0', '--out', folder], 2, /frames/],
  ['a frame behind the end', () => ['frames', clip, '--indices', '99999', '--out', folder], 2, /99999/],
  [
    'a malformed aggregation',
    () => ['ask', clip, 'What?', '--aggregation', 'fast'],
    2,
    /"fast" is no aggregation/,
  ],
  [
    'an aggregation that does not fit the grid',
    () => ['plan', clip, '--aggregation', 'slowfast-slow_0frms_concat-fast_0x0'],
    2,
    /aggregation/,
  ],
  [
    'more tokens than the context',
    () => ['ask', clip, 'What?', '--frames', '25', '--aggregation', 'concat', '--no-cache'],
    1,
    /Too many tokens.* Asked for: --frames 25, --aggregation concat\. Lower that, or give --budget \d+\.$/m,
  ],
  [
    'a longer answer than the context',
    () => ['ask', clip, 'What?', '--max-tokens', '2000', '--no-cache'],
    1,
    /Too many tokens.* Asked for: --max-tokens 2000\. Lower that\.$/m,
  ],
  ['a budget that nothing fits', () => ['plan', clip, '--budget', '1'], 2, /Raise it to --budget 68/],
  [
    'a sampling that is none',
    () => ['plan', clip, '--sampling', 'each'],
    2,
    /--sampling.*distinct, original/,
  ],
  [
    'times that the model does not know',
    () => ['plan', clip, '--timestamps'],
    2,
    /Found --timestamps, expected none for this model, whose tokenizer does not know "\[", "\]"\. Leave it out, or give another --model\.$/m,
  ],
  [
    'an unknown model folder',
    () => ['ask', clip, 'What?', '--model', join(folder, 'none')],
    1,
    /No model at/,
  ],
  ['an incomplete model folder', () => ['ask', clip, 'What?', '--model', folder], 1, /config\.json/],
  ['an empty question', () => ['ask', clip, ' '], 2, /question is empty/],
  ['no question', () => ['ask', clip], 2, /Found no question, expected one or more/],
  ['no video', () => ['plan'], 2, /video/],
  ['an unknown flag', () => ['plan', clip, '--colour', 'red'], 2, /--colour/],
  ['a flag that is no number', () => ['plan', clip, '--frames', 'many'], 2, /many/],
  ['an unknown command', () => ['look', clip], 2, /look/],
  ['no command', () => [], 2, /command/],
  ['frames without a place to write to', () => ['frames', clip], 2, /--out/],
  [
    'a video that is none and a wrong model',
    () => ['ask', join(folder, 'text.mp4'), 'What?', '--model', folder],
    1,
    /text\.mp4 can't be read as a video/,
  ],
  [
    'a missing video and a wrong model',
    () => ['ask', join(folder, 'none.mp4'), 'What?', '--model', folder],
    1,
    /No video at/,
  ],
  ['an answer of no tokens', () => ['ask', clip, 'What?', '--max-tokens', '0'], 2, /--max-tokens/],
  ['a negative temperature', () => ['ask', clip, 'What?', '--temperature', '-1'], 2, /--temperature/],
  ['a share above 1', () => ['ask', clip, 'What?', '--top-p', '1.5'], 2, /--top-p.*above 0, at most 1/],
  ['no threads', () => ['ask', clip, 'What?', '--threads', '0'], 2, /--threads/],
  ['one option', () => ['ask', clip, 'What?', '--option', 'left'], 2, /Found 1 --option, expected 2 to 26/],
  [
    'a blank option',
    () => ['ask', clip, 'What?', '--option', 'left', '--option', ' '],
    2,
    /--option number 2 is blank/,
  ],
  [
    'a system prompt that the template has no role for',
    () => ['ask', clip, 'What?', '--system', 'Be brief.'],
    2,
    /Found --system, expected none for this model/,
  ],
  ['quiet and verbose', () => ['ask', clip, 'What?', '-q', '-v'], 2, /--verbose.*--quiet/],
  [
    'a start behind the end',
    () => ['plan', clip, '--start', '0:02', '--end', '1'],
    2,
    /--start 2 and --end 1/,
  ],
  ['a start behind the video', () => ['plan', clip, '--start', '60'], 2, /0 s to 3 s\. Change --start\./],
  [
    'a time that is none',
    () => ['plan', clip, '--start', '1:75'],
    2,
    /"1:75", expected a time such as 90, 1:30/,
  ],
  [
    'a frame behind the end by time',
    () => ['frames', clip, '--at', '0:01,0:03', '--out', folder],
    2,
    /Change --at\./,
  ],
  [
    'several ways to choose frames',
    () => ['frames', clip, '--at', '1', '--indices', '1', '--out', folder],
    2,
    /one of them/,
  ],
  [
    'a precision that is not there',
    () => ['ask', clip, 'What?', '--dtype', 'q4'],
    2,
    /no vision_encoder in q4.*--dtype vision_encoder=fp32/,
  ],
  ['an unknown precision', () => ['ask', clip, 'What?', '--dtype', 'q9'], 2, /--dtype.*Expected one of fp32/],
  [
    'a flag that is nearly right',
    () => ['plan', clip, '--frame', '3'],
    2,
    /'--frame' \(did you mean --frames\?\)/,
  ],
  ['a command that is nearly right', () => ['aks', clip], 2, /did you mean ask/],
  [
    'no command of a group',
    () => ['models'],
    2,
    /after models, expected pull, convert, list, inspect or remove\. See slowfast models --help/,
  ],
  [
    'safetensors alone',
    () => ['ask', clip, 'What?', '--model', join(folder, 'safetensors')],
    1,
    /make ONNX graphs of them with "slowfast models convert"/,
  ],
  ['frames into a file', () => ['frames', clip, '--out', join(folder, 'text.mp4')], 1, /can't be written/],
];

let outcomes: Promise<readonly CommandOutcome[]> | undefined;

describe('bad input gets one clear line and an exit code', () => {
  test.each(badInputs.map((input, i) => [input[0], i] as const))('%s', async (_name, i) => {
    outcomes ??= runInTurn(badInputs.map(([, argv]) => ({ argv: argv() })));
    const outcome = (await outcomes)[i]!;
    const [, , code, words] = badInputs[i]!;
    expect(outcome.stderr).toMatch(words);
    expect(outcome).toMatchObject({ code, stdout: '' });
    const lines = outcome.stderr
      .trimEnd()
      .split('\n')
      .filter((line) => !line.startsWith('note: '));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^slowfast: .*\.$/);
    expect(outcome.stderr).not.toMatch(/\n\s+at /);
  });
});

test('with --json what went wrong is an object, too', async () => {
  const [outcome] = await runInTurn([{ argv: ['frames', clip, '--at', '3', '--out', folder, '--json'] }]);
  expect(outcome!.code).toBe(2);
  const message = outcome!.stderr.replace(/^slowfast: /, '').trimEnd();
  expect(JSON.parse(outcome!.stdout)).toEqual({
    error: {
      ...{ code: 'invalid-selection', message },
      facts: { found: 'the time 3 s', expected: expect.any(String) },
    },
  });
});

test('with --verbose the line is followed by the error, its causes and their stacks', async () => {
  const argv = ['plan', join(folder, 'none.mp4'), '--verbose'];
  const [outcome] = await runInTurn([{ argv }]);
  expect(outcome!.code).toBe(1);
  const [line, ...rest] = outcome!.stderr.split('\n');
  expect(line).toMatch(/^slowfast: No video at .*\.$/);
  expect(rest[0]).toMatch(/^VideoNotFoundError: No video at/);
  expect(rest.join('\n')).toMatch(/\n +at .*\[cause\]: Error: ENOENT.*\n +at /s);
});
