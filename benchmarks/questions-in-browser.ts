import { fileURLToPath } from 'node:url';
import { launchChromium } from '@slowfast/chromium';
import { openAssistant } from 'slowfast-llava';
import { servePage } from './browser/serve-page.ts';
import { machineLine } from './machine.ts';
import { measureQuestions, type QuestionTimes } from './measure-questions.ts';
import { median } from './statistics.ts';

// From nothing to the first answer on a bundled clip, and a second question: Node and Chromium take turns. The page has
// fetched its files once before, as on a second visit.

const RUNS = 7;
const clip = fileURLToPath(new URL('../packages/tiny-model/clips/circle.mp4', import.meta.url));

await using served = await servePage();
const browser = await launchChromium();
const page = await browser.newPage();
await page.goto(served.url);
const inPage = (threads: number) => page.evaluate((count) => measureInPage({ threads: count }), threads);
const ways: Readonly<Record<string, () => Promise<QuestionTimes>>> = {
  Node: () => measureQuestions(() => openAssistant({ cache: false }), clip),
  'Chromium, 2 threads': () => inPage(2),
  'Chromium, 1 thread': () => inPage(1),
};
const runs = Object.fromEntries(Object.keys(ways).map((way) => [way, [] as QuestionTimes[]]));
try {
  for (const way of Object.values(ways)) await way();
  for (let run = 0; run < RUNS; run += 1) {
    for (const [way, measureOnce] of Object.entries(ways)) runs[way]!.push(await measureOnce());
  }
} finally {
  await browser.close();
}

const stages = ['open', 'decode', 'encode', 'aggregate', 'load', 'prefill', 'generate'] as const;
const middle = (way: string, of: (times: QuestionTimes) => number) =>
  (median(runs[way]!.map(of)) * 1000).toFixed(0);
const names = Object.keys(ways);
const row = (name: string, of: (times: QuestionTimes) => number) =>
  `| ${name} | ${names.map((way) => middle(way, of)).join(' | ')} |`;
console.log(`${machineLine()}, Chromium ${browser.version()}; median of ${RUNS} runs, ms\n`);
console.log(`| | ${names.join(' | ')} |\n|---|${names.map(() => '---').join('|')}|`);
console.log(row('first answer, from opening the assistant', (times) => times.firstAnswerSeconds));
for (const stage of stages) console.log(row(stage, (times) => times.first[stage] ?? 0));
console.log(row('first answer, models loaded before', (times) => times.loadedAnswerSeconds));
console.log(row('second question', (times) => times.secondAnswerSeconds));
const ratio = median(
  runs['Chromium, 2 threads']!.map(
    (times, i) => times.firstAnswerSeconds / runs.Node![i]!.firstAnswerSeconds,
  ),
);
console.log(`\nFirst answer, Chromium with two threads against Node: ${ratio.toFixed(2)} times as long.`);
const answers = new Set(Object.values(runs).flatMap((of) => of.map((times) => times.answers.join(', '))));
console.log(`Answers: ${[...answers].join(' / ')}`);
