import type { ClipAnswers } from '../answer-clips.ts';
import type { ClipQuestion } from '../clip-question.ts';
import { tokenAllocations } from '../reductions/token-allocations.ts';
import { planSettings } from '../report/plan-settings.ts';

/** The embedded model's facts. */
const facts = {
  frames: 16,
  aggregation: 'slowfast-slow_4frms_spatial_1d_max_pool-fast_2x2',
  grid: { rows: 8, columns: 8 },
};

/** Settings of all allocations at these budgets, none refused. */
export const planned = (...budgets: readonly number[]) =>
  planSettings(budgets, tokenAllocations, facts, async () => undefined);

/** For each clip a question about its colour, another of multiple choice, and for every second one a question about motion. */
export function madeUpQuestions(clips: number): readonly ClipQuestion[] {
  return Array.from({ length: clips }, (_, at) => `clip-${at}.mp4`).flatMap((clip, at) => [
    { clip, kind: 'colour', question: 'What colour?', answer: 'red' },
    ...(at % 2 === 0 ? [{ clip, kind: 'motion', question: 'Where to?', answer: 'left' }] : []),
    { clip, kind: 'colour', question: 'What colour?', options: ['red', 'blue'], answer: 'A' },
  ]);
}

/** Answers to all questions in one setting; those of which `isRight` says so are right. */
export function madeUpAnswers(
  questions: readonly ClipQuestion[],
  {
    frames,
    aggregation,
    tokens,
  }: { readonly frames: number; readonly aggregation: string; readonly tokens: number },
  isRight: (item: ClipQuestion, clip: number) => boolean,
): readonly ClipAnswers[] {
  return [...Map.groupBy(questions, ({ clip }) => clip)].map(([clip, asked], at) => ({
    ...{ clip, frames, aggregation, tokens, seconds: 0.5 },
    answers: asked.map((item) => {
      const right = isRight(item, at);
      return { ...item, answered: right ? item.answer : 'wrong', right };
    }),
  }));
}
