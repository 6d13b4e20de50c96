import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  type AccuracyReport,
  type ClipQuestion,
  defaultBudgets,
  planSettings,
  rememberingFrameSource,
  rememberingVisionEncoder,
  tokenAllocations,
} from '@slowfast/accuracy';
import { openVideo } from '@slowfast/frame-sources/node';
import { tinyCheckpoint } from '@slowfast/tiny-checkpoints';
import { modelFolder } from '@slowfast/tiny-model';
import { openAssistant, type PresetStage, type TokenAggregator, type VisionEncoder } from 'slowfast-llava';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useCommandProcess } from './testing/command-process.ts';
import { type CommandOutcome, runSlowfast } from './testing/run-slowfast.ts';

const run = useCommandProcess();

// The bundled clips with their questions: what is asserted holds for whatever a model answers about them.
const bundled = fileURLToPath(new URL('clips/', modelFolder));
let folder: string;
let clips: string;
let firstClip: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slowfast-bench-'));
  clips = join(folder, 'clips');
  await cp(bundled, clips, { recursive: true });
  const questions: readonly Omit<ClipQuestion, 'kind'>[] = JSON.parse(
    await readFile(join(clips, 'answers.json'), 'utf8'),
  );
  const letters = questions.map((item) => {
    const at = item.options?.indexOf(item.answer) ?? -1;
    return { ...item, kind: 'any', answer: at < 0 ? item.answer : String.fromCharCode(65 + at) };
  });
  firstClip = letters[0]!.clip;
  // Three of each clip, one with options among them: more would only take longer.
  const ofClips = [...Map.groupBy(letters, ({ clip }) => clip).values()];
  await writeQuestions(
    'clips',
    ofClips.flatMap((asked) => asked.filter(({ options }, i) => i < 2 || options)),
  );
});
afterAll(() => rm(folder, { recursive: true }));

async function writeQuestions(name: string, questions: unknown): Promise<void> {
  await writeFile(join(folder, name, 'questions.json'), JSON.stringify(questions));
}

async function bench(...argv: readonly string[]): Promise<AccuracyReport> {
  return reportOf(await run({ argv: ['bench', 'accuracy', clips, '--json', ...argv] }));
}

function reportOf({ code, stdout, stderr }: CommandOutcome): AccuracyReport {
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

/** What a run found, without how long it took. */
const findings = ({ seconds: _, ...rest }: AccuracyReport) => rest;
const linesOf = async (path: string) => (await readFile(path, 'utf8').catch(() => '')).trimEnd().split('\n');

test('an interrupted run that is gone on with finds what a whole one does, and asks nothing again', async () => {
  const whole = await bench('--clips', '2');
  expect(whole.clips).toBe(2);
  expect(whole.budgets.map(({ settings }) => settings.length)).toEqual([4, 4, 4]);
  // The embedded model's slow frames are whole, so that Slow only and concatenation are one setting; a line for each clip, behind a header.
  const lines = 1 + 2 * 9;

  const results = join(folder, 'results.jsonl');
  const someDone = async () => {
    while ((await linesOf(results)).length < 4) await delay(5);
  };
  const argv = ['bench', 'accuracy', clips, '--json', '--clips', '2', '--results', results];
  let interrupted = await runSlowfast(argv, { interruptWhen: someDone() });
  // One that was done before the interruption reached it was not interrupted.
  while (interrupted.code === 0) {
    await rm(results);
    interrupted = await runSlowfast(argv, { interruptWhen: someDone() });
  }
  expect(interrupted.code).toBe(130);
  expect(interrupted.stderr).toMatch(/slowfast: interrupted\.\n$/);
  const before = await linesOf(results);
  expect(before.length).toBeGreaterThanOrEqual(4);
  expect(before.length).toBeLessThan(lines);

  // As a run that is killed leaves it.
  await writeFile(results, `${before.join('\n')}\n{"clip":"${firstClip}","fra`);
  expect(findings(await bench('--clips', '2', '--results', results))).toEqual(findings(whole));
  const after = await linesOf(results);
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after).toHaveLength(lines);

  await bench('--clips', '2', '--results', results);
  expect(await linesOf(results)).toHaveLength(lines);
});

