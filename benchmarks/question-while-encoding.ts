import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openAssistant, type WatchedVideo } from 'slowfast-llava';
import { machineLine } from './machine.ts';
import { median } from './statistics.ts';

// How long a question about one video waits while another is being encoded, beside a chunk of that encoding; and how long disposing an
// idle video takes meanwhile.

const RUNS = 15;
const FRAMES = 36;
const FRAMES_PER_CHUNK = 4;
const clip = (name: string) =>
  fileURLToPath(new URL(`../packages/tiny-model/clips/${name}.mp4`, import.meta.url));
const question = 'Where does it go?';

/** Milliseconds to the first word of an answer. */
async function firstWord(video: WatchedVideo): Promise<number> {
  const start = performance.now();
  let word: number | undefined;
  for await (const part of video.ask(question)) {
    if (part.type === 'text-delta') word ??= performance.now() - start;
  }
  return word ?? Number.NaN;
}

await using assistant = await openAssistant({ cache: false });
await using video = await assistant.watch(clip('circle'));
await firstWord(video);
const alone: number[] = [];
const meanwhile: number[] = [];
const chunks: number[] = [];
const encodings: number[] = [];
const disposals: number[] = [];
for (let run = 0; run < RUNS; run += 1) {
  alone.push(await firstWord(video));
  const idle = await assistant.watch(clip('circle'));
  const start = performance.now();
  const { promise: encoding, resolve: begin } = Promise.withResolvers<void>();
  const watching = assistant.watch(clip('circle'), {
    reduction: { frames: FRAMES, aggregation: 'slowfast-slow_1frms_concat-fast_2x2' },
    onProgress: ({ stage }) => stage === 'encode' && begin(),
  });
  await encoding;
  // Somewhere in the second chunk, which has begun or waits for its frames.
  await sleep((chunks.at(-1) ?? 0) * (run / RUNS));
  const disposing = performance.now();
  const disposed = idle.dispose().then(() => performance.now() - disposing);
  meanwhile.push(await firstWord(video));
  disposals.push(await disposed);
  await using other = await watching;
  encodings.push(performance.now() - start);
  chunks.push(((other.seconds.encode ?? 0) * 1000 * FRAMES_PER_CHUNK) / FRAMES);
}

const line = (name: string, values: readonly number[]) =>
  console.log(`| ${name} | ${median(values).toFixed(1)} | ${Math.max(...values).toFixed(1)} |`);
console.log(`${machineLine()}; ${RUNS} runs, ms\n`);
console.log('| | median | longest |\n|---|---|---|');
line('first word of an answer, alone', alone);
line(`the same, asked while ${FRAMES} frames of another video are encoded`, meanwhile);
line(`one chunk of ${FRAMES_PER_CHUNK} frames`, chunks);
line('the whole encoding, decoding included', encodings);
line('disposing an idle video meanwhile', disposals);
