import type { ChoiceOrders, DecisionQuestion, DecisionQuestions } from 'slowfast-llava';
import type { Clip } from '../../inputs/clip.ts';
import { modelName } from '../../output/model-name.ts';
import { StageProgress } from '../../output/stage-progress.ts';
import { formatShare } from '../../output/units.ts';
import { type AnswerContext, formatStages, tellNotice, watchClip } from '../ask/answer-about.ts';
import { formatDecision } from './format-decision.ts';

/** A question is told as unlike the model's own answers where less than this of the probability fell on its choices. */
const littleMass = 0.5;

/** Watches a clip, and writes what is decided about it. */
export async function decideAbout(
  clip: Clip,
  questions: readonly DecisionQuestion[],
  context: Omit<AnswerContext, 'sampling'> & {
    readonly orders: ChoiceOrders | undefined;
    readonly temperature: number | undefined;
  },
): Promise<void> {
  const { output, signal, which, json, orders, temperature } = context;
  await using video = await watchClip(clip, context);
  const progress = new StageProgress(output, 'loading the language model');
  const named: DecisionQuestions = Object.fromEntries(questions.map((question, i) => [`q${i}`, question]));
  const decided = await output.during(progress.describe, () =>
    video.decide(named, {
      ...{ orders, temperature, signal },
      onProgress: progress.show,
      onNotice: (notice) => tellNotice(notice, clip, context),
    }),
  );
  const decisions = questions.map((question, i) => ({ question, decision: decided[`q${i}`]! }));
  if (json) {
    const lines = decisions.map(({ question, decision }) => ({ question: question.text, ...decision }));
    const { plan } = video;
    const line = {
      video: clip.video,
      model: modelName(context.model),
      decisions: lines,
      frames: plan.selectedFrames,
    };
    output.result(`${JSON.stringify(line)}\n`);
    return;
  }
  if (which) output.result(`${clip.name}\n`);
  for (const { question, decision } of decisions) {
    if (which || questions.length > 1) output.result(`> ${question.text}\n`);
    output.result(formatDecision(question, decision));
    if (decision.labelMass < littleMass) {
      output.note(
        `Of what the model would say to "${question.text}", ${formatShare(decision.labelMass)} are these answers.`,
      );
    }
    output.detail(`time      ${formatStages(decision.seconds)}`);
  }
}
