import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openVideo } from '@slowfast/frame-sources/node';
import { modelFolder } from '@slowfast/tiny-model';
import { openAssistant, type VideoAssistant } from 'slowfast-llava';
import { describePlan } from './commands/plan-command.ts';
import { exitCodeOf, failureLines } from './output/failure.ts';
import { OutputClosed, onOutputFailure } from './output/output-failure.ts';
import { formatSeconds } from './output/units.ts';

// Asks each bundled clip its questions and streams the answers: the whole pipeline on real files, nothing downloaded.

/** A question about a bundled clip and what is right; kept in clips/answers.json. */
interface DemoQuestion {
  readonly clip: string;
  readonly question: string;
  readonly options?: readonly string[];
  readonly answer: string;
}

const clips = new URL('clips/', modelFolder);
const questions: readonly DemoQuestion[] = JSON.parse(readFileSync(new URL('answers.json', clips), 'utf8'));

onOutputFailure((failure) => {
  if (!(failure instanceof OutputClosed)) console.error(failureLines(failure, process.argv));
  process.exit(exitCodeOf(failure));
});
await using assistant = await openAssistant({ cache: false });
console.log('The embedded model knows drawn shapes only; real videos want a real checkpoint (--model).\n');
for (const [clip, asked] of Map.groupBy(questions, ({ clip }) => clip)) {
  await demonstrate(assistant, clip, asked);
}

async function demonstrate(assistant: VideoAssistant, clip: string, asked: readonly DemoQuestion[]) {
  const path = fileURLToPath(new URL(clip, clips));
  await using source = await openVideo(path);
  console.log(describePlan(clip, source.info, await assistant.plan(source.info)));
  await using video = await assistant.watch(source);
  for (const { question, options, answer } of asked) {
    const choices = options ? `  (${options.join(' / ')})` : '';
    process.stdout.write(`\n  ${question}${choices}\n  `);
    for await (const part of video.ask(options ? { text: question, options } : question)) {
      if (part.type === 'text-delta') process.stdout.write(part.text);
      if (part.type === 'answer-end') {
        const { seconds } = part.result;
        if ((part.result.option?.letter ?? part.result.answer) !== answer)
          process.stdout.write(`  (wrong; right is: ${answer})`);
        const spent = Object.entries(seconds).map(([stage, time]) => `${stage} ${formatSeconds(time)}`);
        process.stdout.write(`\n    ${spent.join(', ')}`);
      }
    }
  }
  console.log('\n');
}
