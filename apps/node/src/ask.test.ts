import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AnswerResult, VideoPlan } from '@slowfast/spec';
import { tinyCheckpoint } from '@slowfast/tiny-checkpoints';
import { modelFolder } from '@slowfast/tiny-model';
import { encode } from 'fast-png';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useCommandProcess } from './testing/command-process.ts';
import { type CommandOutcome, runSlowfast, testEnvironment } from './testing/run-slowfast.ts';

const run = useCommandProcess();
const clips = new URL('clips/', modelFolder);
const clip = fileURLToPath(new URL('circle.mp4', clips));
/** A test pattern, which is nothing of the model's world. */
const patternClip = fileURLToPath(
  new URL('../../../packages/frame-sources/fixtures/clips/vp9.webm', import.meta.url),
);
const bin = fileURLToPath(new URL('./bin.ts', import.meta.url));

/** A bundled clip's question and what is right. */
interface BundledQuestion {
  readonly clip: string;
  readonly question: string;
  readonly options?: readonly string[];
  readonly answer: string;
}
const bundled: readonly BundledQuestion[] = JSON.parse(readFileSync(new URL('answers.json', clips), 'utf8'));

let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slowfast-ask-'));
  env = { SLOWFAST_CACHE: join(folder, 'cache') };
});
afterAll(() => rm(folder, { recursive: true }));

const askJson = async (
  argv: readonly string[],
  runAsk: (argv: readonly string[]) => Promise<CommandOutcome> = (all) => run({ argv: all, env }),
): Promise<readonly AnswerResult[]> => {
  const { code, stdout, stderr } = await runAsk(['ask', ...argv, '--json']);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
};

/** Answers to all questions about a clip that have the same options, asked in one run. */
const bundledRuns = new Map<string, Promise<readonly AnswerResult[]>>();
function bundledAnswers(clip: string, options: readonly string[]): Promise<readonly AnswerResult[]> {
  const key = JSON.stringify([clip, options]);
  const alike = bundled.filter((each) => JSON.stringify([each.clip, each.options ?? []]) === key);
  const flags = options.flatMap((option) => ['--option', option]);
  const path = fileURLToPath(new URL(clip, clips));
  const asked = bundledRuns.get(key) ?? askJson([path, ...alike.map(({ question }) => question), ...flags]);
  bundledRuns.set(key, asked);
  return asked;
}

test.each(bundled)('$clip: $question', async ({ clip, question, options = [], answer }) => {
  const results = await bundledAnswers(clip, options);
  const result = results.find((each) => each.question === question);
  const text = options[answer.charCodeAt(0) - 'A'.charCodeAt(0)];
  expect(result?.answer).toBe(options.length > 0 ? `${answer}) ${text}` : answer);
  expect(result?.option?.letter).toBe(options.length > 0 ? answer : undefined);
});

test('one JSON line for each question; the second is nearly free', async () => {
  const questions = ['What shape appears?', 'Where does it go?'];
  const results = await askJson([clip, ...questions, '--no-cache']);
  expect(results.map(({ question }) => question)).toEqual(questions);
  const [first, second] = results;
  expect(Object.keys(first!.seconds)).toEqual(
    expect.arrayContaining(['decode', 'encode', 'prefill', 'generate']),
  );
  expect(second!.seconds).not.toHaveProperty('encode');
  expect(first!.usage.promptTokens).toBeGreaterThan(first!.usage.videoTokens);
  expect(first!.frames[0]).toEqual({ index: expect.any(Number), timestampSeconds: expect.any(Number) });
  expect(first!.finishReason).toBe('stop');
});

test('the reduced tokens are kept: a second run neither decodes nor encodes', async () => {
  const question = 'What shape appears?';
  const anew = (argv: readonly string[]) => runSlowfast(argv, { env });
  const [first] = await askJson([clip, question, '--frames', '12'], anew);
  const [second] = await askJson([clip, question, '--frames', '12'], anew);
  expect(second!.seconds).not.toHaveProperty('decode');
  expect(second!.seconds).not.toHaveProperty('encode');
  expect(second!.answer).toBe(first!.answer);
  expect(second!.frames).toEqual(first!.frames);
});

test('without --json the answer alone is on stdout, and nothing moves on a stderr that is no terminal', async () => {
  const { stdout, stderr } = await runSlowfast(['ask', clip, 'What shape appears?'], { env });
  expect(stdout).toMatch(/^\S.*\n$/);
  expect(stderr).not.toContain('\r');
});

