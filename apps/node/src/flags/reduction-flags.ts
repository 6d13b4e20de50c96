import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  type AssistantOptions,
  configuredReduction,
  type FrameSampling,
  paperDefaults,
} from 'slowfast-llava';
import { timeForms, timeInSeconds } from './time.ts';
import { positiveNumber, positiveWholeNumber } from './values.ts';

/** Flags that say what to look at and how to reduce it, shared by `ask` and `plan`. */
export interface ReductionFlags {
  readonly frames?: number;
  readonly fps?: number;
  readonly start?: number;
  readonly end?: number;
  readonly aggregation?: string;
  readonly budget?: number;
  readonly sampling?: FrameSampling;
  readonly timestamps?: boolean;
}

/** Adds the flags of {@link ReductionFlags}. */
export function addReductionFlags(command: Command): Command {
  return command
    .option(
      '--frames <number>',
      'how many frames to look at (default: what the model prefers)',
      positiveWholeNumber,
    )
    .option(
      '--fps <number>',
      'frames per second of video to look at instead; --frames then is the limit',
      positiveNumber,
    )
    .option('--start <time>', `look at the video from here on: ${timeForms}`, timeInSeconds)
    .option('--end <time>', 'look at the video up to here', timeInSeconds)
    .option(
      '--aggregation <text>',
      'how frames become tokens, e.g. slowfast-slow_10frms_spatial_1d_max_pool-fast_4x4 (default: what the model prefers)',
    )
    .option(
      '--budget <tokens>',
      'at most this many video tokens: takes fewer slow frames, and fewer frames, to fit',
      positiveWholeNumber,
    )
    .addOption(
      new Option(
        '--sampling <name>',
        'how short videos are sampled: each frame once, or some twice, as the original program does (default: distinct)',
      ).choices(['distinct', 'original'] satisfies FrameSampling[]),
    )
    .option('--timestamps', 'write the time of each slow frame before its tokens, for the model to read');
}

/**
 * The assistant's options that these flags mean, checked as far as that goes without a video and a model.
 *
 * @throws InvalidAggregationError, InvalidSelectionError or InvalidSettingError when they make no sense.
 */
export function reductionOptions(flags: ReductionFlags): AssistantOptions {
  const { frames, aggregation, start, end } = flags;
  if (start !== undefined && end !== undefined && start >= end) {
    throw new InvalidArgumentError(
      `Found --start ${start} and --end ${end} (seconds), expected a start before the end.`,
    );
  }
  const options = {
    ...(flags.fps !== undefined && { framesPerSecond: flags.fps }),
    ...(start !== undefined && { startSeconds: start }),
    ...(end !== undefined && { endSeconds: end }),
    ...(flags.budget !== undefined && { budgetTokens: flags.budget }),
    ...(flags.sampling !== undefined && { sampling: flags.sampling }),
    ...(flags.timestamps !== undefined && { timestamps: flags.timestamps }),
  };
  configuredReduction({
    ...options,
    frames: frames ?? paperDefaults.frames,
    aggregation: aggregation ?? paperDefaults.aggregation,
  });
  return {
    ...options,
    ...(frames !== undefined && { frames }),
    ...(aggregation !== undefined && { aggregation }),
  };
}
