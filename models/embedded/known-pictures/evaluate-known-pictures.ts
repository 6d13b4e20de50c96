import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { type ModelDtypeChoice, parseDtypeChoice } from '@slowfast/model-files';
import { openAssistant } from 'slowfast-llava';
import { clipFiles } from './clip-tokens.ts';

// `node known-pictures/evaluate-known-pictures.ts FOLDER... [--model FOLDER] [--dtype q8]`: how many clips of each folder are called unlike
// the pictures that the model knows, by kind, which is the first word of a clip's name; through the whole assistant.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string' },
    dtype: { type: 'string', default: 'fp32' },
    names: { type: 'boolean', default: false },
  },
});
if (positionals.length === 0) throw new Error('Say where the clips are: FOLDER...');
const dtype: ModelDtypeChoice = parseDtypeChoice(values.dtype);

await using assistant = await openAssistant({
  ...{ model: values.model, dtype, cache: false, worker: false, threads: 1 },
});
const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;
for (const folder of positionals) {
  const flagged = new Map<string, boolean[]>();
  const names: Record<'called strange' | 'not', string[]> = { 'called strange': [], not: [] };
  for (const file of await clipFiles([folder])) {
    await using video = await assistant.watch(file);
    const isStrange = video.plan.notices.some(({ code }) => code === 'outside-its-world');
    const kind = basename(file).split(/[-.]/)[0]!;
    flagged.set(kind, [...(flagged.get(kind) ?? []), isStrange]);
    names[isStrange ? 'called strange' : 'not'].push(basename(file));
  }
  const all = [...flagged.values()].flat();
  for (const [kind, of] of [...flagged, ['all', all] as const]) {
    const count = of.filter(Boolean).length;
    console.log(`${folder} ${kind}: ${count} of ${of.length}, ${percent(count, of.length)}`);
  }
  // The fewer of the two are worth a look.
  const few = names.not.length < names['called strange'].length ? 'not' : 'called strange';
  if (values.names) console.log(`  ${few}: ${names[few].join(' ')}`);
}