test('answers are sampled as flags say, and defaults come from the environment', async () => {
  const question = ['ask', clip, 'What shape appears?'];
  const sampled = [...question, '--temperature', '5', '--top-p', '0.99', '--quiet', '--seed'];
  const variables = { SLOWFAST_MODEL: join(folder, 'none'), SLOWFAST_DTYPE: 'q9' };
  const outcomes = await Promise.all(
    [
      ...[3, 3, 4].map((seed) => ({ argv: [...sampled, String(seed)] })),
      { argv: [...question, '--seed', '3', '--threads', '1'] },
      { argv: [...question, '--verbose'] },
      { argv: [...question, '--verbose', '--no-cache', '--backend', 'tfjs'] },
      { argv: question, env: { SLOWFAST_MODEL: variables.SLOWFAST_MODEL } },
      { argv: question, env: { SLOWFAST_DTYPE: variables.SLOWFAST_DTYPE } },
      { argv: [...question, '--model', fileURLToPath(modelFolder), '--dtype', 'fp32'], env: variables },
    ].map((each) => run({ ...each, env: { ...env, ...('env' in each ? each.env : {}) } })),
  );
  const [first, again, other, greedy, verbose, onTfjs, noModel, noDtype, given] = outcomes;
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(again!.stdout).toBe(first!.stdout);
  expect(other!.stdout).not.toBe(first!.stdout);
  expect(greedy).toMatchObject({ code: 0, stdout: 'circle\n' });
  expect(greedy!.stderr).toContain('note: --seed has no effect without --temperature.');
  expect(verbose!.stderr).toMatch(/^runtime +onnxruntime-node/m);
  expect(verbose!.stderr).toMatch(/^video +.*circle\.mp4: 16 frames by slowfast-.*256 tokens/m);
  expect(verbose!.stderr).toMatch(/^time +.*prefill/m);
  expect(verbose!.stderr).toMatch(/^backend +reference$/m);
  expect(onTfjs).toMatchObject({ code: 0, stdout: 'circle\n' });
  expect(onTfjs!.stderr).toMatch(/^backend +tfjs-(wasm|tensorflow)$/m);
  expect(noModel!.stderr).toMatch(/No model at .*none/);
  expect(noDtype!.stderr).toMatch(/SLOWFAST_DTYPE/);
  expect(given).toMatchObject({ code: 0, stdout: 'circle\n' });
});

test('words that the model does not know are told, with what it knows', async () => {
  const { stderr } = await run({ argv: ['ask', clip, 'Is there a zeppelin?'], env });
  expect(stderr).toMatch(
    /^note: The model does not know the word "zeppelin".* It knows drawn shapes only: /m,
  );
});

test('pictures unlike anything that the model knows are told before the answer, also when their tokens were kept', async () => {
  const ask = [patternClip, 'How many people are there?'];
  const both = openSync(join(folder, 'both.txt'), 'a');
  // Both streams to one place, as in a terminal.
  const child = spawn(process.execPath, [bin, 'ask', ...ask], {
    env: { ...process.env, ...testEnvironment, ...env },
    stdio: ['ignore', both, both],
  });
  expect(await once(child, 'close')).toEqual([0, null]);
  closeSync(both);
  const lines = readFileSync(join(folder, 'both.txt'), 'utf8').trimEnd().split('\n').slice(-3);
  expect(lines).toEqual([
    expect.stringMatching(/^note: The pictures are unlike .* It knows drawn shapes only: /),
    expect.stringMatching(/^note: The model does not know the word "people"/),
    expect.not.stringMatching(/^note/),
  ]);
  const [kept] = await askJson(ask);
  expect(kept!.seconds).not.toHaveProperty('encode');
  expect(kept!.notices).toMatchObject([
    { code: 'outside-its-world', reason: 'unlike-its-pictures' },
    { code: 'outside-its-world', reason: 'unknown-words', words: ['people'] },
  ]);
});

test('a plan tells frames, tokens, context and bytes, and a budget lowers the frames', async () => {
  const [whole, fitted] = (
    await Promise.all(
      [[], ['--budget', '100']].map((flags) => run({ argv: ['plan', clip, '--json', ...flags] })),
    )
  ).map(({ stdout }): VideoPlan => JSON.parse(stdout)) as [VideoPlan, VideoPlan];
  expect(whole.tokens.total).toBe(whole.tokens.slow + whole.tokens.fast);
  expect(whole).toMatchObject({ frames: 16, fits: true, bytes: expect.any(Number) });
  expect(fitted.tokens.total).toBeLessThanOrEqual(100);
  expect(fitted.frames).toBeLessThan(whole.frames);
  expect(fitted.notices).toMatchObject([{ code: 'budget-applied' }]);
});

