import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { promptTokenizer } from '@slowfast/language-models';
import { writeDecoderGraph } from '@slowfast/model-converter';
import { openModelFolder } from '@slowfast/model-files';
import type { OnnxSession } from '@slowfast/onnx-session';
import { blocksOfEightBits } from './candidates/blocks-of-eight-bits.ts';
import { inSevenBits } from './candidates/in-seven-bits.ts';
import { machineLine } from './machine.ts';
import { compareLosses, perplexity } from './perplexity/compare-losses.ts';
import {
  type Candidate,
  convertLanguageModel,
  openCandidate,
} from './perplexity/converted-language-model.ts';
import { readPerplexityOracle, safetensorsFolder } from './perplexity/perplexity-oracle.ts';
import { readTexts } from './perplexity/texts.ts';
import { windowLosses } from './perplexity/window-losses.ts';

// Perplexity of SmolLM2-135M-Instruct in each precision of the converter, beside transformers. A text is tokenised whole and cut into
// windows of 1024 tokens without overlap; what does not fill one is left out. Each window begins with an empty cache and no
// start token, and every token but its first is predicted from those before it in the window: perplexity is exp of the mean loss.
// The exit code says whether q8 costs at most 2 % and q4 at most 10 % on each text. Four windows of a text are read in chunks, one of
// them token by token; `--windows 8 --decode-windows 8` reads more, 0 leaves that path out. `--candidates` judges forms too that the converter
// does not write, in chunks.

const window = 1024;
const prefillTokens = 512;
const mostMore = { fp32: 0.0002, q8: 0.02, q4: 0.1 } as const;

const { values: flags } = parseArgs({
  args: process.argv.slice(3),
  options: {
    windows: { type: 'string', default: '4' },
    'decode-windows': { type: 'string', default: '1' },
    candidates: { type: 'boolean', default: false },
  },
});
const oracle = await readPerplexityOracle();
if (!oracle) {
  const how = 'benchmarks/real-language-model/make/make.py makes it (docs/real-language-model.md)';
  console.error(`Found no ${safetensorsFolder} with its oracle; ${how}.`);
  process.exit(2);
}
const windows = Number(flags.windows);
const counts = { prefill: windows, decode: Math.min(windows, Number(flags['decode-windows'])) };
const paths = (['prefill', 'decode'] as const).filter((path) => counts[path] > 0);
const texts = (await readTexts()).map(({ name, file, text }) => {
  const judged = oracle.texts.find((each) => each.file === file);
  if (!judged) throw new Error(`${file}: the oracle does not know it; make it again`);
  return { name, text, judged };
});

const candidates: Readonly<Record<string, Candidate>> = {
  'q8 with weights of 7 bits': (graph, text, weights) =>
    inSevenBits((inner) => writeDecoderGraph(inner, text, weights, 'q8', { logits: 'all' }))(graph),
  'blocks of 8 bits': (graph, text, weights) =>
    writeDecoderGraph(graph, text, weights, blocksOfEightBits, { logits: 'all' }),
};
const precisions = ['fp32', 'q8', 'q4'] as const;
const judgedCandidates = flags.candidates && counts.prefill > 0 ? Object.keys(candidates) : [];

/** Losses of each text, by path and precision. */
const losses = new Map<string, Float32Array[]>();
const sizes = new Map<string, number>();
const temporary = await mkdtemp(join(tmpdir(), 'perplexity-'));
try {
  for (const dtype of precisions) {
    const folder = join(temporary, dtype);
    const model = await convertLanguageModel(safetensorsFolder, folder, dtype);
    sizes.set(dtype, model.decoderGraphBytes);
    const tokenizer = promptTokenizer(folder, await (await openModelFolder(folder)).tokenizer());
    await using embedder = await model.openEmbedder();
    for (const path of paths) {
      await using decoderGraph = await (path === 'prefill'
        ? model.openDecoderGraphOfAll()
        : model.openDecoderGraph());
      const found = await lossesOfTexts(dtype, path, tokenizer, embedder, decoderGraph);
      losses.set(`${path} ${dtype}`, found);
    }
    if (dtype === 'fp32') {
      for (const name of judgedCandidates) {
        const path = join(temporary, 'candidate', 'model.onnx');
        await using decoderGraph = await openCandidate(safetensorsFolder, path, candidates[name]!);
        losses.set(
          `prefill ${name}`,
          await lossesOfTexts(name, 'prefill', tokenizer, embedder, decoderGraph),
        );
        await rm(join(temporary, 'candidate'), { recursive: true });
      }
    }
    await rm(folder, { recursive: true });
  }
} finally {
  await rm(temporary, { recursive: true });
}

async function lossesOfTexts(
  precision: string,
  path: 'prefill' | 'decode',
  tokenizer: ReturnType<typeof promptTokenizer>,
  embedder: OnnxSession,
  decoderGraph: OnnxSession,
): Promise<Float32Array[]> {
  const found: Float32Array[] = [];
  for (const { name, text, judged } of texts) {
    const ids = tokenizer.encode([{ type: 'text', text }]);
    if (`${ids}` !== `${judged.ids}`) throw new Error(`${name}: found other ids than transformers`);
    const all = new Float32Array(counts[path] * (window - 1));
    for (let i = 0; i < counts[path]; i++) {
      const part = ids.slice(i * window, (i + 1) * window);
      const steps = path === 'prefill' ? prefillTokens : 1;
      all.set(await windowLosses(embedder, decoderGraph, part, steps), i * (window - 1));
      process.stderr.write(`${precision}, ${path}, ${name}: window ${i + 1} of ${counts[path]}\n`);
    }
    found.push(all);
  }
  return found;
}

console.log(`${machineLine()}; load ${loadavg()[1]!.toFixed(1)}`);
console.log(`Judged by transformers ${oracle.source.transformers}, torch ${oracle.source.torch}`);
console.log([...sizes].map(([dtype, bytes]) => `${dtype} ${(bytes / 1e6).toFixed(0)} MB`).join(', '));
console.log(
  '\n| text | path | tokens | precision | perplexity | more | 95 % |\n|---|---|---|---|---|---|---|',
);
const percent = (share: number) => `${share < 0 ? '' : '+'}${(100 * share).toFixed(2)} %`;
for (const [at, { name, judged }] of texts.entries()) {
  for (const path of paths) {
    const fp32 = losses.get(`${path} fp32`)![at]!;
    const expected = judged.losses.subarray(0, fp32.length);
    const row = (...cells: readonly string[]) =>
      console.log(`| ${[name, path, String(fp32.length), ...cells].join(' | ')} |`);
    row('transformers', perplexity(expected).toFixed(3), '', '');
    for (const dtype of precisions) {
      const found = losses.get(`${path} ${dtype}`)![at]!;
      const compared = compareLosses(found, dtype === 'fp32' ? expected : fp32);
      const interval = `${percent(compared.least)} to ${percent(compared.most)}`;
      const limit = mostMore[dtype];
      const isHeld = dtype === 'fp32' ? Math.abs(compared.more) <= limit : compared.more <= limit;
      const more = isHeld ? percent(compared.more) : `**${percent(compared.more)}**, over ${percent(limit)}`;
      row(dtype, compared.perplexity.toFixed(3), more, interval);
      if (!isHeld) process.exitCode = 1;
    }
    for (const name of path === 'prefill' ? judgedCandidates : []) {
      const compared = compareLosses(losses.get(`prefill ${name}`)![at]!, fp32);
      const interval = `${percent(compared.least)} to ${percent(compared.most)}`;
      row(name, compared.perplexity.toFixed(3), percent(compared.more), interval);
    }
  }
}
