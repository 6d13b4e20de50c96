import type { Command } from 'commander';
import type { AssistantOptions } from 'slowfast-llava';
import { type AnswerFlags, addAnswerFlags } from './answer-flags.ts';
import { addOpeningFlags, type OpeningFlags, openingOptions } from './opening-flags.ts';
import { addReductionFlags, type ReductionFlags, reductionOptions } from './reduction-flags.ts';

/** Flags that say what answers and how, shared by the commands that ask. */
export interface AssistantFlags extends OpeningFlags, ReductionFlags, AnswerFlags {
  readonly cache: boolean;
}

/** Adds the flags of {@link AssistantFlags}. */
export function addAssistantFlags(command: Command): Command {
  return addAnswerFlags(addReductionFlags(addOpeningFlags(command))).option(
    '--no-cache',
    'neither use nor keep reduced video tokens',
  );
}

/**
 * The assistant's options that these flags mean.
 *
 * @throws what `reductionOptions` and `openingOptions` throw.
 */
export async function assistantOptions(flags: AssistantFlags): Promise<AssistantOptions> {
  return {
    ...reductionOptions(flags),
    ...(await openingOptions(flags)),
    maxAnswerTokens: flags.maxTokens,
    cache: flags.cache ? undefined : (false as const),
  };
}