test('tables as Markdown, and a plot', async () => {
  const plot = join(folder, 'plots', 'plot.svg');
  const argv = ['--clips', '1', '--budgets', '60,192', '--allocations', 'concat,slowfast', '--plot', plot];
  const { code, stdout, stderr } = await run({ argv: ['bench', 'accuracy', clips, ...argv] });
  expect(code).toBe(0);
  expect(stdout).toContain('## 192 video tokens');
  expect(stdout).toMatch(/\| SlowFast minus … \| Concatenation \|/);
  expect(stdout).toMatch(/\| SlowFast \| {2}\| does not fit: even slowfast-slow_1frms/);
  expect(stderr).toMatch(/note: Concatenation can't be had for 60 tokens: .* takes \d+ tokens\./);
  expect(await readFile(plot, 'utf8')).toMatch(/^<svg .*<\/svg>\n$/s);
});

/** A module of its own that offers the aggregator of the examples, e.g. `meanOfGroups(4)`. */
async function writeModule(name: string, exported: string): Promise<string> {
  const place = join(folder, name);
  const example = new URL('../../../examples/plug-ins/mean-of-groups.ts', import.meta.url);
  const text = `import { meanOfGroups } from ${JSON.stringify(example.href)};\nexport default ${exported};\n`;
  await mkdir(dirname(place), { recursive: true });
  await writeFile(place, text);
  return place;
}

test("given reductions and an aggregator of one's own, beside allocations at as many tokens; gone on with", async () => {
  const results = join(folder, 'given.jsonl');
  const plot = join(folder, 'given.svg');
  const own = await writeModule('own.ts', 'meanOfGroups(4)');
  const given = [
    '--aggregation',
    'spatial_2d_avg_pool',
    '--aggregator',
    own,
    '--clips',
    '2',
    '--frames',
    '8',
  ];
  const argv = [...given, '--allocations', 'slowfast,concat', '--results', results, '--plot', plot];
  const report = await bench(...argv);
  expect(report.given!.settings.map(({ title, frames, tokens }) => [title, frames, tokens])).toEqual([
    ['spatial_2d_avg_pool', 8, 128],
    ['mean_of_4', 8, 128],
  ]);
  expect(report.given!.pairs.map(({ first, second }) => [first, second])).toEqual([
    ['spatial_2d_avg_pool', 'mean_of_4'],
  ]);
  expect(
    report.budgets.map(({ budget, settings }) => [budget, ...settings.map(({ title }) => title)]),
  ).toEqual([[128, 'SlowFast', 'Concatenation', 'spatial_2d_avg_pool', 'mean_of_4']]);
  expect(await readFile(plot, 'utf8')).toMatch(/>mean_of_4 \d/);
  const lines = await linesOf(results);
  expect(lines).toHaveLength(1 + 2 * 4);
  const kept = lines.slice(1).map((line) => JSON.parse(line));
  expect(kept.filter(({ aggregation }) => aggregation === 'mean_of_4').map(({ tokens }) => tokens)).toEqual([
    128, 128,
  ]);
  // What one is given is what the library finds.
  const { default: aggregator }: { readonly default: TokenAggregator } = await import(
    pathToFileURL(own).href
  );
  await using assistant = await openAssistant({ cache: false, worker: false, stages: { aggregator } });
  for (const { clip, answers, aggregation } of kept) {
    if (aggregation !== 'mean_of_4') continue;
    await using video = await assistant.watch(join(clips, clip), { reduction: { frames: 8 } });
    for (const { question, options, answered } of answers) {
      if (options === undefined) expect(await video.ask(question).text()).toBe(answered);
    }
  }

  expect(findings(await bench(...argv))).toEqual(findings(report));
  expect(await linesOf(results)).toEqual(lines);
  // Another version of the module, even of one name: what the earlier one led to says nothing of it.
  await writeModule('own.ts', '{ ...meanOfGroups(2), id: "mean_of_4" }');
  const changed = reportOf(await runSlowfast(['bench', 'accuracy', clips, '--json', ...argv]));
  expect(changed.given!.settings[1]).toMatchObject({ title: 'mean_of_4', tokens: 256 });
  const since = (await linesOf(results)).slice(lines.length).map((line) => JSON.parse(line));
  const ofOwn = since.filter(({ aggregation }) => aggregation === 'mean_of_4');
  expect(ofOwn.map(({ tokens }) => tokens)).toEqual([256, 256]);
});

test('given reductions alone, each with frames of its own; an aggregator of a package', async () => {
  const manifest = { name: 'own-aggregator', type: 'module', exports: { '.': { import: './own.js' } } };
  await writeModule('node_modules/own-aggregator/own.js', 'async () => meanOfGroups(3)');
  await writeFile(join(folder, 'node_modules', 'own-aggregator', 'package.json'), JSON.stringify(manifest));
  const flags = ['--aggregator', 'own-aggregator', '--aggregation', 'concat', '--aggregation', 'concat'];
  const frames = ['--frames', '9', '--frames', '4', '--frames', '2'];
  const argv = ['bench', 'accuracy', clips, '--clips', '1', '--allocations', 'none', ...flags, ...frames];
  const { code, stdout, stderr } = await runSlowfast(argv, { cwd: folder });
  expect({
    code,
    problems: stderr.split('\n').filter((line) => line !== '' && !line.startsWith('note: ')),
  }).toEqual({ code: 0, problems: [] });
  expect(stdout).toContain(
    '| `mean_of_3` | 9 | 192 |\n| `concat (4 frames)` | 4 | 256 |\n| `concat (2 frames)` | 2 | 128 |',
  );
  expect(stdout).toContain('| `mean_of_3` minus … | `concat (4 frames)` | `concat (2 frames)` |');
  expect(stdout).not.toContain('SlowFast');
});

test.each<readonly [name: string, text: string | undefined, words: RegExp]>([
  ['no file', undefined, /neither a file nor an installed package/],
  ['another type', 'export default 4', /whose default export is a number/],
  [
    'parts of one',
    'export default { id: "x", begin() {} }',
    /without the methods countTokens, slowPositions/,
  ],
  [
    'no name',
    'export default { id: "", begin() {}, countTokens() {}, slowPositions() {} }',
    /with the id ""/,
  ],
  ['no default export', 'export const a = 1', /which has no default export/],
  ['damaged', 'export default {', /can't be loaded \(Unexpected/],
  [
    'an import of nothing',
    'import "no-such-package"; export default 1',
    /Cannot find package 'no-such-package'/,
  ],
  [
    'a function that fails',
    'export default () => { throw new Error("no luck") }',
    /whose function fails \(no luck\)/,
  ],
  ['a function that makes another thing', 'export default async () => null', /whose function makes null/],
])('a module with %s is no aggregator: one line', async (name, text, words) => {
  const place = join(folder, `${name.replaceAll(' ', '-')}.ts`);
  if (text !== undefined) await writeFile(place, text);
  const { code, stdout, stderr } = await run({ argv: ['bench', 'accuracy', clips, '--aggregator', place] });
  expect(stderr).toMatch(words);
  expect(stderr).toMatch(
    /^slowfast: --aggregator can't be .*: expected .*default export is a TokenAggregator.*\.\n$/,
  );
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});

test('another list of questions in the folder', async () => {
  const one = { clip: firstClip, kind: 'colour', question: 'What colour is it?', answer: 'red' };
  await writeFile(join(clips, 'colours.json'), JSON.stringify([one]));
  const { clips: count, rows } = await bench('--questions', 'colours.json', '--budgets', '192');
  expect(count).toBe(1);
  expect(rows.map(({ name }) => name)).toEqual(['colour', 'all']);
  const { code, stderr } = await run({ argv: ['bench', 'accuracy', clips, '--questions', 'none.json'] });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^slowfast: .*none\.json.*no such file/);
});

test('frames that are remembered give the same answers, and are encoded once', async () => {
  const place = join(clips, firstClip);
  const reductions = [
    { frames: 16, aggregation: 'slowfast-slow_4frms_spatial_1d_max_pool-fast_2x2' },
    { frames: 16, aggregation: 'slowfast-slow_0frms_concat-fast_3x4' },
    { frames: 5, aggregation: 'concat' },
    { frames: 1, aggregation: 'concat' },
  ];
  const questions = ['What shape appears?', 'Where does it go?', 'Describe the video.'];
  const answersOf = async (remembers: boolean) => {
    let encoded = 0;
    const counting = (encoder: VisionEncoder): VisionEncoder => ({
      ...encoder,
      encode: (...[frames, options]: Parameters<typeof encoder.encode>) => {
        encoded += frames.length;
        return encoder.encode(frames, options);
      },
    });
    const encoder = async (preset: PresetStage<VisionEncoder>) => {
      const counted = counting(await preset.make());
      return remembers ? rememberingVisionEncoder(counted) : counted;
    };
    await using assistant = await openAssistant({ cache: false, worker: false, stages: { encoder } });
    await using opened = await openVideo(place);
    const source = remembers ? rememberingFrameSource(opened) : opened;
    const answers: unknown[] = [];
    for (const reduction of reductions) {
      await using video = await assistant.watch(source, { reduction });
      for (const question of questions) {
        const { answer, usage, frames } = await video.ask(question).result();
        answers.push({ answer, usage, frames });
      }
    }
    return { encoded, answers };
  };
  const plain = await answersOf(false);
  const remembered = await answersOf(true);
  expect(remembered.answers).toEqual(plain.answers);
  expect(plain.encoded).toBe(16 + 16 + 5 + 1);
  // Sixteen, and what five frames or one of the whole clip don't share with them.
  expect(remembered.encoded).toBeGreaterThanOrEqual(16);
  expect(remembered.encoded).toBeLessThanOrEqual(16 + 5 + 1);
});

test("a real checkpoint's settings take the tokens that its plan says", async () => {
  await using assistant = await openAssistant({
    worker: false,
    model: tinyCheckpoint('llava-1.5').files.url,
    cache: false,
  });
  const { frames, aggregation } = (await assistant.describe()).defaults!;
  const facts = { frames, aggregation, grid: { rows: 24, columns: 24 } };
  const frameTimestampsSeconds = Float64Array.from({ length: 900 }, (_, at) => at / 30);
  const clip = { container: 'mp4', codec: 'h264', width: 320, height: 240, rotationDegrees: 0 } as const;
  const info = { ...clip, frameCount: 900, durationSeconds: 30, frameRate: 30, frameTimestampsSeconds };
  const budgets = defaultBudgets(facts);
  expect(budgets).toEqual([2453, 3680, 6133]);
  const planned = await planSettings(budgets, tokenAllocations, facts, async () => undefined);
  for (const { choice } of planned) {
    const { frames: wanted, aggregation: text, tokens } = choice!;
    const plan = await assistant.plan(info, { reduction: { frames: wanted, aggregation: text } });
    expect({ ...choice, tokens: plan.tokens.total, frames: plan.frames }).toEqual({ ...choice, tokens });
  }
  expect(planned).toHaveLength(12);
});

test.each<readonly [name: string, argv: () => readonly string[], code: number, words: RegExp]>([
  ['a missing folder', () => [join(folder, 'none')], 1, /none.questions\.json.*no such file/],
  ['bad JSON', () => [join(folder, 'bad')], 1, /bad.questions\.json.*JSON/],
  ['a bad entry', () => [join(folder, 'entry')], 1, /answer that is absent in entry 1/],
  ['a missing clip', () => [join(folder, 'lost')], 1, /lost\.mp4, which is not there/],
  ['an unknown kind', () => [clips, '--kinds', 'taste'], 2, /"taste": expected some of any/],
  [
    'an unknown allocation',
    () => [clips, '--allocations', 'slow,best'],
    2,
    /"best".*slowfast,slow,fast,concat/,
  ],
  ['a budget of nothing', () => [clips, '--budgets', '0'], 2, /1 or more/],
  ['budgets that nothing fits', () => [clips, '--budgets', '3,5'], 2, /--budgets can't be 3,5/],
  [
    'one pathway to start from',
    () => [clips, '--start-from', 'concat'],
    2,
    /--start-from can't be concat.*two pathways/,
  ],
  ['no such notation', () => [clips, '--aggregation', 'best'], 2, /"best" is no aggregation.*slowfast-slow_/],
  [
    'a reduction that does not fit',
    () => [clips, '--aggregation', 'concat', '--frames', '30'],
    2,
    /--aggregation can't be concat: .* concat takes 1920 tokens .* context of 1024/,
  ],
  [
    'frames for some reductions',
    () => [clips, '--aggregation', 'concat', '--frames', '3', '--frames', '4'],
    2,
    /--frames can't be 2 numbers: expected one for all, or one for each .* there is 1/,
  ],
  ['nothing to compare', () => [clips, '--allocations', 'none'], 2, /--allocations can't be none/],
  [
    'budgets for no allocations',
    () => [clips, '--aggregation', 'concat', '--allocations', 'none', '--budgets', '9'],
    2,
    /--budgets can't be 9/,
  ],
  ['results of another model', () => [clips, '--results', join(folder, 'other.jsonl')], 2, /another model/],
  ['results that are none', () => [clips, '--results', join(clips, 'answers.json')], 2, /no log of answers/],
  [
    'results below a file',
    () => [clips, '--results', join(clips, 'answers.json', 'r')],
    1,
    /can't be written/,
  ],
])('%s: one line and an exit code', async (_, argv, code, words) => {
  for (const name of ['bad', 'entry', 'lost']) await cp(clips, join(folder, name), { recursive: true });
  await writeFile(join(folder, 'bad', 'questions.json'), '[{"clip": ');
  await writeQuestions('entry', [{ clip: firstClip, kind: 'any', question: 'What?' }]);
  await writeQuestions('lost', [{ clip: 'lost.mp4', kind: 'any', question: 'What?', answer: 'red' }]);
  const other = {
    format: 'slowfast-accuracy-3',
    encoder: 'another',
    languageModel: 'one',
    maxAnswerTokens: 9,
  };
  await writeFile(join(folder, 'other.jsonl'), `${JSON.stringify(other)}\n`);
  const outcome = await run({ argv: ['bench', 'accuracy', ...argv()] });
  const [line, ...more] = outcome.stderr
    .trimEnd()
    .split('\n')
    .filter((text) => !text.startsWith('note: '));
  expect(line).toMatch(words);
  expect(line).toMatch(/^slowfast: .*\.$/);
  expect({ code: outcome.code, stdout: outcome.stdout, more }).toEqual({ code, stdout: '', more: [] });
});
