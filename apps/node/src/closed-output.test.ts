import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startLoopbackHub } from '@slowfast/loopback-hub';
import { modelFolder } from '@slowfast/tiny-model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSlowfast } from './testing/run-slowfast.ts';

const bin = fileURLToPath(new URL('./bin.ts', import.meta.url));
const demo = fileURLToPath(new URL('./demo.ts', import.meta.url));
const clip = fileURLToPath(new URL('clips/circle.mp4', modelFolder));
const { platform } = process;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'closed-output-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/**
 * Runs a program with a pipe whose reader has gone before it begins, as stdout or as stderr; gives its exit code, as a shell shows
 * it, and what it printed to the other of the two.
 */
async function runUnread(
  closed: 'stdout' | 'stderr',
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  const swap = closed === 'stdout' ? '>&5 2>&6' : '2>&5 >&6';
  const script = `
    rm -f gate && mkfifo gate
    { read -r _ < gate; "$@" ${swap} < "\${QUESTIONS:-/dev/null}"; echo "$?" > code; } 5>&1 6> other | { exec < /dev/null; echo > gate; }
    cat code other`;
  const { stdout } = await promisify(execFile)('sh', ['-c', script, 'sh', process.execPath, ...argv], {
    cwd: folder,
    env: { ...process.env, SLOWFAST_CACHE: join(folder, 'cache'), SLOWFAST_NO_PROGRESS: '1', ...env },
  });
  const [code, ...other] = stdout.split('\n');
  return { code: Number(code), other: other.join('\n') };
}

const commands: readonly (readonly string[])[] = [
  ['ask', clip, 'What shape appears?', 'Where does it go?'],
  ['plan', clip],
  ['frames', clip, '--frames', '3', '--out', 'frames'],
  ['doctor'],
  ['models', 'list'],
  ['models', 'inspect', fileURLToPath(modelFolder)],
  ['--help'],
];
test.skipIf(platform === 'win32').for(commands)(
  '%s: ends quietly when nobody reads what it prints',
  async (argv) => {
    const { code, other } = await runUnread('stdout', [bin, ...argv]);
    expect(code).toBe(141);
    expect(other).toMatch(/^(note: .*\n)*$/);
  },
);

test.skipIf(platform === 'win32')('so does a conversation, long before its questions end', async () => {
  await writeFile(join(folder, 'questions.txt'), 'What shape appears?\n'.repeat(1000));
  const env = { QUESTIONS: join(folder, 'questions.txt') };
  const { code, other } = await runUnread('stdout', [bin, 'chat', clip], env);
  expect(code).toBe(141);
  expect(other).toMatch(/^(note: .*\n)*$/);
});

test.skipIf(platform === 'win32')('the demo ends so too', async () => {
  expect(await runUnread('stdout', [demo])).toEqual({ code: 141, other: '' });
});

test.skipIf(platform === 'win32')('a failure that nobody reads ends so too', async () => {
  expect(await runUnread('stderr', [bin, 'plan', 'none.mp4'])).toEqual({ code: 141, other: '' });
});

test.skipIf(platform === 'win32')(
  'a download whose notes nobody reads ends, and can be taken up again',
  async () => {
    await using hub = await startLoopbackHub();
    hub.publish('owner/tiny', { 'config.json': '{}', 'tokenizer.json': '{}', ...onnxFiles });
    const cache = join(folder, 'hub');
    const env = { HF_ENDPOINT: hub.endpoint, HF_HUB_CACHE: cache, HF_TOKEN: '' };
    const pull = ['models', 'pull', 'owner/tiny'];
    // What comes is held back until the program had time to see that nobody reads.
    hub.misbehave({ match: 'storage', bytesPerSecond: 1000 });
    expect(await runUnread('stderr', [bin, ...pull], env)).toEqual({ code: 141, other: '' });
    const left = await readdir(cache, { recursive: true });
    expect(left.filter((path) => /\.(onnx|lock)$/.test(path))).toEqual([]);
    hub.misbehave();
    expect((await runSlowfast(pull, { env })).code).toBe(0);
  },
);
const onnxFiles = Object.fromEntries(
  ['vision_encoder', 'embed_tokens', 'decoder_model_merged'].map((name) => [
    `onnx/${name}.onnx`,
    new Uint8Array(20_000),
  ]),
);

test.skipIf(!existsSync('/dev/full'))('a disk that is full is told in one line', async () => {
  const script = '"$@" > /dev/full';
  const run = promisify(execFile)('sh', ['-c', script, 'sh', process.execPath, bin, 'plan', clip]);
  await expect(run).rejects.toMatchObject({
    code: 1,
    stderr: "slowfast: stdout can't be written: ENOSPC. Choose another place for it.\n",
  });
});
