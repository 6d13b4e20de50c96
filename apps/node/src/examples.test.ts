import { copyFile, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modelFolder } from '@slowfast/tiny-model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runInTurn } from './testing/run-in-turn.ts';
import { type CommandOutcome, runSlowfast } from './testing/run-slowfast.ts';
import { serveFolder } from './testing/serve-folder.ts';

// The commands that README.md and the help texts show, run as they stand there, on bundled clips.

const root = new URL('../../../', import.meta.url);
const helps = [
  [],
  ['ask'],
  ['chat'],
  ['decide'],
  ['find'],
  ['plan'],
  ['frames'],
  ['models', 'pull'],
  ['models', 'convert'],
  ['models', 'inspect'],
];

/** A command as it is shown. */
interface Example {
  readonly line: string;
  readonly argv: readonly string[];
  /** The file that is standard input, where one is. */
  readonly stdin: string | undefined;
}

const shown = /^(?:\$ | {2})?(slowfast (?:ask|chat|decide|find|plan|frames|models|doctor)\b.*)$/gm;
const examplesOf = (text: string): readonly Example[] =>
  [...text.matchAll(shown)].map(([, shownLine]) => {
    const line = shownLine!.replace(/ +#.*/, '').trim();
    const [command, stdin] = line.split(' < ');
    const argv = [...command!.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
    return { line, argv: argv.slice(1), stdin };
  });

let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slowfast-examples-'));
  env = { SLOWFAST_CACHE: join(folder, 'cache'), HF_HOME: folder, HF_HUB_OFFLINE: '1' };
  const circle = fileURLToPath(new URL('clips/circle.mp4', modelFolder));
  for (const name of ['clip', 'a', 'b', 'c', 'circle']) await copyFile(circle, join(folder, `${name}.mp4`));
  await symlink(fileURLToPath(new URL('packages/', root)), join(folder, 'packages'), 'junction');
  const checkpoint = 'packages/tiny-checkpoints/checkpoints/llava-onevision/';
  await symlink(fileURLToPath(new URL(checkpoint, root)), join(folder, 'llava-onevision'), 'junction');
  const frames = ['frames', circle, '--indices', '2,15,33', '--out', folder];
  expect((await runSlowfast(frames)).code).toBe(0);
  const history = [
    { role: 'user', question: { text: 'What shape appears?' } },
    { role: 'assistant', text: 'circle' },
  ];
  const saved = { video: 'clip.mp4', model: 'embedded', history };
  await writeFile(join(folder, 'chat.json'), JSON.stringify(saved));
  await writeFile(join(folder, 'answer.json'), JSON.stringify({ type: 'object' }));
  await writeFile(join(folder, 'questions.txt'), 'What shape appears?\nWhere does it go?\n');
  const pictures = ['000002', '000015', '000033'];
  for (const [i, name] of pictures.entries()) {
    await copyFile(join(folder, `${name}.png`), join(folder, `${i + 1}.png`));
  }
});
afterAll(() => rm(folder, { recursive: true }));

/** Those of the hub are understood, and end where the network would begin. */
const isOfHub = ({ line }: Example) => /llava-hf\/|owner\/name/.test(line);

function expectRight(example: Example, { code, stderr }: CommandOutcome) {
  if (isOfHub(example)) {
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/can't be fetched while offline/),
    });
  } else
    expect({ line: example.line, code, stderr: code === 0 ? '' : stderr }).toEqual({
      line: example.line,
      code: 0,
      stderr: '',
    });
}

test('the commands that README.md and the help texts show work', async () => {
  const readme = examplesOf(await readFile(new URL('README.md', root), 'utf8'));
  expect(readme.length).toBeGreaterThan(8);
  const texts = await runInTurn(helps.map((command) => ({ argv: [...command, '--help'] })));
  const inHelp = texts.map(({ stdout }) => examplesOf(stdout));
  for (const [i, found] of inHelp.entries()) expect(found.length, helps[i]!.join(' ')).toBeGreaterThan(0);

  const examples = new Map([...readme, ...inHelp.flat()].map((example) => [example.line, example]));
  const inTurn = [...examples.values()].filter(({ stdin }) => stdin === undefined);
  await using server = await serveFolder(folder);
  const outcomes = await runInTurn(
    inTurn.map(({ argv }) => ({
      argv: argv.map((text) => text.replace('https://example.org/', server.address)),
      env,
    })),
    { cwd: folder },
  );
  for (const [i, outcome] of outcomes.entries()) expectRight(inTurn[i]!, outcome);
  for (const example of examples.values()) {
    const { argv, stdin } = example;
    if (stdin === undefined) continue;
    expectRight(example, await runSlowfast(argv, { env, cwd: folder, stdin: join(folder, stdin) }));
  }
});

test('README.md shows what the command prints', async () => {
  const readme = await readFile(new URL('README.md', root), 'utf8');
  const [, argv, printed] = /^\$ slowfast (plan .*)\n([^`]*)```/m.exec(readme)!;
  const [{ code, stdout, stderr }] = (await runInTurn([{ argv: argv!.split(' '), env }], {
    cwd: folder,
  })) as [CommandOutcome];
  expect({ code, text: stderr + stdout }).toEqual({ code: 0, text: printed });
});
