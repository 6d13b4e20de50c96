import { env } from 'node:process';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { Screen } from '../testing/screen.ts';
import { CommandOutput } from './command-output.ts';

test('progress is one line of the terminal, and gone before anything else is written', async () => {
  const screen = new Screen();
  using output = new CommandOutput({}, screen);
  output.note('the first thing.');
  await output.during('opening the video', async () => {
    expect(await screen.lines()).toEqual(['note: the first thing.', 'opening the video']);
    output.note('the video is odd.');
    expect(await screen.lines()).toEqual(['note: the first thing.', 'note: the video is odd.']);
    output.update();
    expect((await screen.lines()).at(-1)).toBe('opening the video');
  });
  for (const answer of ['a red ', 'circle']) {
    await output.during('reading the prompt', async () => {
      output.result(answer);
      output.update();
    });
  }
  output.result('\n');
  await output.during('reading the prompt', async () => output.result('to the right\n'));
  expect(await screen.lines()).toEqual([
    'note: the first thing.',
    'note: the video is odd.',
    'a red circle',
    'to the right',
  ]);
});

test('a note in the middle of an answer begins a line of its own', async () => {
  const screen = new Screen();
  using output = new CommandOutput({}, screen);
  output.result('a red');
  output.note('a word is unknown.');
  expect(await screen.lines()).toEqual(['a red', 'note: a word is unknown.']);
});

test('a line that is longer than the terminal is wide leaves nothing behind', async () => {
  const screen = new Screen({ columns: 20 });
  using output = new CommandOutput({}, screen);
  let count = 0;
  const activity = () => `encoding frames: ${count} of 50, about 1:20 left, of a-very-long-name.mp4`;
  await output.during(activity, async () => {
    for (; count < 3; count++) {
      // Another note draws it again at once.
      output.note(`note ${count}`);
      output.update();
      const drawn = (await screen.lines()).slice(count + 1).join('');
      expect(drawn.replace(/\s/g, '')).toBe(activity().replace(/\s/g, ''));
    }
  });
  expect(await screen.lines()).toEqual(['note: note 0', 'note: note 1', 'note: note 2']);
});

test('an inner activity gives way to the outer one again', async () => {
  const screen = new Screen();
  using output = new CommandOutput({}, screen);
  await output.during('outer', async () => {
    await output.during('inner', async () => expect(await screen.lines()).toEqual(['inner']));
    expect(await screen.lines()).toEqual(['outer']);
  });
  expect(await screen.lines()).toEqual([]);
});

test('what fails leaves no line either', async () => {
  const screen = new Screen();
  using output = new CommandOutput({}, screen);
  const failing = output.during('opening', () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  output.failure('slowfast: no.');
  expect(await screen.lines()).toEqual(['slowfast: no.']);
});

test('a note is told once, a detail to those who want it; quiet is quiet', async () => {
  const say = async (settings: ConstructorParameters<typeof CommandOutput>[0]) => {
    const screen = new Screen();
    using output = new CommandOutput(settings, screen);
    output.note('a.');
    output.detail('detail');
    output.note('a.');
    await output.during('working', async () => output.update());
    output.result('answer\n');
    output.failure('slowfast: b.');
    return screen.lines();
  };
  expect(await say({})).toEqual(['note: a.', 'answer', 'slowfast: b.']);
  expect(await say({ verbose: true })).toEqual(['note: a.', 'detail', 'answer', 'slowfast: b.']);
  expect(await say({ quiet: true })).toEqual(['answer', 'slowfast: b.']);
});

test('where there is no terminal, progress is a line every ten seconds', async () => {
  const stderr = new PassThrough() as unknown as NodeJS.WriteStream;
  let now = 0;
  using output = new CommandOutput({}, { stdout: process.stdout, stderr }, () => now);
  await output.during(
    () => `${now / 1000} s`,
    async () => {
      for (; now <= 25_000; now += 1000) output.update();
    },
  );
  expect(stderr.read().toString()).toBe('10 s\n20 s\n');
});

test('progress can be switched off in the environment', async () => {
  const screen = new Screen();
  env.SLOWFAST_NO_PROGRESS = '1';
  try {
    using output = new CommandOutput({}, screen);
    await output.during('working', async () => {
      output.note('a.');
      output.update();
      expect(await screen.lines()).toEqual(['note: a.']);
    });
  } finally {
    delete env.SLOWFAST_NO_PROGRESS;
  }
});

test('a terminal without a width is none', async () => {
  const stderr = Object.assign(new PassThrough(), {
    isTTY: true,
    columns: 0,
  }) as unknown as NodeJS.WriteStream;
  let now = 0;
  using output = new CommandOutput({}, { stdout: process.stdout, stderr }, () => now);
  await output.during('working', async () => {
    now = 10_000;
    output.update();
  });
  expect(stderr.read().toString()).toBe('working\n');
});
