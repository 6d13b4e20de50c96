import type { FindOptions, FindPlan } from 'slowfast-llava';
import type { Clip } from '../../inputs/clip.ts';
import { modelName } from '../../output/model-name.ts';
import { type AnswerContext, formatStages, tellNotice } from '../ask/answer-about.ts';
import { FindProgress } from './find-progress.ts';
import { formatFindPlan, formatRanges } from './format-ranges.ts';

/** What finding in a clip needs. */
export type FindContext = Omit<AnswerContext, 'sampling'> & { readonly finding: FindOptions };

/** Finds in a clip, and writes when the answer to each question is yes. */
export async function findInClip(
  clip: Clip,
  questions: readonly string[],
  context: FindContext,
): Promise<void> {
  const { assistant, output, signal, which, json, finding } = context;
  const place = which ? `${clip.name} (${which.number} of ${which.count})` : clip.name;
  const input = await output.during(`opening ${place}`, () => clip.input(signal));
  if (which && !json) output.result(`${clip.name}\n`);
  for (const question of questions) {
    const progress = new FindProgress(output, `opening ${place}`);
    const found = await output.during(progress.describe, () =>
      assistant.find(input, question, {
        ...{ ...finding, signal },
        onProgress: progress.show,
        onNotice: (notice) => tellNotice(notice, clip, context),
      }),
    );
    const { plan, frames, decisions, seconds } = found;
    output.detail(
      `looked at ${frames} frames of at most ${plan.mostFrames}, by ${decisions} decisions of at most ${plan.mostDecisions}`,
    );
    if (json) {
      const line = { video: clip.video, model: modelName(context.model), ...found };
      output.result(`${JSON.stringify(line)}\n`);
    } else {
      if (which || questions.length > 1) output.result(`> ${question}\n`);
      output.result(formatRanges(found));
    }
    output.detail(`time      ${formatStages(seconds)}`);
  }
}

/** Writes the most that finding in a clip would take. */
export async function planForClip(
  clip: Clip,
  questions: readonly string[],
  { assistant, output, signal, which, json, finding, model }: FindContext,
): Promise<void> {
  const info = await output.during(`opening ${clip.name}`, () => clip.info(signal));
  if (which && !json) output.result(`${clip.name}\n`);
  for (const question of questions) {
    const plan: FindPlan = await assistant.planFind(info, question, { ...finding, signal });
    if (json) {
      const line = { video: clip.video, model: modelName(model), question, plan };
      output.result(`${JSON.stringify(line)}\n`);
      continue;
    }
    if (which || questions.length > 1) output.result(`> ${question}\n`);
    output.result(formatFindPlan(plan));
  }
}
