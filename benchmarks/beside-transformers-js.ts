import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  answerTokens,
  type Candidate,
  questionTokens,
  type Round,
  videoTokens,
} from './beside-transformers-js/candidate.ts';
import {
  type OurForm,
  writeOurFolder,
  writePublishedFolder,
} from './beside-transformers-js/model-folders.ts';
import { ourModel } from './beside-transformers-js/our-model.ts';
import { transformersJs } from './beside-transformers-js/transformers-js.ts';
import { machineLine } from './machine.ts';
import { median } from './statistics.ts';

// The language model of LLaVA-OneVision 0.5B with random weights behind a prompt of 3680 tokens: ours in each form as people
// run it, and transformers.js with the layout that it runs, in q4. Candidates take turns; all use the threads they choose.

const rounds = Number(process.env.ROUNDS ?? 3);
const forms = (process.env.FORMS?.split(',') ?? ['fp32', 'q8', 'q4']) as OurForm[];

const folder = await mkdtemp(join(tmpdir(), 'beside-transformers-js-'));
const rows = new Map<string, Round[]>();
console.log(`${machineLine()}; medians of ${rounds} rounds in turn`);
try {
  await writePublishedFolder(join(folder, 'kept'), 'kept');
  await writePublishedFolder(join(folder, 'all'), 'all');
  await writeOurFolder(join(folder, 'ours'), forms);
  const candidates: Readonly<Record<string, () => Promise<Candidate>>> = {
    'transformers.js q4': () => transformersJs(join(folder, 'kept')),
    'transformers.js q4, all logits': () => transformersJs(join(folder, 'all')),
    ...Object.fromEntries(forms.map((form) => [form, () => ourModel(join(folder, 'ours'), form)])),
  };
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, open] of Object.entries(candidates)) {
      // One at a time in memory.
      await using candidate = await open();
      rows.set(name, [...(rows.get(name) ?? []), await candidate.round()]);
    }
  }
} finally {
  await rm(folder, { recursive: true });
}

const of = (name: string, pick: (round: Round) => number | undefined) =>
  rows.get(name)!.flatMap((round) => pick(round) ?? []);
/** The median, and behind it the least and the most. */
const spread = (values: readonly number[], digits: number) => {
  const ends = [Math.min(...values), Math.max(...values)].map((value) => value.toFixed(digits));
  return values.length === 0 ? '' : `${median(values).toFixed(digits)} (${ends.join(' to ')})`;
};
const firsts = (name: string) => of(name, (round) => round.firstToken);
const rates = (name: string) => of(name, (round) => 1 / round.perToken);
const [peer] = rows.keys();
console.log(
  `Prompt of ${videoTokens} and ${questionTokens} tokens, ${answerTokens} tokens behind the first.`,
);
console.log(`Load of the machine over the last five minutes: ${loadavg()[1]!.toFixed(1)}\n`);
console.log(
  '| | first token, s | times faster | tokens a second | times as many | second question, s | of the first |',
);
console.log('|---|---|---|---|---|---|---|');
for (const name of rows.keys()) {
  const second = of(name, (round) => round.secondQuestion);
  const cells = [
    spread(firsts(name), 1),
    (median(firsts(peer!)) / median(firsts(name))).toFixed(2),
    spread(rates(name), 1),
    (median(rates(name)) / median(rates(peer!))).toFixed(2),
    spread(second, 2),
    second.length > 0 ? `${((100 * median(second)) / median(firsts(name))).toFixed(1)} %` : '',
  ];
  console.log(`| ${[name, ...cells].join(' | ')} |`);
}