test('a budget keeps all frames where they fit with fewer slow ones', async () => {
  const { stdout, stderr } = await run({ argv: ['plan', clip, '--frames', '8', '--budget', '200'] });
  expect(stderr).toBe(
    'note: For a budget of 200 video tokens: all 8 frames (2 slow instead of 3), 160 tokens.\n',
  );
  expect(stdout).toContain('frames    8, of which 2 slow\n');
});

test('a plan that does not fit names the flag that would', async () => {
  const { code, stdout, stderr } = await run({ argv: ['plan', clip, '--aggregation', 'concat'] });
  expect(code).toBe(0);
  expect(stdout).toContain('DOES NOT FIT');
  const [, budget] = /give --budget (\d+)/.exec(stderr)!;
  const fitted = await run({ argv: ['plan', clip, '--aggregation', 'concat', '--budget', budget!] });
  expect(fitted.stdout).toContain('; fits');
});

test('--timestamps writes the times of slow frames, which the plan counts and a kept video has too', async () => {
  const model = fileURLToPath(tinyCheckpoint('smolvlm2').files.url);
  const flags = ['--model', model, '--frames', '3', '--max-tokens', '2'];
  const plan = await run({ argv: ['plan', clip, '--timestamps', ...flags] });
  const [, prompt, times] = /(\d+) prompt \((\d+) of them timestamps\) \+ 2 answer/.exec(plan.stdout)!;
  expect(Number(times)).toBeGreaterThan(3 * 5);
  const question = 'What happens in this video, and in which order?';
  const usages = [];
  for (const timed of [[], ['--timestamps']]) {
    const { stdout } = await run({ argv: ['ask', clip, question, '--json', ...timed, ...flags], env });
    const { usage, seconds }: AnswerResult = JSON.parse(stdout);
    usages.push(usage);
    expect('encode' in seconds).toBe(timed.length === 0);
  }
  const [without, within] = usages as [AnswerResult['usage'], AnswerResult['usage']];
  expect(within.videoTokens).toBe(without.videoTokens);
  expect(within.promptTokens).toBe(within.videoTokens + Number(prompt));
  expect(within.promptTokens - without.promptTokens).toBe(Number(times));
});

test('of two pictures both are looked at', async () => {
  const pictures = join(folder, 'two-pictures');
  await mkdir(pictures);
  const picture = (color: readonly number[], isInside: (x: number, y: number) => boolean) => {
    const data = new Uint8Array(320 * 240 * 3);
    for (let at = 0; at < 320 * 240; at += 1) {
      data.set(isInside((at % 320) - 160, Math.floor(at / 320) - 120) ? color : [20, 20, 20], at * 3);
    }
    return encode({ width: 320, height: 240, data, channels: 3, depth: 8 });
  };
  await writeFile(
    join(pictures, '1.png'),
    picture([255, 0, 0], (x, y) => Math.hypot(x, y) <= 60),
  );
  await writeFile(
    join(pictures, '2.png'),
    picture([0, 0, 255], (x, y) => Math.max(Math.abs(x), Math.abs(y)) <= 60),
  );
  const results = await askJson([pictures, 'Is there a square?', 'Is there a circle?', '--no-cache']);
  expect(results.map(({ answer }) => answer)).toEqual(['yes', 'yes']);
  expect(results[0]!.frames.map(({ index }) => index)).toEqual([0, 1]);
});

test('frames are PNG files named by index, and a sheet shows them all', async () => {
  const out = join(folder, 'frames');
  const sheet = join(folder, 'sheet.png');
  const argv = ['frames', clip, '--indices', '0,7,3', '--out', out, '--sheet', sheet, '--json'];
  const { code, stdout } = await run({ argv });
  expect(code).toBe(0);
  expect((await readdir(out)).toSorted()).toEqual(['000000.png', '000003.png', '000007.png']);
  const { frames } = JSON.parse(stdout);
  expect(frames.map(({ index }: { index: number }) => index)).toEqual([0, 3, 7]);
  expect(readFileSync(sheet).subarray(1, 4).toString()).toBe('PNG');
});

