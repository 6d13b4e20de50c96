import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modelFolder } from '@slowfast/tiny-model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CommandRun } from '../testing/command-process.ts';
import { runInTurn } from '../testing/run-in-turn.ts';
import { type CommandOutcome, runSlowfast } from '../testing/run-slowfast.ts';
import { serveFolder } from '../testing/serve-folder.ts';

const clips = fileURLToPath(new URL('clips/', modelFolder));
const shape = 'What shape appears?';
const ways = 'Where does it go?';

const modelPath = fileURLToPath(modelFolder);

/** What is run, by a name for it, in a folder with `circle.mp4`, `square.webm`, `text.mp4`, and `000002.png` to `000033.png`; SERVER serves it. */
const runs: Readonly<Record<string, readonly string[] | CommandRun>> = {
  'several videos and questions': ['ask', 'circle.mp4', 'square.webm', shape, 'What colour is it?'],
  'several videos as JSON': ['ask', 'circle.mp4', 'square.webm', shape, '--json'],
  'one that is no video': ['ask', 'circle.mp4', 'text.mp4', 'square.webm', shape],
  'one that is no video, as JSON': ['ask', 'text.mp4', 'square.webm', shape, '--json'],
  'plans, one of what is no video': ['plan', 'text.mp4', 'circle.mp4', 'text.mp4', 'square.webm'],
  'plans as JSON, one of what is no video': ['plan', 'circle.mp4', 'text.mp4', 'square.webm', '--json'],
  'plans with a model that is not there': ['plan', 'circle.mp4', 'square.webm', '--model', './no-model'],
  'a folder': ['ask', 'folder', shape],
  'a question that is a file': ['ask', 'circle.mp4', '--question', 'star', '--question', shape],
  'a file alone': ['ask', 'circle.mp4', 'star'],
  'a missing file before a question': ['ask', 'circle.mp4', 'none.mp4', shape],
  'a file behind a question': ['ask', 'circle.mp4', shape, 'square.webm'],
  'a missing file and --question': ['ask', 'circle.mp4', 'none', '--question', shape],
  'no video': ['ask', '--question', shape],
  'a picture': ['ask', '000002.png', shape],
  'pictures in order': ['ask', '000002.png', '000015.png', '000033.png', ways],
  'pictures in reverse': ['ask', '000033.png', '000015.png', '000002.png', ways, '--json'],
  'a picture named as something else': ['ask', 'picture', shape],
  'pictures and a video': ['ask', '000002.png', 'circle.mp4', shape],
  'standard input twice': ['ask', '-', '-', shape],
  'a plan of two': ['plan', 'circle.mp4', '000002.png', '--json'],
  'an address': ['ask', 'SERVER/circle.mp4?token=secret', shape, '--json'],
  'an address and a model that is named': [
    'ask',
    'SERVER/square.webm',
    shape,
    '--model',
    modelPath,
    '--no-cache',
  ],
  'pictures, some at addresses': ['ask', 'SERVER/000002.png', '000015.png', 'SERVER/000033.png', ways],
  'an address with nothing': ['plan', 'SERVER/none.mp4?token=secret'],
  'frames of an address': ['frames', 'SERVER/circle.mp4', '--indices', '3', '--out', 'frames'],
  'a plan of several': ['plan', 'circle.mp4', 'square.webm', '--json', '--max-tokens', '7'],
};

let folder: string;
let outcomes: Readonly<Record<string, CommandOutcome>>;
let asked: readonly string[];
let address: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slowfast-inputs-'));
  for (const clip of ['circle.mp4', 'square.webm']) await copyFile(join(clips, clip), join(folder, clip));
  await writeFile(join(folder, 'text.mp4'), 'This is a text. '.repeat(99));
  await writeFile(join(folder, 'star'), '');
  await mkdir(join(folder, 'folder'));
  const env = { SLOWFAST_CACHE: join(folder, 'cache'), TMPDIR: folder };
  const start = await runSlowfast(
    ['frames', 'circle.mp4', '--indices', '2,15,33', '--out', '.', '--json'].map(inFolder),
  );
  expect(start.code, start.stderr).toBe(0);
  await copyFile(join(folder, '000002.png'), join(folder, 'picture'));
  await copyFile(join(folder, '000033.png'), join(folder, 'folder', '1.png'));
  await using server = await serveFolder(folder);
  ({ asked, address } = server);
  const entries = Object.values(runs).map((run) => {
    const { argv, ...rest } = 'argv' in run ? run : { argv: run };
    return { ...rest, argv: argv.map((text) => text.replace('SERVER/', address)) };
  });
  const results = await runInTurn(
    entries.map((run) => ({ ...run, env: { ...env, ...run.env } })),
    { cwd: folder },
  );
  outcomes = Object.fromEntries(Object.keys(runs).map((name, i) => [name, results[i]!]));
});
afterAll(() => rm(folder, { recursive: true }));

