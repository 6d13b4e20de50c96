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

const of = (name: string, pick: (round: Round) => number | undefined) => {
  const found = rows.get(name)!.flatMap((round) => pick(round) ?? []);
  return found.length > 0 ? median(found) : undefined;
};
const [peer] = rows.keys();
const peerToken = of(peer!, (round) => round.perToken)!;
const peerFirst = of(peer!, (round) => round.firstToken)!;
console.log(
  `Prompt of ${videoTokens} and ${questionTokens} tokens, ${answerTokens} tokens behind the first.`,
);
console.log(`Load of the machine over the last five minutes: ${loadavg()[1]!.toFixed(1)}\n`);
console.log(
  '| | first token, s | times faster | tokens a second | times as many | second question, s | of the first |',
);
console.log('|---|---|---|---|---|---|---|');
for (const name of rows.keys()) {
  const token = of(name, (round) => round.perToken)!;
  const first = of(name, (round) => round.firstToken)!;
  const second = of(name, (round) => round.secondQuestion);
  const cells = [
    first.toFixed(1),
    (peerFirst / first).toFixed(2),
    (1 / token).toFixed(1),
    (peerToken / token).toFixed(2),
  ];
  cells.push(second === undefined ? '' : second.toFixed(2));
  cells.push(second === undefined ? '' : `${((100 * second) / first).toFixed(1)} %`);
  console.log(`| ${[name, ...cells].join(' | ')} |`);
}