test('doctor tells of every runtime, device and decoder whether it works, and what 8-bit products come out as', async () => {
  const { code, stdout } = await runSlowfast(['doctor', '--json']);
  expect(code).toBe(0);
  const { machine, runtimes, devices, decoders, quantizedProducts } = JSON.parse(stdout);
  expect(devices[0]).toMatchObject({ device: 'cpu', works: true, isSlow: false });
  for (const { works, seconds, reason } of devices) {
    expect([typeof seconds, typeof reason]).toEqual(
      works ? ['number', 'undefined'] : ['undefined', 'string'],
    );
  }
  if (process.platform === 'linux') expect(machine.instructions).toEqual(expect.any(Array));
  expect(quantizedProducts).toHaveLength(5);
  for (const { found, expected, mode } of quantizedProducts) {
    expect(mode).toBe(Math.abs(found - expected) < 1e-4 ? 'default' : 'precise');
  }
  for (const { name, works } of [...runtimes, ...decoders]) {
    expect({ name, works }).toEqual({ name: expect.any(String), works: expect.any(Boolean) });
  }
  expect(runtimes.some(({ works }: { works: boolean }) => works)).toBe(true);
  expect(decoders.some(({ works }: { works: boolean }) => works)).toBe(true);
});

test('devices that there are not are wrong usage, one that can not be had is told and gives way', async () => {
  for (const device of ['gpu', 'encoder=cpu']) {
    const { code, stderr } = await run({ argv: ['ask', clip, 'What shape appears?', '--device', device] });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      device === 'gpu' ? /one of auto, cpu, cuda/ : /one for each part, such as vision_encoder=webgpu/,
    );
  }
  const wasm = await run({ argv: ['ask', clip, 'What shape appears?', '--device', 'wasm'] });
  expect(wasm.code).toBe(2);
  expect(wasm.stderr).toMatch(/a device of Node.*--device/);
  const missing = process.platform === 'darwin' ? 'dml' : 'coreml';
  const { code, stdout, stderr } = await run({
    argv: ['ask', clip, 'What shape appears?', '--no-cache'],
    env: { SLOWFAST_DEVICE: `decoder_model_merged=${missing}` },
  });
  expect([code, stdout]).toEqual([0, 'circle\n']);
  expect(stderr).toContain(`${missing} can't be used`);
});

test('doctor fails where no decoder works', async () => {
  const hooks = 'import{registerHooks}from"node:module";registerHooks({resolve(name,context,next){';
  const hidden = 'if(name.startsWith("node-av"))throw new Error("hidden");return next(name,context)}})';
  const { code, stdout } = await runSlowfast(['doctor', '--json'], {
    env: {
      PATH: folder,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hooks + hidden)}`,
    },
  });
  const { decoders } = JSON.parse(stdout);
  expect(decoders.map(({ works }: { works: boolean }) => works)).toEqual([false, false]);
  expect(code).toBe(1);
});

test('an interruption ends with 130 and one line', async () => {
  const long = Array.from({ length: 400 }, () => 'Describe the video.');
  const { code, stderr } = await runSlowfast(['ask', clip, ...long, '--no-cache'], {
    interruptAtOutput: true,
  });
  expect(code).toBe(130);
  expect(stderr).toContain('interrupted');
});

test('with a schema the answer is JSON that fits, in words and in --json', async () => {
  const schema = join(folder, 'answer.json');
  const properties = { shape: { enum: ['circle', 'square'] }, moves: { type: 'boolean' } };
  await writeFile(schema, JSON.stringify({ type: 'object', properties, required: ['shape', 'moves'] }));
  const model = fileURLToPath(tinyCheckpoint('llava-onevision').files.url);
  const argv = [clip, 'Describe it.', '--model', model, '--frames', '4', '--schema', schema, '--no-cache'];
  const { code, stdout } = await runSlowfast(['ask', ...argv], { env });
  expect(code).toBe(0);
  const value = { shape: expect.stringMatching(/^(circle|square)$/), moves: expect.any(Boolean) };
  expect(JSON.parse(stdout)).toEqual(value);
  const [result] = await askJson(argv);
  expect(result!.value).toEqual(JSON.parse(stdout));
  const low = await runSlowfast(['ask', ...argv, '--max-tokens', '2'], { env });
  expect(low.code).toBe(2);
  expect(low.stderr).toMatch(/Give --max-tokens \d+ or more/);
});
