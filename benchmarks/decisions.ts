import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ConverterGraph, writeDecoderGraph } from '@slowfast/model-converter';
import { createOnnxSession, type OnnxSession } from '@slowfast/onnx-session';
import { type DecisionQuestion, openAssistant } from 'slowfast-llava';
import { writePublishedDecoderGraph } from './decoder-graph/published-decoder-graph.ts';
import { qwenFeeds } from './decoder-graph/qwen-feeds.ts';
import { qwenHalf, qwenWeights } from './decoder-graph/qwen-weights.ts';
import { machineLine } from './machine.ts';
import { median } from './statistics.ts';
import { writeGraph } from './write-graph.ts';

// One decision beside one generated answer: with the embedded model through the whole pipeline, and of a decoder graph in the shape of
// Qwen2-0.5B behind a video's 3680 tokens, in runs: a decision is the question's prompt, an answer of n tokens is that and n - 1 tokens more.
// Then whether questions in one batch take less time than one after the other. Candidates take turns; processor time is beside the time that
// passes, as other programs may be running.

const threads = Number(process.env.THREADS ?? 2);
const rounds = Number(process.env.ROUNDS ?? 15);

interface Times {
  readonly wall: number[];
  readonly processor: number[];
}
type Candidates = ReadonlyMap<string, () => Promise<unknown>>;

/** Runs candidates by turns, after one round that doesn't count. */
async function takeTurns(candidates: Candidates): Promise<ReadonlyMap<string, Times>> {
  const times = new Map([...candidates.keys()].map((name) => [name, { wall: [], processor: [] } as Times]));
  for (let round = -1; round < rounds; round += 1) {
    for (const [name, run] of candidates) {
      const before = process.cpuUsage();
      const start = performance.now();
      await run();
      const wall = performance.now() - start;
      const { user, system } = process.cpuUsage(before);
      if (round < 0) continue;
      times.get(name)!.wall.push(wall);
      times.get(name)!.processor.push((user + system) / 1000);
    }
  }
  return times;
}

function table(title: string, times: ReadonlyMap<string, Times>): void {
  console.log(`\n| ${title} | ms | processor ms |\n|---|---|---|`);
  for (const [name, { wall, processor }] of times) {
    console.log(`| ${name} | ${median(wall).toFixed(1)} | ${median(processor).toFixed(1)} |`);
  }
}

async function embeddedModel(): Promise<void> {
  const clip = fileURLToPath(new URL('../packages/tiny-model/clips/circle.mp4', import.meta.url));
  const options = ['circle', 'square', 'star'];
  const shape: DecisionQuestion = { type: 'choice', text: 'What shape appears?', choices: options };
  const isThere: DecisionQuestion = { type: 'boolean', text: 'Is there a circle?' };
  await using assistant = await openAssistant({ cache: false, worker: false, threads });
  await using video = await assistant.watch(clip);
  const eight = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`q${i}`, isThere]));
  const candidates: Candidates = new Map<string, () => Promise<unknown>>([
    ['a generated answer of a word: What shape appears?', () => video.ask('What shape appears?').text()],
    ['a generated answer of three words: Where does it go?', () => video.ask('Where does it go?').text()],
    ['a decision, yes or no', () => video.decide({ isThere })],
    ['a decision among three choices', () => video.decide({ shape })],
    ['the same in both orders', () => video.decide({ shape }, { orders: 'both' })],
    ['the same in all three orders', () => video.decide({ shape }, { orders: 'all' })],
    ['eight decisions, yes or no', () => video.decide(eight)],
  ]);
  table('embedded model, behind 256 video tokens', await takeTurns(candidates));
}

const past = 3680;
/** Tokens of a question with three options behind a video, in a chat template with our instructions; and without these. */
const promptTokens = 64;
const bareTokens = 24;
const batch = 4;

async function inTheShapeOfQwen(): Promise<void> {
  const source = qwenWeights();
  const forms: Readonly<Record<string, (graph: ConverterGraph) => void>> = {
    q8: (graph) => writeDecoderGraph(graph, qwenHalf, source, 'q8'),
    q4: (graph) => writeDecoderGraph(graph, qwenHalf, source, 'q4'),
    'published q4': (graph) => writePublishedDecoderGraph(graph, qwenHalf, source, 'q4', 'kept'),
  };
  const feeds = qwenFeeds(past + promptTokens, batch * promptTokens, batch);
  const chosen = process.env.FORMS?.split(',') ?? Object.keys(forms);
  const folder = await mkdtemp(join(tmpdir(), 'decisions-'));
  try {
    for (const name of chosen) {
      const path = join(folder, name.replace(' ', '-'), 'model.onnx');
      await writeGraph(path, forms[name]!);
      await using session = await createOnnxSession(path, { threads });
      table(`Qwen2-0.5B's shape, ${name}, behind ${past} tokens`, await takeTurns(runsOf(session, feeds)));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

function runsOf(session: OnnxSession, feeds: ReturnType<typeof qwenFeeds>): Candidates {
  const prompt = (count = 1) => session.run(feeds(session, past, promptTokens, count));
  const bare = () => session.run(feeds(session, past + promptTokens - bareTokens, bareTokens));
  const answer = async (tokens: number) => {
    await prompt();
    for (let i = 1; i < tokens; i += 1) await session.run(feeds(session, past + promptTokens, 1));
  };
  const single = new Map<string, () => Promise<unknown>>([
    [`a decision: a prompt of ${promptTokens} tokens`, () => prompt()],
    [`the last ${bareTokens} of these tokens alone`, bare],
    ['a generated letter with its parenthesis: 2 tokens', () => answer(2)],
    ['a generated answer of 8 tokens', () => answer(8)],
  ]);
  // The converter's layout has one sequence, and nothing to batch.
  const hasBatches = session.inputs.some(({ name, shape }) => name.startsWith('past') && shape.length === 4);
  if (!hasBatches) return single;
  const inTurn = async () => {
    for (let i = 0; i < batch; i += 1) await prompt();
  };
  return new Map([
    ...single,
    [`${batch} decisions one after the other`, inTurn],
    [`${batch} decisions as one batch`, () => prompt(batch)],
  ]);
}

console.log(`${machineLine()}; ${threads} threads, medians of ${rounds} rounds in turn`);
await embeddedModel();
await inTheShapeOfQwen();
console.log(`\nLoad of the machine over the last five minutes: ${loadavg()[1]!.toFixed(1)}`);
