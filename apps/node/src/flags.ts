import { type Command, InvalidArgumentError, Option } from 'commander';
import type { AssistantOptions, FrameSampling } from 'slowfast-llava';
import { addModelFlags, type ModelFlags, modelOptions } from './model-flags.ts';

/** Flags that say what to look at and how to reduce it, shared by `ask` and `plan`. */
export interface ReductionFlags extends ModelFlags {
  readonly frames?: number;
  readonly fps?: number;
  readonly start?: number;
  readonly end?: number;
  readonly aggregation?: string;
  readonly budget?: number;
  readonly sampling?: FrameSampling;
}

/** Adds the flags of {@link ReductionFlags}. */
export function addReductionFlags(command: Command): Command {
  return addModelFlags(command)
    .option('--frames <number>', 'frames to look at (default: as the model prefers)', wholeNumber)
    .option(
      '--fps <number>',
      'frames for each second of video instead; --frames then is the most',
      positiveNumber,
    )
    .option('--start <seconds>', 'look from here on', nonNegativeNumber)
    .option('--end <seconds>', 'look up to here', nonNegativeNumber)
    .option('--aggregation <text>', 'e.g. slowfast-slow_10frms_spatial_1d_max_pool-fast_4x4')
    .option('--budget <tokens>', 'most video tokens; lowers the frames of both pathways', wholeNumber)
    .addOption(
      new Option(
        '--sampling <name>',
        'how short videos are sampled: each frame once, or as the original program repeats them (default: distinct)',
      ).choices(['distinct', 'original'] satisfies FrameSampling[]),
    );
}

/** The assistant's options that these flags mean. */
export async function reductionOptions(flags: ReductionFlags): Promise<AssistantOptions> {
  return {
    ...(await modelOptions(flags)),
    ...(flags.frames !== undefined && { frames: flags.frames }),
    ...(flags.fps !== undefined && { framesPerSecond: flags.fps }),
    ...(flags.start !== undefined && { startSeconds: flags.start }),
    ...(flags.end !== undefined && { endSeconds: flags.end }),
    ...(flags.aggregation !== undefined && { aggregation: flags.aggregation }),
    ...(flags.budget !== undefined && { budgetTokens: flags.budget }),
    ...(flags.sampling !== undefined && { sampling: flags.sampling }),
  };
}

/** A whole number, 0 or more. */
export function wholeNumber(text: string): number {
  return checked(text, /^\d+$/, 'a whole number');
}

/** A number, 0 or more. */
function nonNegativeNumber(text: string): number {
  return checked(text, /^(\d+(\.\d*)?|\.\d+)$/, 'a number, 0 or more');
}

/** A number above 0. */
function positiveNumber(text: string): number {
  const value = nonNegativeNumber(text);
  if (value > 0) return value;
  throw new InvalidArgumentError(`Found ${text}, expected a number above 0.`);
}

/** Numbers between commas. */
export function numberList(text: string): readonly number[] {
  return text.split(',').map((item) => nonNegativeNumber(item.trim()));
}

/** Whole numbers between commas. */
export function wholeNumberList(text: string): readonly number[] {
  return text.split(',').map((item) => wholeNumber(item.trim()));
}

function checked(text: string, form: RegExp, expected: string): number {
  if (form.test(text) && Number.isFinite(Number(text))) return Number(text);
  throw new InvalidArgumentError(`Found "${text}", expected ${expected}.`);
}
