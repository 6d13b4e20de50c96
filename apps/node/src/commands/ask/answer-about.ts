import type {
  AnswerResult,
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
import { formatProbability } from '../decide/format-decision.ts';

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
  const { output, signal, which } = context;
  const tell = (notice: Notice) => tellNotice(notice, clip, context);
  await using video = await watchClip(clip, context);
  if (which && !context.json && questions.length > 1) output.result(`${clip.name}\n`);
  for (const [i, question] of questions.entries()) {
    const progress = new StageProgress(
      output,
      i === 0 ? 'loading the language model' : 'reading the question',
    );
    const options = { ...context.sampling, signal, onProgress: progress.show };
    // An option comes with its probability.
    const streams = !context.json && question.options === undefined;
    const seconds = await output.during(progress.describe, async () => {
      const answer = video.ask(question, options);
      if (!context.json) {
        if (questions.length > 1) output.result(`> ${question.text}\n`);
        else if (which) output.result(`${clip.name}: `);
      }
      for await (const part of answer) {
        if (part.type === 'notice') tell(part.notice);
        else if (part.type === 'text-delta' && streams) output.result(part.text);
        else if (part.type === 'answer-end') {
          const { model } = context;
          const line = { video: clip.video, model: modelName(model), ...part.result };
          output.result(context.json ? `${JSON.stringify(line)}\n` : `${formatOption(part.result)}\n`);
          return part.result.seconds;
        }
      }
      return undefined;
    });
    if (seconds) output.detail(`time      ${formatStages(seconds)}`);
  }
}

/** Opens and watches a clip, and tells what it became where details are wanted. */
export async function watchClip(clip: Clip, context: Omit<AnswerContext, 'sampling'>): Promise<WatchedVideo> {
  const { assistant, output, signal, which } = context;
  const place = which ? `${clip.name} (${which.number} of ${which.count})` : clip.name;
  const opening = new StageProgress(output, 'opening the video');
  const input = await output.during(`opening ${place}`, () => clip.input(signal));
  const onNotice = (notice: Notice) => tellNotice(notice, clip, context);
  const video = await output.during(
    () => (which ? `${place}: ${opening.describe()}` : opening.describe()),
    () => assistant.watch(input, { signal, onProgress: opening.show, onNotice }),
  );
  tellVideo(video, place, output);
  return video;
}

function tellVideo({ plan, fromCache }: WatchedVideo, place: string, output: CommandOutput) {
  const { frames, aggregation, tokens } = plan;
  const origin = fromCache ? ', kept from an earlier run' : '';
  output.detail(
    `video     ${place}: ${frames} frames by ${aggregation}, ${tokens.total} tokens = ${tokens.slow} slow + ${tokens.fast} fast${origin}`,
  );
}

/** Letter, text and probability of a chosen option; empty where there were none. */
function formatOption({ option }: AnswerResult): string {
  if (!option) return '';
  return `${option.letter}  ${option.text}  ${formatProbability(option.probability)}`;
}

/** Stages and their seconds, for people. */
export function formatStages(seconds: StageSeconds): string {
  return Object.entries(seconds)
    .map(([stage, time]) => `${stage} ${formatSeconds(time)}`)
    .join(', ');
}

/** Tells a notice about a clip. */
export function tellNotice(
  notice: Notice,
  clip: Pick<Clip, 'name'>,
  { output, model, which }: Pick<AnswerContext, 'output' | 'model' | 'which'>,
): void {
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
