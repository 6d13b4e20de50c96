import { Command, Option } from 'commander';
import type { ChoiceOrders } from 'slowfast-llava';
import { readCalibrations } from '../../calibrations/calibrations-file.ts';
import { addOpeningFlags, type OpeningFlags, openingOptions } from '../../flags/opening-flags.ts';
import { addOutputFlags, addVerboseFlag, type OutputFlags } from '../../flags/output-flags.ts';
import { addReductionFlags, type ReductionFlags, reductionOptions } from '../../flags/reduction-flags.ts';
import { positiveNumber } from '../../flags/values.ts';
import { eachClip } from '../../inputs/each-clip.ts';
import { findClips } from '../../inputs/find-clips.ts';
import { CommandOutput } from '../../output/command-output.ts';
import { openToldModel } from '../ask/open-told-model.ts';
import { requireRoom } from '../ask/require-room.ts';
import { decideAbout } from './decide-about.ts';
import { addDecisionFlags, decisionQuestions } from './decision-flags.ts';

/** Flags of `slowfast decide`; the questions are read in their order. */
export interface DecideFlags extends OpeningFlags, ReductionFlags, OutputFlags {
  readonly orders?: ChoiceOrders;
  readonly temperature?: number;
  readonly cache: boolean;
}

const examples = `
Examples:
  slowfast decide clip.mp4 --boolean "Is there a yellow star?"
  slowfast decide clip.mp4 --choice "What moves?" circle square star --orders all
  slowfast decide clip.mp4 --score "How many shapes are there?" one two three --json
  slowfast decide a.mp4 b.mp4 --boolean "Is there a star?" --boolean "Is there a circle?"`;

/** `slowfast decide`: answers as probabilities. */
export function decideCommand(signal: AbortSignal, argv: readonly string[]): Command {
  const command = new Command('decide')
    .summary('decide questions about videos, with probabilities')
    .description(
      'Decide questions about videos: yes or no, one of several, how much; each answer with its probability.',
    )
    .usage('[options] <video...> <--boolean|--choice|--score> ...')
    .argument(
      '<video...>',
      'video files, GIFs, folders of pictures, addresses (https:), or - for standard input; still pictures together are one clip. The questions stand behind them',
    );
  addDecisionFlags(command)
    .addOption(
      new Option(
        '--orders <orders>',
        'show the choices as given, also reversed, or each once in every place, and take the mean (default: given)',
      ).choices(['given', 'both', 'all'] satisfies ChoiceOrders[]),
    )
    .option(
      '--temperature <number>',
      'divides the logits of the answers, above 1 evens them out (default: what slowfast bench accuracy --calibrate kept for this model, else 1)',
      positiveNumber,
    );
  addReductionFlags(addOpeningFlags(command)).option(
    '--no-cache',
    'neither use nor keep reduced video tokens',
  );
  addOutputFlags(command, 'print one JSON object for each video, a line each; an error is one, too');
  const told = 'also tell which model, runtime and frames are used, and how long each stage takes';
  return addVerboseFlag(command, told)
    .addHelpText('after', examples)
    .action((videos: readonly string[], flags: DecideFlags) => decideAll(videos, flags, signal, argv));
}

async function decideAll(
  videos: readonly string[],
  flags: DecideFlags,
  signal: AbortSignal,
  argv: readonly string[],
): Promise<void> {
  const questions = decisionQuestions(argv);
  const options = {
    ...reductionOptions(flags),
    ...(await openingOptions(flags)),
    calibration: flags.temperature === undefined ? await readCalibrations() : undefined,
    cache: flags.cache ? undefined : (false as const),
  };
  await using clips = await findClips(videos);
  using output = new CommandOutput(flags);
  await requireRoom(clips.all, options, output, signal);
  await using assistant = await openToldModel(options, output, signal);
  // A dead worker decides about none of them.
  const isOfAll = (error: unknown) => (error as { code?: string }).code === 'worker-failed';
  const json = flags.json === true;
  await eachClip(clips.all, { argv, json, output, signal, isOfAll }, (clip, which) =>
    decideAbout(clip, questions, {
      ...{ assistant, output, signal, which, json },
      ...{ orders: flags.orders, temperature: flags.temperature },
      model: flags.model || undefined,
    }),
  );
}
