import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openAssistant } from 'slowfast-llava';
import type { FindingRecord, WantedRange } from './find/finding-record.ts';
import { findingTable } from './find/finding-table.ts';
import { waysToFind } from './find/ways-to-find.ts';
import { machineLine } from './machine.ts';

// When brief events happen, found from coarse to fine, beside one decision for each second and for each step. CLIPS is a folder that
// `make-brief-clips.ts` of models/embedded wrote; RECORDS a file that results are appended to, so that a run goes on where an earlier one ended;
// WAYS=coarse,seconds,steps and COUNT choose, MODEL is another model than the embedded one.

const { CLIPS, RECORDS, WAYS = 'coarse,seconds,steps', COUNT = '1000', MODEL } = process.env;
if (CLIPS === undefined || RECORDS === undefined)
  throw new Error('Say where clips and records are: CLIPS=folder RECORDS=file.');
const questions: readonly WantedRange[] = JSON.parse(await readFile(join(CLIPS, 'find.json'), 'utf8'));
const ways = WAYS.split(',').map((name) => {
  const way = waysToFind.find((one) => one.name === name);
  if (!way)
    throw new Error(`Found no way ${name}, expected ${waysToFind.map((one) => one.name).join(', ')}.`);
  return way;
});
const kept = await readFile(RECORDS, 'utf8').catch(() => '');
const records: FindingRecord[] = kept
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line));
const isKnown = (way: string, { clip, question }: WantedRange) =>
  records.some((record) => record.way === way && record.clip === clip && record.question === question);

await using assistant = await openAssistant({ cache: false, ...(MODEL !== undefined && { model: MODEL }) });
await assistant.load();
for (const wanted of questions.slice(0, 2 * Number(COUNT))) {
  for (const { name, options } of ways) {
    if (isKnown(name, wanted)) continue;
    const start = performance.now();
    const { ranges, frames, decisions } = await assistant.find(
      join(CLIPS, wanted.clip),
      wanted.question,
      options,
    );
    const seconds = (performance.now() - start) / 1000;
    const record: FindingRecord = { ...wanted, way: name, ranges, frames, decisions, seconds };
    records.push(record);
    await appendFile(RECORDS, `${JSON.stringify(record)}\n`);
  }
}
console.log(`${machineLine()}\n`);
console.log(findingTable(records, ways));
