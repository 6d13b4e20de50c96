import type { Command } from 'commander';
import type { AssistantOptions } from 'slowfast-llava';
import {
  addBackendFlag,
  addDeviceFlag,
  addModelFlags,
  addThreadsFlag,
  type BackendName,
  type ModelFlags,
  modelOptions,
} from './model-flags.ts';

/** Flags that say what an assistant is opened of, shared by all commands that run models. */
export interface OpeningFlags extends ModelFlags {
  readonly system?: string;
  readonly threads?: number;
  readonly backend?: BackendName;
}

/** Adds the flags of {@link OpeningFlags}. */
export function addOpeningFlags(command: Command): Command {
  return addBackendFlag(addThreadsFlag(addDeviceFlag(addModelFlags(command)))).option(
    '--system <text>',
    'a system prompt, for models whose chat template has one',
  );
}

/**
 * The assistant's options that these flags mean.
 *
 * @throws what `modelOptions` throws.
 */
export async function openingOptions(flags: OpeningFlags): Promise<AssistantOptions> {
  const { device, threads, backend, system } = flags;
  return { ...(await modelOptions(flags)), device, threads, backend, system };
}
