import type {
  AskOptions,
  Notice,
  Question,
  StageSeconds,
  VideoAssistant,
  WatchedVideo,
} from 'slowfast-llava';
import type { Clip } from '../../inputs/clip.ts';
import type { CommandOutput } from '../../output/command-output.ts';
import { modelName } from '../../output/model-name.ts';
import { StageProgress } from '../../output/stage-progress.ts';
import { formatSeconds } from '../../output/units.ts';

/** What answering about a clip needs. */
export interface AnswerContext {
  readonly assistant: VideoAssistant;
  readonly output: CommandOutput;
  readonly signal: AbortSignal;
  /** Which clip of several it is. */
  readonly which: { readonly number: number; readonly count: number } | undefined;
  /** As it was given. */
  readonly model: string | undefined;
  readonly json: boolean;
  readonly sampling: AskOptions;
}

/** Watches a clip, and writes what is answered about it. */
export async function answerAbout(clip: Clip, questions: readonly Question[], context: AnswerContext) {
  const { assistant, output, signal, which } = context;
  const place = which ? `${clip.name} (${which.number} of ${which.count})` : clip.name;
  const tell = (notice: Notice) => tellNotice(notice, clip, context);
  const opening = new StageProgress(output, 'opening the video');
  const input = await output.during(`opening ${place}`, () => clip.input(signal));
  await using video = await output.during(
    () => (which ? `${place}: ${opening.describe()}` : opening.describe()),
    () => assistant.watch(input, { signal, onProgress: opening.show, onNotice: tell }),
  );
  tellVideo(video, place, output);
  if (which && !context.json && questions.length > 1) output.result(`${clip.name}\n`);
  for (const [i, question] of questions.entries()) {
    const progress = new StageProgress(
      output,
      i === 0 ? 'loading the language model' : 'reading the question',
    );
    const options = { ...context.sampling, signal, onProgress: progress.show };
    const seconds = await output.during(progress.describe, async () => {
      const answer = video.ask(question, options);
      if (!context.json) {
        if (questions.length > 1) output.result(`> ${question.text}\n`);
        else if (which) output.result(`${clip.name}: `);
      }
      for await (const part of answer) {
        if (part.type === 'notice') tell(part.notice);
        else if (part.type === 'text-delta' && !context.json) output.result(part.text);
        else if (part.type === 'answer-end') {
          const { model } = context;
          const line = { video: clip.video, model: modelName(model), ...part.result };
          output.result(context.json ? `${JSON.stringify(line)}\n` : '\n');
          return part.result.seconds;
        }
      }
      return undefined;
    });
    if (seconds) output.detail(`time      ${formatStages(seconds)}`);
  }
}

function tellVideo({ plan, fromCache }: WatchedVideo, place: string, output: CommandOutput) {
  const { frames, aggregation, tokens } = plan;
  const origin = fromCache ? ', kept from an earlier run' : '';
  output.detail(
    `video     ${place}: ${frames} frames by ${aggregation}, ${tokens.total} tokens = ${tokens.slow} slow + ${tokens.fast} fast${origin}`,
  );
}

function formatStages(seconds: StageSeconds): string {
  return Object.entries(seconds)
    .map(([stage, time]) => `${stage} ${formatSeconds(time)}`)
    .join(', ');
}

function tellNotice(notice: Notice, clip: Clip, { output, model, which }: AnswerContext) {
  if (notice.code === 'model-limits' && model === undefined) {
    output.note(
      'the embedded model answers, which knows drawn shapes only; --model takes one for real videos.',
    );
    return;
  }
  // The same frames of two videos are two things to tell.
  const isOfVideo =
    ['frames-substituted', 'frames-repaired', 'budget-applied'].includes(notice.code) ||
    (notice.code === 'outside-its-world' && notice.reason === 'unlike-its-pictures');
  output.note(isOfVideo && which ? `${clip.name}: ${notice.message}` : notice.message);
}
