import {
  defaultBudgets,
  type GivenReduction,
  type PlannedReduction,
  type PlannedSetting,
  planReductions,
  planSettings,
  type ReductionChoice,
  type TokenAllocation,
} from '@slowfast/accuracy';
import { type FrameSource, InvalidSettingError } from '@slowfast/spec';
import type { CommandOutput } from '../../output/command-output.ts';
import type { ComparedModel } from './compared-model.ts';

/** What is to be compared. */
export interface Comparison {
  readonly given: readonly GivenReduction[];
  readonly allocations: readonly TokenAllocation[];
  readonly budgets?: readonly number[];
}

/**
 * The settings to run, judged by the first clip; those that can't be had are told.
 *
 * @param source a clip, which is disposed.
 * @throws InvalidSettingError when nothing can be had.
 */
export async function planComparison(
  source: FrameSource,
  model: ComparedModel,
  { given, allocations, budgets: wanted }: Comparison,
  output: CommandOutput,
  signal: AbortSignal,
): Promise<readonly (PlannedReduction | PlannedSetting)[]> {
  await using opened = source;
  const facts = model.factsOf(opened.info);
  const refusal = async ({ frames, aggregation }: ReductionChoice) => {
    const { fits, tokens, textTokens, contextLength } = await model.assistant.plan(opened.info, {
      reduction: { frames, aggregation },
      signal,
    });
    if (fits) return undefined;
    const text = textTokens.prompt + textTokens.answer;
    return `${aggregation} takes ${tokens.total} tokens and the text ${text}, more than the context of ${contextLength}`;
  };
  const reductions = await planReductions(given, facts, refusal);
  for (const { title, reason } of reductions) {
    if (reason !== undefined) output.note(`${title} is not compared: ${reason}.`);
  }
  const taken = reductions.flatMap(({ choice }) => (choice ? [choice.tokens] : []));
  const usual = () => (given.length > 0 ? taken : defaultBudgets(facts));
  const budgets = allocations.length === 0 ? [] : [...new Set(wanted ?? usual())];
  const settings = await planSettings(budgets, allocations, facts, refusal);
  for (const { budget, allocation, reason } of settings) {
    if (reason !== undefined)
      output.note(`${allocation.title} can't be had for ${budget} tokens: ${reason}.`);
  }
  const planned = [...reductions, ...settings];
  if (planned.some(({ choice }) => choice)) return planned;
  const [first] = settings;
  if (first) {
    throw new InvalidSettingError({
      setting: '--budgets',
      found: budgets.join(','),
      expected: `budgets that are enough for an allocation; ${first.allocation.title}: ${first.reason}`,
    });
  }
  const { aggregation, reason } = reductions[0]!;
  throw new InvalidSettingError({
    setting: given[0]!.aggregator ? '--aggregator' : '--aggregation',
    found: aggregation,
    expected: `a reduction that fits; ${reason}`,
  });
}
