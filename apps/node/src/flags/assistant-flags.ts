import type { Command } from 'commander';
import type { AssistantOptions } from 'slowfast-llava';
import { type AnswerFlags, addAnswerFlags } from './answer-flags.ts';
import {
  addBackendFlag,
  addDeviceFlag,
  addModelFlags,
  addThreadsFlag,
  type BackendName,
  type ModelFlags,
  modelOptions,
} from './model-flags.ts';
import { addReductionFlags, type ReductionFlags, reductionOptions } from './reduction-flags.ts';

/** Flags that say what answers and how, shared by the commands that ask. */
export interface AssistantFlags extends ModelFlags, ReductionFlags, AnswerFlags {
  readonly system?: string;
  readonly threads?: number;
  readonly backend?: BackendName;
  readonly cache: boolean;
}

/** Adds the flags of {@link AssistantFlags}. */
export function addAssistantFlags(command: Command): Command {
  addBackendFlag(addThreadsFlag(addDeviceFlag(addModelFlags(command))));
  return addAnswerFlags(addReductionFlags(command))
    .option('--system <text>', 'a system prompt, for models whose chat template has one')
    .option('--no-cache', 'neither use nor keep reduced video tokens');
}

/**
 * The assistant's options that these flags mean.
 *
 * @throws what `reductionOptions` and `modelOptions` throw.
 */
export async function assistantOptions(flags: AssistantFlags): Promise<AssistantOptions> {
  return {
    ...reductionOptions(flags),
    ...(await modelOptions(flags)),
    maxAnswerTokens: flags.maxTokens,
    device: flags.device,
    threads: flags.threads,
    backend: flags.backend,
    system: flags.system,
    cache: flags.cache ? undefined : (false as const),
  };
}
