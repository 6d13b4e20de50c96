import { readFile, stat } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { askAndGrade, type ClipQuestion, type GradedQuestion, scoreByKind } from '@slowfast/accuracy';
import { type ModelDtypeChoice, modelComponents, openModelFolder } from '@slowfast/model-files';
import { modelFolder } from '@slowfast/tiny-model';
import { openAssistant } from 'slowfast-llava';
import { median, stopwatch } from './forms/stopwatch.ts';

// `node compare-forms.ts CLIPS [--forms FOLDER] [--model FOLDER] [--parts] [--threads N]`: accuracy, size and time of the exported model
// and of each form of it (`convert-forms.ts`) on a folder of clips (`make-clips.ts`), through the whole pipeline. With
// `--parts`, also of forms that keep the tower or the decoder graph alone in fewer bits.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string', default: fileURLToPath(modelFolder) },
    forms: { type: 'string', default: fileURLToPath(new URL('./runs/forms', import.meta.url)) },
    parts: { type: 'boolean', default: false },
    threads: { type: 'string', default: '1' },
  },
});
const [clips] = positionals;
if (clips === undefined) throw new Error('Say where the clips are: node compare-forms.ts FOLDER.');

/** A model to compare: a folder, and which of its files. */
interface Contender {
  readonly name: string;
  readonly folder: string;
  readonly dtype: ModelDtypeChoice;
}

const ofForms = (name: string, dtype: ModelDtypeChoice): Contender => ({ name, folder: values.forms, dtype });
const fp32 = { vision_encoder: 'fp32', embed_tokens: 'fp32', decoder_model_merged: 'fp32' } as const;
const contenders: readonly Contender[] = [
  { name: 'as exported', folder: values.model, dtype: 'fp32' },
  ofForms('fp32', 'fp32'),
  ofForms('q8', 'q8'),
  ofForms('q4', 'q4'),
  ...(values.parts
    ? [
        ofForms('tower q8', { ...fp32, vision_encoder: 'q8' }),
        ofForms('decoder graph q8', { ...fp32, decoder_model_merged: 'q8' }),
        ofForms('decoder graph q4', { ...fp32, decoder_model_merged: 'q4' }),
      ]
    : []),
];

async function bytesOf({ folder, dtype }: Contender): Promise<number> {
  const model = await openModelFolder(folder, { dtype });
  const files = await Promise.all(modelComponents.map((component) => model.onnxFile(component)));
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

await stat(join(values.forms, 'config.json')).catch((cause: unknown) => {
  throw new Error(`There are no forms in ${values.forms}: make them by node convert-forms.ts.`, { cause });
});
const questions: readonly ClipQuestion[] = JSON.parse(await readFile(join(clips, 'questions.json'), 'utf8'));
await using stack = new AsyncDisposableStack();
const open = async (contender: Contender) => {
  const { name, folder: model, dtype } = contender;
  const options = { model, dtype, cache: false, threads: Number(values.threads) } as const;
  const assistant = stack.use(await openAssistant({ ...options, worker: false }));
  const graded: GradedQuestion[] = [];
  return {
    name,
    assistant,
    graded,
    bytes: await bytesOf(contender),
    watching: stopwatch(),
    asking: stopwatch(),
  };
};
const runs: Awaited<ReturnType<typeof open>>[] = [];
for (const contender of contenders) runs.push(await open(contender));

// All of them take their turn at each clip, in an order that goes round: what else the machine does is shared by all, and so is
// what one leaves behind for the next to tidy up.
const clipsAsked = [...Map.groupBy(questions, ({ clip }) => clip)];
for (const [turn, [clip, asked]] of clipsAsked.entries()) {
  const first = turn % runs.length;
  for (const { assistant, graded, watching, asking } of [...runs.slice(first), ...runs.slice(0, first)]) {
    await using video = await watching.time(() => assistant.watch(join(clips, clip)));
    for (const item of asked) graded.push(await asking.time(() => askAndGrade(video, item)));
  }
}

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]) => {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  console.log(`${lines.join('\n')}\n`);
};
const percent = (right: number, asked: number) => ((100 * right) / asked).toFixed(1);
const milliseconds = (seconds: readonly number[]) => (1000 * median(seconds)).toFixed(1);

const scores = runs.map(({ graded }) => scoreByKind(graded));
table(
  ['right, %', 'questions', ...runs.map(({ name }) => name)],
  scores[0]!.map(({ kind, asked }, i) => [
    kind,
    asked,
    ...scores.map((score) => percent(score[i]!.right, asked)),
  ]),
);
table(
  ['', 'other answers', 'MB', 'a question: processor, ms', 'wall, ms', 'a clip: processor, ms', 'wall, ms'],
  runs.map(({ name, graded, bytes, asking, watching }) => [
    name,
    graded.filter(({ answered }, i) => answered !== runs[0]!.graded[i]!.answered).length,
    (bytes / 1e6).toFixed(2),
    ...[asking, watching].flatMap(({ processorSeconds, wallSeconds }) => [
      milliseconds(processorSeconds),
      milliseconds(wallSeconds),
    ]),
  ]),
);
console.log(`Medians, ${values.threads} thread(s); load ${loadavg()[0]!.toFixed(1)} at the end.`);
