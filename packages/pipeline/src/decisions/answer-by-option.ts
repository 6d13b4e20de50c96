import type { AnswerPart, AnswerResult, AskOptions, ChosenOption, Question, Turn } from '@slowfast/spec';
import type { AnswerContext, RawAnswer } from '../answer-context.ts';
import { assertContextHolds } from '../answer-room.ts';
import { newNotices } from '../new-notices.ts';
import { questionNotices } from '../question-notices.ts';
import { StageClock } from '../stage-clock.ts';
import { timedFramesOf } from '../timed-frames.ts';
import { likeliest } from './decision-of.ts';
import { optionLetter, prepareDecision } from './prepare-decision.ts';
import { readDecision } from './read-decision.ts';

/**
 * Answers the last of these turns, a question with options, by the likeliest of them: the same read as of a decision, so that no text has to
 * be understood.
 */
export async function answerByOption(
  turns: readonly Turn[],
  question: Question & { readonly options: readonly string[] },
  context: AnswerContext,
  {
    emit,
    signal,
    system,
    onProgress,
  }: AskOptions & {
    readonly emit: (part: AnswerPart) => void;
    readonly signal: AbortSignal;
  },
): Promise<RawAnswer> {
  const { stages, plan, prefix, temperature } = context;
  const { template, languageModel, watchWeights } = stages;
  const clock = new StageClock(onProgress);
  const rendering = { timed: timedFramesOf(plan), system };
  const { answerStart } = template.render(turns, rendering);
  const asked = { type: 'choice', text: question.text, choices: question.options } as const;
  const history = turns.slice(0, -1);
  const prepared = prepareDecision(asked, {
    template,
    languageModel,
    history,
    rendering,
    orders: 'given',
    textsOf: 'options',
  });
  assertContextHolds(plan, prepared.longestText, undefined, prepared.answerRoom);
  const notices = [...questionNotices(question.text, prepared.unknownWords, plan, stages.knows)];
  for (const notice of notices) emit({ type: 'notice', notice });
  const told = stages.notices?.() ?? [];
  using models = context.modelTurns.join('question');
  const { probabilities, labelMass } = await readDecision(prepared, {
    ...{ prefix, watchWeights, clock, models, signal, temperature },
  });
  for (const notice of newNotices(stages.notices?.() ?? [], [...told, ...notices])) {
    notices.push(notice);
    emit({ type: 'notice', notice });
  }
  const index = likeliest(probabilities);
  const option: ChosenOption = {
    ...{ index, letter: optionLetter(index), text: asked.choices[index]!.trim() },
    ...{ probability: probabilities[index]!, probabilities, labelMass, temperature },
  };
  const answer = `${option.letter}) ${option.text}`;
  emit({ type: 'text-delta', text: answer });
  const videoTokens = plan.tokens.total;
  const { textTokens, answerTokens } = prepared;
  const result: AnswerResult = {
    ...{ question: question.text, answer, option, finishReason: 'stop' },
    usage: { videoTokens, promptTokens: videoTokens + textTokens, answerTokens },
    frames: plan.selectedFrames,
    seconds: { ...context.earlierSeconds, ...clock.seconds },
    notices,
  };
  // As models write it: in a conversation they read it as their own.
  return { result, rawText: `${answerStart}${option.letter})` };
}
