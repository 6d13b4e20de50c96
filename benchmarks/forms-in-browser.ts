import { loadavg } from 'node:os';
import { join } from 'node:path';
import { launchChromium } from '@slowfast/chromium';
import { servePage } from './browser/serve-page.ts';
import { decoderGraphLayers, graphs } from './forms-in-browser/graphs.ts';
import { type OpenedGraph, openInChromium, openInNode } from './forms-in-browser/opened-graph.ts';
import type { Step } from './forms-in-browser/run-step.ts';
import { machineLine } from './machine.ts';
import { median } from './statistics.ts';
import { writeGraph } from './write-graph.ts';

// Decoder graphs in the shape of Qwen2-0.5B with fewer layers, and CLIP ViT-L/14-336 with four: each form of weights in Node and in
// Chromium on WebAssembly. Candidates and runtimes take turns; each turn loads anew, as several would not fit in the 4 GiB of
// WebAssembly. CANDIDATES=q8,q4, STEPS=token and THREADS=1 choose.

const ROUNDS = Number(process.env.ROUNDS ?? 2);
const token: Step = { past: 3680, sequence: 1 };
const chunk: Step = { past: 1024, sequence: 256 };
const stepsOf = {
  'decoder-graph': { token: [token, token, token, token], chunk: [chunk] },
  vision: { frame: [token, token] },
} as const;
const threadCounts = process.env.THREADS?.split(',').map(Number) ?? [1, 2];
const chosen = process.env.CANDIDATES?.split(',');
const chosenSteps = process.env.STEPS?.split(',');

interface Measured {
  readonly seconds: number[];
  readonly processorSeconds: number[];
  values: readonly number[];
}

const measured = new Map<string, Measured>();
const key = (...parts: readonly (string | number)[]) => parts.join(' / ');

async function measure(graph: OpenedGraph, steps: Readonly<Record<string, readonly Step[]>>, name: string) {
  // WebAssembly is compiled better while it runs.
  for (const [first] of Object.values(steps)) await graph.run(first!);
  for (const [what, runs] of Object.entries(steps)) {
    const known = measured.get(key(name, what)) ?? { seconds: [], processorSeconds: [], values: [] };
    measured.set(key(name, what), known);
    const before = await graph.processorSeconds();
    for (const step of runs) {
      const { seconds, values } = await graph.run(step);
      known.seconds.push(seconds);
      known.values = values;
    }
    known.processorSeconds.push(((await graph.processorSeconds()) - before) / runs.length);
    console.error(`${name}, ${what}: ${known.seconds.map((each) => each.toFixed(3)).join(', ')} s`);
  }
}

await using served = await servePage();
const browser = await launchChromium();
try {
  for (const [kind, candidates] of Object.entries(graphs)) {
    const names = Object.keys(candidates).filter((name) => !chosen || chosen.includes(name));
    for (const name of names)
      await writeGraph(join(served.folder, kind, name, 'model.onnx'), candidates[name]!);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const threads of threadCounts) {
        for (const name of names) {
          const steps = Object.fromEntries(
            Object.entries(stepsOf[kind as keyof typeof stepsOf]).filter(
              ([what]) => !chosenSteps || chosenSteps.includes(what),
            ),
          );
          for (const [runtime, open] of [
            ['Node', () => openInNode(join(served.folder, kind, name), threads)],
            ['Chromium', () => openInChromium(browser, served.url, `${kind}/${name}`, threads)],
          ] as const) {
            console.error(`${kind}, ${name}, ${threads} threads, ${runtime}`);
            await using graph = await open();
            await measure(graph, steps, key(kind, name, threads, runtime));
          }
        }
      }
    }
  }
} finally {
  await browser.close();
}

console.log(`${machineLine()}, Chromium ${browser.version()}; medians of ${ROUNDS} turns`);
console.log(`Load of the machine over the last five minutes: ${loadavg()[1]!.toFixed(1)}`);
for (const [kind, candidates] of Object.entries(graphs)) {
  const whats = Object.keys(stepsOf[kind as keyof typeof stepsOf]);
  for (const threads of threadCounts) {
    const of = kind === 'decoder-graph' ? `${decoderGraphLayers} layers` : '4 layers';
    console.log(
      `\n${kind}, ${of}, threads: ${threads}; ms, processor ms, times less than the first of its layout\n`,
    );
    const columns = whats.flatMap((what) => ['Node', 'Chromium'].map((runtime) => ({ what, runtime })));
    const heads = columns.map(({ what, runtime }) => `${what}, ${runtime}`);
    console.log(`| | ${heads.join(' | ')} | difference |\n|---|${'---|'.repeat(columns.length + 1)}`);
    for (const name of Object.keys(candidates)) {
      const find = (of: string, { what, runtime }: (typeof columns)[number]) =>
        measured.get(key(kind, of, threads, runtime, what));
      const first = name.startsWith('published') ? 'published fp32' : 'fp32';
      const cells = columns.map((column) => {
        const found = find(name, column);
        if (!found) return '';
        const [wall, processor] = [median(found.seconds), median(found.processorSeconds)];
        const peer = find(first, column);
        const ratio = peer ? (median(peer.seconds) / wall).toFixed(2) : '';
        return `${(wall * 1000).toFixed(0)}, ${(processor * 1000).toFixed(0)}, ${ratio}`;
      });
      if (cells.every((cell) => cell === '')) continue;
      const differences = whats.map((what) => {
        const [inPage, inNode] = ['Chromium', 'Node'].map((runtime) => find(name, { what, runtime })?.values);
        return inPage && inNode ? difference(inPage, inNode).toExponential(1) : '';
      });
      console.log(`| ${[name, ...cells, differences.join(', ')].join(' | ')} |`);
    }
  }
}

/** The largest difference, by the largest value. */
function difference(found: readonly number[], expected: readonly number[]): number {
  let [far, largest] = [0, 0];
  for (const [i, value] of expected.entries()) {
    far = Math.max(far, Math.abs(found[i]! - value));
    largest = Math.max(largest, Math.abs(value));
  }
  return far / largest;
}
