import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ClipQuestion, evaluateClips, scoreByKind } from '@slowfast/accuracy';
import { assistantInProcess } from 'slowfast-llava';

// `node evaluate.ts [FOLDER] [AGGREGATION]`: accuracy of the embedded model on a folder of clips, the fixed ones if none
// is named, through the whole pipeline.
const [folder = fileURLToPath(new URL('./clips', import.meta.url)), aggregation] = process.argv.slice(2);
await using assistant = await assistantInProcess({ cache: false, ...(aggregation && { aggregation }) });
const start = performance.now();
const questions: readonly ClipQuestion[] = JSON.parse(await readFile(join(folder, 'questions.json'), 'utf8'));
const graded = await evaluateClips(questions, (clip) => join(folder, clip), assistant);
const seconds = (performance.now() - start) / 1000;
console.log('| kind | right | asked | % |\n|---|---|---|---|');
for (const { kind, asked, right } of scoreByKind(graded)) {
  console.log(`| ${kind} | ${right} | ${asked} | ${((100 * right) / asked).toFixed(1)} |`);
}
console.log(`\n${graded.length} questions in ${seconds.toFixed(1)} s`);
