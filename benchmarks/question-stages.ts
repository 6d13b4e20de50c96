import { fileURLToPath } from 'node:url';
import { openAssistant, type StageSeconds } from 'slowfast-llava';
import { machineLine } from './machine.ts';
import { median } from './statistics.ts';

// Time of each stage for one question on a bundled clip, of a second question on the same video, and the largest gap of
// the caller's event loop meanwhile (a timer every 2 ms; what it is late by).

const RUNS = 7;
const clip = fileURLToPath(new URL('../packages/tiny-model/clips/circle.mp4', import.meta.url));

/** Watches how late a frequent timer fires. */
function watchEventLoop() {
  let last = performance.now();
  let largestGap = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    largestGap = Math.max(largestGap, now - last - 2);
    last = now;
  }, 2);
  return {
    stop: () => {
      clearInterval(timer);
      return largestGap;
    },
  };
}

const first: StageSeconds[] = [];
const second: StageSeconds[] = [];
const gaps: number[] = [];
for (let run = 0; run < RUNS; run += 1) {
  await using assistant = await openAssistant({ cache: false });
  const eventLoop = watchEventLoop();
  await using video = await assistant.watch(clip);
  first.push((await video.ask('What shape appears?').result()).seconds);
  second.push((await video.ask('Where does it go?').result()).seconds);
  gaps.push(eventLoop.stop());
}

const stages = ['open', 'decode', 'encode', 'aggregate', 'load', 'prefill', 'generate'] as const;
const milliseconds = (runs: readonly StageSeconds[], stage: keyof StageSeconds) =>
  median(runs.map((run) => (run[stage] ?? 0) * 1000)).toFixed(1);
console.log(`${machineLine()}; median of ${RUNS} runs, ms\n`);
console.log('| stage | first question | second question |\n|---|---|---|');
for (const stage of stages) {
  console.log(`| ${stage} | ${milliseconds(first, stage)} | ${milliseconds(second, stage)} |`);
}
console.log(
  `\nLargest gap of the event loop: median ${median(gaps).toFixed(1)} ms, worst ${Math.max(...gaps).toFixed(1)} ms.`,
);
