import { Command } from 'commander';
import { EmptyQuestionError, type FindOptions } from 'slowfast-llava';
import { readCalibrations } from '../../calibrations/calibrations-file.ts';
import { addOpeningFlags, type OpeningFlags, openingOptions } from '../../flags/opening-flags.ts';
import { addOutputFlags, addVerboseFlag, type OutputFlags } from '../../flags/output-flags.ts';
import { timeForms, timeInSeconds } from '../../flags/time.ts';
import { collect, nonNegativeNumber, positiveNumber, positiveWholeNumber } from '../../flags/values.ts';
import { eachClip } from '../../inputs/each-clip.ts';
import { findClips } from '../../inputs/find-clips.ts';
import { splitInputs } from '../../inputs/split-inputs.ts';
import { CommandOutput } from '../../output/command-output.ts';
import { openToldModel } from '../ask/open-told-model.ts';
import { requireRoom } from '../ask/require-room.ts';
import { findInClip, planForClip } from './find-in-clip.ts';

/** Flags of `slowfast find`. */
export interface FindFlags extends OpeningFlags, OutputFlags {
  readonly question?: readonly string[];
  readonly start?: number;
  readonly end?: number;
  readonly step?: number;
  readonly resolution?: number;
  readonly threshold?: number;
  readonly temperature?: number;
  readonly window?: number;
  readonly maxFeatureBytes?: number;
  readonly plan?: true;
  readonly aggregation?: string;
}

const examples = `
Examples:
  slowfast find clip.mp4 "Is there a yellow star?"
  slowfast find clip.mp4 "Is there a yellow star?" --step 0.2 --resolution 0.05 --json
  slowfast find clip.mp4 "Is there a yellow star?" --start 0:01 --end 0:02.5 --threshold 0.8
  slowfast find clip.mp4 "Is there a yellow star?" --plan`;

/** `slowfast find`: when the answer to a question is yes. */
export function findCommand(signal: AbortSignal, argv: readonly string[]): Command {
  const command = new Command('find')
    .summary('find when the answer to a question is yes')
    .description(
      'Find when the answer to a question of yes and no is yes: ranges of time with probabilities, or nowhere.',
    )
    .usage('[options] <video...> <question...>')
    .argument(
      '[video and question...]',
      'videos first: video files, GIFs, folders of pictures, addresses (https:), or - for standard input, each in turn; still pictures together are one clip. Then the questions, each on its own',
    )
    .option(
      '--question <text>',
      'a question that could be taken for a file; all other arguments then are videos (repeatable)',
      collect,
    )
    .option('--start <time>', `look at the video from here on: ${timeForms}`, timeInSeconds)
    .option('--end <time>', 'look at the video up to here', timeInSeconds)
    .option(
      '--step <seconds>',
      'look at a frame this often; what lasts shorter may be missed (default: the 32nd part of what is looked at, 1 s at most)',
      positiveNumber,
    )
    .option(
      '--resolution <seconds>',
      'narrow begin and end down to this, or to a frame (default: the 8th part of a step)',
      positiveNumber,
    )
    .option(
      '--threshold <probability>',
      'how likely yes must be, above 0 and below 1 (default: 0.5)',
      positiveNumber,
    )
    .option(
      '--temperature <number>',
      "evens probabilities out where it is above 1 (default: the calibration's, else 1)",
      positiveNumber,
    )
    .option(
      '--window <frames>',
      'how many frames are decided on together first (default: half as many as the model looks at in a video)',
      positiveWholeNumber,
    )
    .option(
      '--max-feature-bytes <bytes>',
      'most memory for what frames were encoded to; what is more lies in a temporary file (default: 1 GiB)',
      nonNegativeNumber,
    )
    .option('--plan', 'tell the most that it would take, without decoding anything')
    .option(
      '--aggregation <text>',
      'how frames become tokens, e.g. slowfast-slow_10frms_spatial_1d_max_pool-fast_4x4 (default: what the model prefers)',
    );
  addOpeningFlags(command);
  addOutputFlags(
    command,
    'print one JSON object for each video and question, a line each; an error is one, too',
  );
  const told = 'also tell which model, runtime, frames and decisions are used, and how long each stage takes';
  return addVerboseFlag(command, told)
    .addHelpText('after', examples)
    .action((args: readonly string[], flags: FindFlags) => findAll(args, flags, signal, argv));
}

async function findAll(
  args: readonly string[],
  flags: FindFlags,
  signal: AbortSignal,
  argv: readonly string[],
): Promise<void> {
  const { inputs, questions } = await splitInputs(args, flags.question);
  const blank = questions.find((question) => question.trim() === '');
  if (blank !== undefined) throw new EmptyQuestionError({ found: JSON.stringify(blank) });
  const options = {
    ...(await openingOptions(flags)),
    ...(flags.aggregation !== undefined && { aggregation: flags.aggregation }),
    calibration: flags.temperature === undefined ? await readCalibrations() : undefined,
    cache: false as const,
  };
  const finding: FindOptions = {
    startSeconds: flags.start,
    endSeconds: flags.end,
    stepSeconds: flags.step,
    resolutionSeconds: flags.resolution,
    threshold: flags.threshold,
    temperature: flags.temperature,
    windowFrames: flags.window,
    maxFeatureBytes: flags.maxFeatureBytes,
  };
  await using clips = await findClips(inputs);
  using output = new CommandOutput(flags);
  await requireRoom(clips.all, options, output, signal);
  await using assistant = await openToldModel(options, output, signal);
  // A dead worker finds nothing in any of them.
  const isOfAll = (error: unknown) => (error as { code?: string }).code === 'worker-failed';
  const json = flags.json === true;
  const inClip = flags.plan ? planForClip : findInClip;
  await eachClip(clips.all, { argv, json, output, signal, isOfAll }, (clip, which) =>
    inClip(clip, questions, {
      ...{ assistant, output, signal, which, json, finding },
      model: flags.model || undefined,
    }),
  );
}
