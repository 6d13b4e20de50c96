import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConverterGraph, writeDecoderGraph } from '@slowfast/model-converter';
import { createOnnxSession, type OnnxSession } from '@slowfast/onnx-session';
import { blocksOfEightBits } from './candidates/blocks-of-eight-bits.ts';
import { inSevenBits } from './candidates/in-seven-bits.ts';
import { memoryReaders } from './decoder-graph/memory-bandwidth.ts';
import { writePublishedDecoderGraph } from './decoder-graph/published-decoder-graph.ts';
import { qwenFeeds } from './decoder-graph/qwen-feeds.ts';
import { qwenHalf, qwenWeights } from './decoder-graph/qwen-weights.ts';
import { machineLine } from './machine.ts';
import { median } from './statistics.ts';
import { writeGraph } from './write-graph.ts';

// Decoder graphs in the shape of Qwen2-0.5B behind 3680 tokens: the converter's in each form, others that it could write, and
// the layout that transformers.js runs.
// Candidates take turns; processor time is beside the time that passes, as other programs may be running. A prefill is told
// from its first and its last chunk of 256 tokens, since time grows with the past in a straight line.

const threads = Number(process.env.THREADS ?? 2);
const [decodeRuns, chunkRuns] = [15, 3];
const tokens = 3680;
const chunk = 256;
const source = qwenWeights();
const candidates: Readonly<Record<string, (graph: ConverterGraph) => void>> = {
  'published q4': (graph) => writePublishedDecoderGraph(graph, qwenHalf, source, 'q4'),
  'published fp32': (graph) => writePublishedDecoderGraph(graph, qwenHalf, source, 'fp32'),
  fp32: (graph) => writeDecoderGraph(graph, qwenHalf, source, 'fp32'),
  q8: (graph) => writeDecoderGraph(graph, qwenHalf, source, 'q8'),
  q4: (graph) => writeDecoderGraph(graph, qwenHalf, source, 'q4'),
  'q8 with weights of 7 bits': inSevenBits((graph) => writeDecoderGraph(graph, qwenHalf, source, 'q8')),
  'blocks of 8 bits': (graph) => writeDecoderGraph(graph, qwenHalf, source, blocksOfEightBits),
};
// CANDIDATES=q4,q8 measures those alone.
const chosen = process.env.CANDIDATES?.split(',') ?? Object.keys(candidates);

const feeds = qwenFeeds(tokens, chunk);

interface Times {
  readonly wall: number[];
  readonly processor: number[];
}

async function time(session: OnnxSession, past: number, sequence: number, times: Times): Promise<void> {
  const given = feeds(session, past, sequence);
  const before = process.cpuUsage();
  const start = performance.now();
  await session.run(given);
  times.wall.push(performance.now() - start);
  const { user, system } = process.cpuUsage(before);
  times.processor.push((user + system) / 1000);
}

/** Bytes that a token reads: every weight but the tables of positions, and the cache. */
function bytesOfToken(name: string): number {
  const graph = new ConverterGraph();
  candidates[name]!(graph);
  const read = graph.weights.filter((weight) => !weight.name.startsWith('rotary'));
  const { layers, keyValueHeads, headSize } = qwenHalf;
  const cache = 2 * layers * tokens * keyValueHeads * headSize * 4;
  return read.reduce((sum, { stored }) => sum + stored.bytes, cache);
}

const folder = await mkdtemp(join(tmpdir(), 'decoder-graph-'));
console.log(
  `${machineLine()}; ${threads} threads, medians of ${decodeRuns} tokens and ${chunkRuns} chunks in turn`,
);
try {
  const sessions = new Map<string, OnnxSession>();
  for (const name of chosen) {
    const path = join(folder, String(sessions.size), 'model.onnx');
    await writeGraph(path, candidates[name]!);
    sessions.set(name, await createOnnxSession(path, { threads }));
  }
  const measured = new Map(
    chosen.map((name) => {
      const none = () => ({ wall: [], processor: [] }) as Times;
      return [name, { decode: none(), first: none(), last: none() }];
    }),
  );
  const bandwidths: number[] = [];
  {
    await using readers = await memoryReaders(threads);
    for (let run = 0; run < decodeRuns; run += 1) {
      for (const [name, session] of sessions) await time(session, tokens, 1, measured.get(name)!.decode);
      bandwidths.push(await readers.bandwidth());
    }
  }
  for (let run = 0; run < chunkRuns; run += 1) {
    for (const [name, session] of sessions) {
      await time(session, 0, chunk, measured.get(name)!.first);
      await time(session, tokens - chunk, chunk, measured.get(name)!.last);
    }
  }
  for (const session of sessions.values()) await session.dispose();
  const bandwidth = median(bandwidths);
  console.log(`Load of the machine over the last five minutes: ${loadavg()[1]!.toFixed(1)}`);
  console.log(`${threads} threads read ${(bandwidth / 1e9).toFixed(1)} GB/s\n`);
  console.log(
    '| decoder graph | MB a token | ms at the bandwidth | ms a token | of the limit | processor ms | prefill s | processor s |',
  );
  console.log('|---|---|---|---|---|---|---|---|');
  for (const [name, { decode, first, last }] of measured) {
    const prefill = (kind: keyof Times) =>
      ((median(first[kind]) + median(last[kind])) / 2000) * (tokens / chunk);
    const bytes = bytesOfToken(name);
    const [limit, wall] = [(1000 * bytes) / bandwidth, median(decode.wall)];
    const cells = [bytes / 1e6, limit, wall].map((value) => value.toFixed(0));
    cells.push(`${((100 * limit) / wall).toFixed(0)} %`, median(decode.processor).toFixed(0));
    cells.push(prefill('wall').toFixed(1), prefill('processor').toFixed(1));
    console.log(`| ${[name, ...cells].join(' | ')} |`);
  }
} finally {
  await rm(folder, { recursive: true });
}