const inFolder = (text: string) => (/\.(mp4|webm)$|^\.$/.test(text) ? join(folder, text) : text);
const jsonOf = (name: string) =>
  outcomes[name]!.stdout.trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('several videos', () => {
  test('each is asked in turn', () => {
    expect(outcomes['several videos and questions']!.stdout).toBe(
      'circle.mp4\n> What shape appears?\ncircle\n> What colour is it?\nred\n' +
        'square.webm\n> What shape appears?\nsquare\n> What colour is it?\nyellow\n',
    );
  });

  test('what the model knows is told once', () => {
    const { stderr } = outcomes['several videos and questions']!;
    expect(stderr).toBe(
      'note: the embedded model answers, which knows drawn shapes only; --model takes one for real videos.\n',
    );
  });

  test('a line of JSON says which video and which model', () => {
    expect(jsonOf('several videos as JSON')).toMatchObject([
      { video: 'circle.mp4', model: 'embedded', question: shape, answer: 'circle' },
      { video: 'square.webm', model: 'embedded', question: shape, answer: 'square' },
    ]);
  });

  test('one that can not be read is told, and the others are asked', () => {
    const { code, stdout, stderr } = outcomes['one that is no video']!;
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'circle.mp4: circle\nsquare.webm: square\n' });
    expect(stderr).toMatch(/^slowfast: text\.mp4 can't be read as a video: found text/m);
    const [failed, answered] = jsonOf('one that is no video, as JSON');
    expect(failed).toEqual({
      video: 'text.mp4',
      error: {
        code: 'video-unreadable',
        message: expect.stringMatching(/^text\.mp4 can't be read as a video: found text/),
        facts: { place: 'text.mp4', found: 'text' },
      },
    });
    expect(answered).toMatchObject({ video: 'square.webm', answer: 'square' });
  });

  test('a folder of pictures is a video', () => {
    expect(outcomes['a folder']).toMatchObject({ code: 0, stdout: 'circle\n' });
  });

  test('a plan has the facts of each video', () => {
    expect(jsonOf('a plan of several')).toMatchObject([
      {
        ...{ video: 'circle.mp4', model: 'embedded', textTokens: { answer: 7 } },
        info: {
          container: 'mp4',
          codec: 'h264',
          width: 320,
          height: 240,
          frameCount: 36,
          durationSeconds: 3,
        },
      },
      { video: 'square.webm', info: { container: 'webm' } },
    ]);
    expect(jsonOf('a plan of several')[0].info).not.toHaveProperty('frameTimestampsSeconds');
  });

  test('plans go on behind what is no video', () => {
    const { code, stdout, stderr } = outcomes['plans, one of what is no video']!;
    expect(code).toBe(1);
    expect(stdout).toMatch(/^video {5}circle\.mp4: [\s\S]*logits\n\nvideo {5}square\.webm: /);
    expect(stderr.match(/^slowfast: text\.mp4 can't be read as a video: found text/gm)).toHaveLength(2);
    const [first, bad, last] = jsonOf('plans as JSON, one of what is no video');
    expect([first.video, last.video]).toEqual(['circle.mp4', 'square.webm']);
    expect(bad).toMatchObject({ video: 'text.mp4', error: { code: 'video-unreadable' } });
  });

  test('a model that is not there is told once', () => {
    const { code, stdout, stderr } = outcomes['plans with a model that is not there']!;
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^slowfast: No model at .*no-model.*\n$/);
  });
});

describe('questions and files', () => {
  test('--question asks what is spelled like a file', () => {
    const { code, stdout } = outcomes['a question that is a file']!;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^> star\n.*\n> What shape appears\?\ncircle\n$/);
  });

  test.each([
    ['a file alone', 2, /Found no question \("star" is a file; as a question it takes --question\)/],
    ['a missing file before a question', 2, /Found "none\.mp4" which is no file .*--question/],
    ['a file behind a question', 2, /Found "square\.webm" behind a question/],
    ['a missing file and --question', 1, /No video at none:/],
    ['no video', 2, /Found no video/],
    ['pictures and a video', 2, /Found pictures \(000002\.png\) and videos \(circle\.mp4\) together/],
    ['standard input twice', 2, /Found - twice/],
    ['a plan of two', 2, /Found pictures/],
  ])('%s', (name, code, words) => {
    const outcome = outcomes[name]!;
    expect(outcome.code).toBe(code);
    expect(outcome.stderr).toMatch(words);
    expect(outcome.stderr).toMatch(/^slowfast: .*\.\n$/);
  });
});

