import { readFile, writeFile } from 'node:fs/promises';
import { type ClipQuestion, evaluateClips, scoreByKind } from '@slowfast/accuracy';
import { openAssistant } from 'slowfast-llava';

// `node record-accuracy.ts`, for new weights or clips: how many questions about the fixed clips are answered right goes into
// clips/recorded.json, which fixed-clips.both.test.ts holds the whole system to.
const clips = new URL('./clips/', import.meta.url);
const questions: readonly ClipQuestion[] = JSON.parse(
  await readFile(new URL('questions.json', clips), 'utf8'),
);
await using assistant = await openAssistant({ cache: false, dtype: 'fp32' });
const graded = await evaluateClips(questions, (clip) => new URL(clip, clips), assistant);
for (const { kind, asked, right } of scoreByKind(graded)) console.log(`${kind}: ${right} of ${asked}`);
const right = graded.filter((question) => question.right).length;
await writeFile(new URL('recorded.json', clips), `{ "right": ${right} }\n`);
