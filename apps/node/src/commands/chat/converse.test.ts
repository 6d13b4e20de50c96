import { PassThrough } from 'node:stream';
import type { AnswerResult, AskOptions, Turn, VideoChat } from 'slowfast-llava';
import { expect, onTestFinished, test } from 'vitest';
import { CommandOutput } from '../../output/command-output.ts';
import { Screen } from '../../testing/screen.ts';
import { ChatInput } from './chat-input.ts';
import { converse } from './converse.ts';
import { ChatFiles } from './saved-chat.ts';

const ctrlC = '\x03';
const ctrlD = '\x04';
const enter = '\r';

/** A chat that says a question again, word by word; `wait` in it never ends by itself, `fail` fails. */
function echoingChat(): VideoChat {
  const history: Turn[] = [];
  async function* words(text: string, { signal }: AskOptions) {
    for (const word of text.split(/(?<= )/)) {
      if (word.startsWith('fail')) throw new Error('of the model');
      yield word;
      if (!word.startsWith('wait')) continue;
      await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    }
    history.push({ role: 'user', question: { text } }, { role: 'assistant', text });
  }
  const ask = (question: string, options: AskOptions = {}) => ({
    textStream: words(question, options),
    result: async (): Promise<Partial<AnswerResult>> => ({ answer: question, seconds: {} }),
  });
  return { history, ask, dispose: async () => {} } as unknown as VideoChat;
}

/** Somebody at a terminal, or what comes through a pipe. */
function sitDown({ isTTY = true } = {}) {
  const screen = new Screen();
  const stdin = Object.assign(new PassThrough(), { isTTY, setRawMode: () => stdin });
  const input = new ChatInput({ ...screen, stdin: stdin as unknown as NodeJS.ReadStream });
  const output = new CommandOutput({}, screen);
  onTestFinished(() => {
    input[Symbol.dispose]();
    output[Symbol.dispose]();
  });
  const interrupted = new AbortController();
  const ended = converse({
    ...{ clip: { name: 'clip.mp4', video: 'clip.mp4' }, model: undefined, system: undefined, input, output },
    ...{ files: new ChatFiles(undefined), savePath: undefined, sampling: {}, json: false, argv: ['chat'] },
    ...{ signal: interrupted.signal, chat: echoingChat(), begin: echoingChat },
  });
  // It may end before anybody looks.
  ended.catch(() => {});
  const type = (keys: string) => stdin.write(keys);
  const drawn = async () => (await screen.lines()).map((line) => line.trimEnd());
  const shows = (...lines: readonly string[]) => expect.poll(drawn, { interval: 5 }).toEqual(lines);
  return { type, shows, ended, interrupted, end: () => stdin.end() };
}

test('questions are typed behind a prompt, and answered below it', async () => {
  const { type, shows, ended } = sitDown();
  await shows('>');
  type(`a red${'\x7f'.repeat(3)}ball${enter}`);
  await shows('> a ball', 'a ball', '>');
  type(`${enter}/help me${enter}`);
  await shows('> a ball', 'a ball', '>', '> /help me', ...helpLines, '>');
  type(ctrlD);
  await ended;
});
const helpLines = [
  'Everything else is a question.',
  '  /help       these commands',
  '  /history    the questions and answers so far',
  '  /reset      forgets them; the video and the system prompt stay',
  '  /save FILE  keeps them in a file, for --history (default: that of --save)',
  '  /exit       ends the conversation, as Ctrl-D does',
];

test('Ctrl-C stops an answer, and the next question is answered; a line that is begun it clears', async () => {
  const { type, shows, ended } = sitDown();
  type(`first wait here${enter}`);
  await shows('> first wait here', 'first wait');
  type(ctrlC);
  const stopped = '(stopped; this question is not part of the conversation)';
  await shows('> first wait here', 'first wait', stopped, '>');
  type(`half a line${ctrlC}`);
  await shows('> first wait here', 'first wait', stopped, '>');
  type(`next${enter}`);
  await shows('> first wait here', 'first wait', stopped, '> next', 'next', '>');
  type(`/history${enter}`);
  await shows(
    ...['> first wait here', 'first wait', stopped, '> next', 'next'],
    ...['> /history', '> next', 'next', '>'],
  );
  type(ctrlC);
  await expect(ended).rejects.toMatchObject({ name: 'AbortError' });
});

test('a second Ctrl-C ends the conversation, also in an answer', async () => {
  const { type, shows, ended } = sitDown();
  type(`wait${enter}`);
  await shows('> wait', 'wait');
  type(ctrlC + ctrlC);
  await expect(ended).rejects.toMatchObject({ name: 'AbortError' });
});

test('what is typed while an answer comes is not shown in it, and asked after it', async () => {
  const { type, shows, ended } = sitDown();
  type(`wait${enter}`);
  await shows('> wait', 'wait');
  type(`then this${enter}and this${enter}half`);
  await shows('> wait', 'wait');
  type(ctrlC);
  const stopped = '(stopped; this question is not part of the conversation)';
  const answered = ['> wait', 'wait', stopped, '> then this', 'then this', '> and this', 'and this'];
  await shows(...answered, '> half');
  type(`${enter}/exit${enter}`);
  await ended;
});

test('what fails is told, and the conversation goes on; /reset forgets', async () => {
  const { type, shows, ended } = sitDown();
  type(`it will fail now${enter}`);
  const failed = ['> it will fail now', 'it will', 'slowfast: unexpected failure: of the model'];
  await shows(...failed, '>');
  type(`again${enter}`);
  await shows(...failed, '> again', 'again', '>');
  type(`/reset${enter}`);
  const reset = [...failed, '> again', 'again', '> /reset', 'The conversation begins anew.'];
  await shows(...reset, '>');
  type(`/history${enter}`);
  await shows(...reset, '> /history', 'Nothing was asked yet.', '>');
  type(ctrlD);
  await ended;
});

test('through a pipe there is no prompt, what fails is told at once, and in the exit code at the end', async () => {
  const { type, shows, ended, end } = sitDown({ isTTY: false });
  type('one\nit will fail\n\n/unknown\ntwo');
  end();
  await expect(ended).rejects.toMatchObject({ exitCode: 1 });
  await shows(
    ...['one', 'it will', 'slowfast: unexpected failure: of the model'],
    'slowfast: Found "/unknown", expected a question, or one of /help, /history, /res',
    'et, /save, /exit. See slowfast chat --help.',
    'two',
  );
});

test.each([true, false])('an interrupt from elsewhere ends it while it waits: %s', async (isTTY) => {
  const { type, shows, ended, interrupted } = sitDown({ isTTY });
  type('one\n');
  await shows(...(isTTY ? ['> one', 'one', '>'] : ['one']));
  const reason = new Error('enough');
  interrupted.abort(reason);
  await expect(ended).rejects.toBe(reason);
});
