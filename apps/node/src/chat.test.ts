import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AnswerResult, Turn } from '@slowfast/spec';
import { modelFolder } from '@slowfast/tiny-model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runInTurn } from './testing/run-in-turn.ts';
import { runSlowfast } from './testing/run-slowfast.ts';

const clip = fileURLToPath(new URL('clips/circle.mp4', modelFolder));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slowfast-chat-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A conversation whose lines come through a pipe. */
async function chat(lines: readonly string[], flags: readonly string[] = []) {
  const file = join(folder, 'questions.txt');
  await writeFile(file, lines.map((line) => `${line}\n`).join(''));
  return runSlowfast(['chat', clip, '--quiet', ...flags], {
    env: { SLOWFAST_CACHE: join(folder, 'cache') },
    stdin: file,
  });
}

test('answers line by line, keeps the conversation, and goes on with it as if it had not ended', async () => {
  const saved = join(folder, 'new', 'chat.json');
  const whole = await chat(
    ['What shape appears?', '', 'Where does it go?', 'What colour is it?'],
    ['--json'],
  );
  expect(whole).toMatchObject({ code: 0, stderr: '' });
  const answers: readonly AnswerResult[] = whole.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(answers.map(({ answer }) => answer)).toEqual(['circle', 'to the right', 'red']);
  expect(answers[0]).toMatchObject({ video: clip, model: 'embedded', question: 'What shape appears?' });

  const begun = await chat(['What shape appears?', 'Where does it go?'], ['--save', saved]);
  expect(begun).toEqual({ code: 0, stdout: 'circle\nto the right\n', stderr: '' });
  const kept = JSON.parse(await readFile(saved, 'utf8'));
  expect(kept).toMatchObject({ video: clip, model: 'embedded' });
  expect(kept.history.map((turn: Turn) => (turn.role === 'user' ? turn.question.text : turn.text))).toEqual([
    ...['What shape appears?', 'circle', 'Where does it go?', 'to the right'],
  ]);

  // Another file is not written over; the one that it goes on from is.
  const refused = await chat(['Why?'], ['--save', saved]);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toContain(`go on from it with --history ${saved}`);
  const continued = await chat(
    ['What colour is it?', '/save'],
    ['--history', saved, '--save', saved, '--json', '--stop', ' the'],
  );
  expect(continued).toMatchObject({ code: 0, stderr: '' });
  const [last] = continued.stdout.trimEnd().split('\n');
  const { usage, answer } = JSON.parse(last!) as AnswerResult;
  expect({ usage, answer }).toEqual({ usage: answers[2]!.usage, answer: 'red' });
  expect(JSON.parse(await readFile(saved, 'utf8')).history).toHaveLength(6);
});

test('what can not be is refused by name', async () => {
  const wrong = join(folder, 'wrong.json');
  await writeFile(wrong, '{"history": []}');
  const turns = join(folder, 'turns.json');
  const history = [{ role: 'user', content: 'What?' }];
  await writeFile(turns, JSON.stringify({ video: clip, model: 'embedded', history }));
  const [noVideo, several, stdin, none, shape, names, question] = await runInTurn(
    [
      [],
      [clip, clip],
      ['-'],
      [clip, '--history', join(folder, 'none.json')],
      [clip, '--history', wrong],
      [clip, '--history', turns],
      [clip, 'What shape appears?'],
    ].map((argv) => ({ argv: ['chat', ...argv, '--quiet'] })),
  );
  expect(noVideo).toMatchObject({ code: 2, stderr: expect.stringContaining('Found no video') });
  expect(several).toMatchObject({ code: 2, stderr: expect.stringContaining('Found 2 videos, expected one') });
  expect(stdin).toMatchObject({ code: 2, stderr: expect.stringContaining('come from standard input') });
  expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('none.json: ENOENT') });
  expect(shape).toMatchObject({ code: 2, stderr: expect.stringContaining('JSON of another shape') });
  expect(names).toMatchObject({ code: 2, stderr: expect.stringContaining("--history can't be") });
  expect(question!.code).not.toBe(0);
});

test('a conversation that no longer fits says how to go on', async () => {
  const long = 'Where does it go? '.repeat(40);
  const { code, stdout, stderr } = await chat([
    'What shape appears?',
    ...Array(6).fill(long),
    '/reset',
    'Where does it go?',
  ]);
  expect(code).toBe(1);
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('to the right');
  expect(stderr).toMatch(/^slowfast: Too many tokens/m);
});
