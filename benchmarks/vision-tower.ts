import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConverterGraph, writeVision } from '@slowfast/model-converter';
import { createOnnxSession, float32Tensor, type OnnxSession } from '@slowfast/onnx-session';
import { inSevenBits } from './candidates/in-seven-bits.ts';
import { machineLine } from './machine.ts';
import { median } from './statistics.ts';
import { clipLarge, clipNames, clipWeights } from './vision-tower/clip-weights.ts';
import { writePlainClip } from './vision-tower/plain-clip.ts';
import { writeGraph } from './write-graph.ts';

// One frame through CLIP ViT-L/14-336 with LLaVA's projector: the graph as torch exports it and the converter's, on the same
// weights, which are random with channels 50 times as large as the others before every linear layer of the tower. The candidates
// take turns; processor time is beside the time that passes, as other programs may be running.

const RUNS = 5;
const threads = 2;
const edge = clipLarge.tower.imageSize;
const weights = clipWeights();
const pixels = float32Tensor(
  Float32Array.from({ length: 3 * edge * edge }, (_, i) => Math.sin(i * 0.37) + Math.cos(i * 0.0041)),
  [1, 3, edge, edge],
);

const candidates: Readonly<Record<string, (graph: ConverterGraph) => void>> = {
  'fp32, as exported': (graph) => writePlainClip(graph, clipLarge, weights, clipNames),
  fp32: (graph) => writeVision(graph, clipLarge, weights, clipNames, 'fp32'),
  q8: (graph) => writeVision(graph, clipLarge, weights, clipNames, 'q8'),
  'q8 with weights of 7 bits': inSevenBits((graph) =>
    writeVision(graph, clipLarge, weights, clipNames, 'q8'),
  ),
  'blocks of 8 bits': (graph) => writeVision(graph, clipLarge, weights, clipNames, 'q8-blocks'),
};
// CANDIDATES=fp32,q8 measures those alone; the first is what the others are compared with.
const chosen = process.env.CANDIDATES?.split(',') ?? Object.keys(candidates);

/** Writes a graph with its weights, and loads it. */
async function load(folder: string, write: (graph: ConverterGraph) => void): Promise<OnnxSession> {
  const path = join(folder, 'model.onnx');
  await writeGraph(path, write);
  return createOnnxSession(path, { threads });
}

interface Measured {
  readonly session: OnnxSession;
  readonly seconds: number[];
  readonly processorSeconds: number[];
  features: Float32Array;
}

const folder = await mkdtemp(join(tmpdir(), 'vision-tower-'));
const measured = new Map<string, Measured>();
try {
  for (const name of chosen) {
    const session = await load(join(folder, String(measured.size)), candidates[name]!);
    measured.set(name, { session, seconds: [], processorSeconds: [], features: new Float32Array() });
  }
  for (let run = 0; run <= RUNS; run += 1) {
    for (const each of measured.values()) {
      const before = process.cpuUsage();
      const start = performance.now();
      const { image_features } = await each.session.run({ pixel_values: pixels });
      const seconds = (performance.now() - start) / 1000;
      const { user, system } = process.cpuUsage(before);
      each.features = image_features!.data as Float32Array;
      // The first run warms up.
      if (run === 0) continue;
      each.seconds.push(seconds);
      each.processorSeconds.push((user + system) / 1e6);
    }
  }
} finally {
  for (const { session } of measured.values()) await session.dispose();
  await rm(folder, { recursive: true });
}

/** The least cosine of a token. */
function leastCosine(found: Float32Array, expected: Float32Array): number {
  const size = clipLarge.embeddingSize;
  let least = 1;
  for (let start = 0; start < expected.length; start += size) {
    let [product, left, right] = [0, 0, 0];
    for (let i = start; i < start + size; i += 1) {
      product += found[i]! * expected[i]!;
      left += found[i]! ** 2;
      right += expected[i]! ** 2;
    }
    least = Math.min(least, product / Math.sqrt(left * right));
  }
  return least;
}

const [peer] = measured.values();
console.log(`${machineLine()}; ${threads} threads, median of ${RUNS} frames in turn`);
console.log(`Load of the machine over the last five minutes: ${loadavg()[1]!.toFixed(1)}\n`);
console.log(
  '| graph | frames a second | times as many | s a frame | processor s a frame | times less | least cosine |',
);
console.log('|---|---|---|---|---|---|---|');
for (const [name, { seconds, processorSeconds, features }] of measured) {
  const [wall, processor] = [median(seconds), median(processorSeconds)];
  const ratio = (median(peer!.seconds) / wall).toFixed(2);
  const processorRatio = (median(peer!.processorSeconds) / processor).toFixed(2);
  const cosine = leastCosine(features, peer!.features).toFixed(5);
  console.log(
    `| ${name} | ${(1 / wall).toFixed(3)} | ${ratio} | ${wall.toFixed(2)} | ${processor.toFixed(2)} | ${processorRatio} | ${cosine} |`,
  );
}
