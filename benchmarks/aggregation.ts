import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { onnxBackend } from '@slowfast/tensor-backends/onnx';
import { referenceBackend } from '@slowfast/tensor-backends/reference';
import { tfjsBackend } from '@slowfast/tensor-backends/tfjs';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { aggregate, aggregator, grid } from './aggregation/aggregate.ts';
import { openNativeTfjs } from './aggregation/native-tfjs.ts';
import { plainTfjs } from './aggregation/plain-tfjs.ts';
import { machineLine } from './machine.ts';
import { median } from './statistics.ts';

// The paper's reduction of 50 frames of 24 x 24 tokens on each backend, features arriving frame by frame as they do
// behind an encoder, and the same written with the pools of TensorFlow.js; they take turns, so that a busy machine slows them alike.

const RUNS = 9;
const { frames, rows, columns } = grid;

async function aggregatePlainly(size: number): Promise<number> {
  const values = new Float32Array(rows * columns * size).map((_, i) => Math.sin(i));
  const all = Array.from({ length: frames }, () => values);
  const slow = aggregator.slowPositions(frames);
  const start = performance.now();
  const tokens = await plainTfjs(all, [rows, columns, size], slow);
  const milliseconds = performance.now() - start;
  if (tokens.length !== aggregator.countTokens({ frames, rows, columns }).total * size) {
    throw new Error('the peer gives another number of tokens');
  }
  return milliseconds;
}

const wasm = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
setWasmPaths(`${dirname(wasm)}/`);
await tf.setBackend('wasm');
const onnx = onnxBackend();
await using native = await openNativeTfjs();
if (!native)
  console.log('TensorFlow itself was not built (node tools/build-tfjs-node.ts): it takes no part.\n');
const backends: readonly (readonly [string, (size: number) => Promise<number>])[] = [
  ['reference', (size) => aggregate(referenceBackend(), size)],
  ['onnx', (size) => aggregate(onnx, size)],
  ['tfjs wasm', (size) => aggregate(tfjsBackend(tf), size)],
  ['plain tfjs wasm', (size) => aggregatePlainly(size)],
  ...(native ? ([[native.name, native.aggregate]] as const) : []),
];

console.log(`${machineLine()}; median of ${RUNS} runs, ms\n`);
console.log('| backend | width 1024 | width 4096 |\n|---|---|---|');
const times = new Map(backends.map(([name]) => [name, { narrow: [] as number[], wide: [] as number[] }]));
for (let run = 0; run <= RUNS; run += 1) {
  for (const [name, time] of backends) {
    const narrow = await time(1024);
    const wide = await time(4096);
    // The first run compiles and warms up.
    if (run === 0) continue;
    times.get(name)!.narrow.push(narrow);
    times.get(name)!.wide.push(wide);
  }
}
for (const [name, { narrow, wide }] of times) {
  console.log(`| ${name} | ${median(narrow).toFixed(0)} | ${median(wide).toFixed(0)} |`);
}