describe('pictures', () => {
  test('one is a video', () => {
    expect(outcomes['a picture']).toMatchObject({ code: 0, stdout: 'circle\n' });
    expect(outcomes['a picture named as something else']).toMatchObject({ code: 0, stdout: 'circle\n' });
  });

  test('several are one clip in the order given', () => {
    expect(outcomes['pictures in order']).toMatchObject({ code: 0, stdout: 'to the right\n' });
    expect(jsonOf('pictures in reverse')).toMatchObject([
      { video: ['000033.png', '000015.png', '000002.png'], answer: 'to the left' },
    ]);
  });
});

describe('addresses', () => {
  test('are videos and pictures like any other, and what is secret of them is not told', () => {
    const { stderr } = outcomes['an address']!;
    expect(jsonOf('an address')).toMatchObject([{ video: `${address}circle.mp4?…`, answer: 'circle' }]);
    expect(stderr).not.toContain('secret');
    expect(outcomes['pictures, some at addresses']).toMatchObject({ code: 0, stdout: 'to the right\n' });
    expect(outcomes['frames of an address']).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('000003.png'),
    });
  });

  test('where nothing is, that is said in a line', () => {
    const { code, stderr } = outcomes['an address with nothing']!;
    expect(code).toBe(1);
    expect(stderr).toBe(
      `slowfast: No video at ${address}none.mp4?… (the server answered 404 Not Found): expected a video file, a picture or a folder of pictures. Check the path.\n`,
    );
  });

  test('are opened once, also where a model is named', () => {
    expect(outcomes['an address and a model that is named']).toMatchObject({ code: 0, stdout: 'square\n' });
    expect(asked.filter((request) => request.startsWith('square.webm bytes=0-'))).toHaveLength(1);
  });
});

test('nothing is left behind among the temporary files', async () => {
  expect((await readdir(folder)).filter((name) => name.startsWith('slowfast-'))).toEqual([]);
});

test('- is standard input', async () => {
  const stdin = join(clips, 'circle.mp4');
  const { code, stdout, stderr } = await runSlowfast(['ask', '-', shape, '--json'], { stdin });
  expect(code, stderr).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ video: '-', answer: 'circle' });
});

test('what comes through a pipe is kept by its content, and errors name it as it was given', async () => {
  const env = { SLOWFAST_CACHE: join(folder, 'cache-of-pipes'), TMPDIR: folder };
  const ask = async () => {
    const piped = join(clips, 'circle.mp4');
    const { code, stdout, stderr } = await runSlowfast(['ask', '-', shape, '--json'], { piped, env });
    expect(code, stderr).toBe(0);
    return JSON.parse(stdout);
  };
  const [first, second] = [await ask(), await ask()];
  expect([first.video, first.answer, second.answer]).toEqual(['-', 'circle', 'circle']);
  expect(first.seconds).toHaveProperty('decode');
  expect(second.seconds).not.toHaveProperty('decode');
  const cut = join(folder, 'cut.mp4');
  await writeFile(cut, (await readFile(join(clips, 'circle.mp4'))).subarray(0, 99));
  const before = await readdir(folder);
  for (const [piped, found] of [
    [cut, 'an MP4 file'],
    [join(folder, 'text.mp4'), 'text'],
  ] as const) {
    const noVideo = await runSlowfast(['plan', '-'], { piped, env });
    expect(noVideo).toMatchObject({ code: 1, stdout: '' });
    expect(noVideo.stderr).toContain(`slowfast: - can't be read as a video: found ${found}`);
  }
  // Nothing of a pipe is left behind.
  expect(await readdir(folder)).toEqual(before);
});
