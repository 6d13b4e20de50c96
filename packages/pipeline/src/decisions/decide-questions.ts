import type { DecideOptions, DecisionQuestions, Notice, StageSeconds, Turn } from '@slowfast/spec';
import type { AnswerContext } from '../answer-context.ts';
import { assertContextHolds } from '../answer-room.ts';
import { newNotices } from '../new-notices.ts';
import { questionNotices } from '../question-notices.ts';
import { StageClock } from '../stage-clock.ts';
import { timedFramesOf } from '../timed-frames.ts';
import { type AnyDecision, decisionOf } from './decision-of.ts';
import { prepareDecision } from './prepare-decision.ts';
import { readDecision } from './read-decision.ts';

/** Decides questions that have been checked, each behind these turns and on a fork of the video's prefix. */
export async function decideQuestions(
  questions: DecisionQuestions,
  history: readonly Turn[],
  context: AnswerContext,
  options: DecideOptions & { readonly signal: AbortSignal },
): Promise<Readonly<Record<string, AnyDecision>>> {
  const { stages, plan, prefix } = context;
  const { template, languageModel, watchWeights } = stages;
  const { orders = 'given', temperature = context.temperature, onProgress, onNotice, signal } = options;
  // All of them are prepared before the first runs, so that what can't be asked is refused at once.
  const rendering = { timed: timedFramesOf(plan), system: options.system };
  const asked = { template, languageModel, history, rendering, orders };
  const prepared = Object.entries(questions).map(([name, question]) => {
    const textsOf = question.type === 'score' ? 'levels' : 'choices';
    const decision = prepareDecision(question, { ...asked, textsOf });
    assertContextHolds(plan, decision.longestText, undefined, decision.answerRoom);
    return { name, question, decision };
  });
  const told = [...(stages.notices?.() ?? [])];
  using models = context.modelTurns.join('question');
  let earlierSeconds: StageSeconds = context.earlierSeconds;
  const decisions: [string, AnyDecision][] = [];
  for (const { name, question, decision } of prepared) {
    const clock = new StageClock(onProgress);
    const notices: Notice[] = [...questionNotices(question.text, decision.unknownWords, plan, stages.knows)];
    const { probabilities, labelMass } = await readDecision(decision, {
      ...{ prefix, watchWeights, clock, models, signal, temperature },
    });
    const sinceThen = newNotices(stages.notices?.() ?? [], told);
    told.push(...sinceThen);
    notices.push(...sinceThen);
    for (const notice of notices) onNotice?.(notice);
    const { labels, textTokens, answerTokens } = decision;
    const videoTokens = plan.tokens.total;
    const facts = {
      ...{ labels, labelMass, temperature },
      usage: { videoTokens, promptTokens: videoTokens + textTokens, answerTokens },
      seconds: { ...earlierSeconds, ...clock.seconds },
      notices,
    };
    earlierSeconds = {};
    decisions.push([name, decisionOf(question, probabilities, facts)]);
    clock.report('decide', decisions.length, prepared.length);
  }
  return Object.fromEntries(decisions);
}
