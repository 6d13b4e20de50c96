import { join } from 'node:path';
import {
  answerClips,
  type ClipAnswers,
  calibrateDecisions,
  makeReport,
  reductionInNotation,
  type TokenAllocation,
  tokenAllocations,
} from '@slowfast/accuracy';
import { findVideo, openVideo } from '@slowfast/frame-sources/node';
import type { ChoiceOrders } from '@slowfast/spec';
import { Command, InvalidArgumentError, Option } from 'commander';
import {
  addBackendFlag,
  addModelFlags,
  addThreadsFlag,
  type BackendName,
  type ModelFlags,
} from '../../flags/model-flags.ts';
import { addOutputFlags, type OutputFlags } from '../../flags/output-flags.ts';
import { positiveWholeNumber, wholeNumberList } from '../../flags/values.ts';
import { AccuracyLine } from '../../output/accuracy-line.ts';
import { CommandOutput } from '../../output/command-output.ts';
import { keepTemperature, requireCalibratable } from './calibration.ts';
import { openComparedModel } from './compared-model.ts';
import { type GivenFlag, givenReductions } from './given-flags.ts';
import { Notes } from './notes.ts';
import { planComparison } from './plan-comparison.ts';
import { printComparison } from './print-comparison.ts';
import { readQuestions } from './read-questions.ts';
import { openResultsFile } from './results-file.ts';

interface AccuracyFlags extends ModelFlags, OutputFlags {
  readonly threads?: number;
  readonly backend?: BackendName;
  readonly frames?: readonly number[];
  readonly startFrom?: string;
  readonly budgets?: readonly number[];
  readonly allocations: readonly TokenAllocation[];
  readonly questions: string;
  readonly kinds?: readonly string[];
  readonly clips?: number;
  readonly results?: string;
  readonly plot?: string;
  readonly orders: ChoiceOrders;
  readonly calibrate?: true;
  readonly reliability?: string;
}

const allocationNames = tokenAllocations.map(({ name }) => name).join(',');

const examples = `
With --aggregation or --aggregator, the given reductions are compared with one
another, each with as many tokens as it takes, and with the allocations (ways to
spend a number of tokens) at these numbers. An aggregator is the default export
of its module: a TokenAggregator of @slowfast/spec, or a function that makes one.

Multiple choice and questions whose answer is yes or no are decided: how far the
probabilities can be believed is told, too. --calibrate makes them say how often
they are right: slowfast decide and slowfast ask --option then take what it found.

Examples:
  slowfast bench accuracy ./clips --budgets 128,256 --results results.jsonl --plot accuracy.svg
  slowfast bench accuracy ./clips --aggregation concat --aggregation spatial_2d_avg_pool --frames 8 --allocations none
  slowfast bench accuracy ./clips --calibrate --reliability reliability.svg
  slowfast bench accuracy ./clips --aggregator ./mine.ts --aggregation slowfast-slow_3frms_concat-fast_2x2`;

/** `slowfast bench accuracy`: ways to reduce a video to tokens, by the questions that they get right. */
export function accuracyCommand(signal: AbortSignal): Command {
  // In the order in which they are typed, whichever of the two flags they belong to.
  const given: GivenFlag[] = [];
  const command = new Command('accuracy')
    .summary('compare ways to reduce a video to tokens')
    .description('Compare ways to reduce a video to tokens by how many questions are answered right.')
    .argument('<clips>', 'a folder with clips and a list of questions about them');
  addBackendFlag(addThreadsFlag(addModelFlags(command)))
    .option(
      '--aggregation <text>',
      "a reduction in the paper's notation to compare as it is; may be repeated",
      (text: string) => given.push({ reduction: reductionInNotation(text) }),
    )
    .option(
      '--aggregator <module>',
      'an aggregator of your own to compare: a file or an installed package; may be repeated',
      (place: string) => given.push({ place }),
    )
    .option(
      '--frames <number>',
      'frames for everything that is compared; or repeat it, once for each --aggregation and --aggregator in their order (default: what the model prefers)',
      (text: string, earlier: readonly number[] = []) => [...earlier, positiveWholeNumber(text)],
    )
    .option(
      '--budgets <tokens>',
      'numbers of video tokens for the allocations to spend, separated by commas (default: what the given reductions take; without any, 2/3, 1 and 5/3 of what the model takes)',
      (text: string) => wholeNumberList(text).map((budget) => positiveWholeNumber(String(budget))),
    )
    .addOption(
      new Option(
        '--allocations <names>',
        `ways to spend a budget that are compared: some of ${allocationNames}, separated by commas, or none`,
      )
        .argParser(allocationList)
        .default(tokenAllocations, 'all'),
    )
    .option(
      '--start-from <text>',
      "two pathways in the paper's notation that the allocations vary (default: what the model prefers)",
    )
    .option('--questions <file>', 'the list of questions in the folder', 'questions.json')
    .option('--kinds <names>', 'kinds of question to ask, separated by commas (default: all)', textList)
    .option('--clips <number>', 'ask about this many clips only, the first ones', positiveWholeNumber)
    .option(
      '--results <file>',
      'save every answer here as it comes, and continue from what an earlier run saved',
    )
    .option('--plot <file>', 'draw accuracy against the number of tokens as an SVG')
    .option('--reliability <file>', 'draw how often decisions are right by their probability as an SVG')
    .addOption(
      new Option(
        '--orders <orders>',
        'show options as given, also reversed, or each once in every place, and take the mean',
      )
        .choices(['given', 'both', 'all'] satisfies ChoiceOrders[])
        .default('given' satisfies ChoiceOrders),
    )
    .addOption(
      new Option(
        '--calibrate',
        "fit a temperature to the decided questions about one half of the clips, judge it by the other, and keep it for this model's decisions; with the one reduction that is given, else the model's own",
      ).conflicts(['budgets', 'allocations', 'startFrom', 'plot']),
    );
  return addOutputFlags(command)
    .addHelpText('after', examples)
    .action((folder: string, flags: AccuracyFlags) => compare(folder, flags, given, signal));
}

async function compare(
  folder: string,
  flags: AccuracyFlags,
  givenFlags: readonly GivenFlag[],
  signal: AbortSignal,
) {
  using output = new CommandOutput(flags);
  const questions = await readQuestions(folder, flags);
  const { calibrate, orders } = flags;
  if (calibrate) await requireCalibratable(questions, { given: givenFlags.length, orders });
  const wanted = calibrate
    ? { ...flags, allocations: givenFlags.length > 0 ? [] : flags.allocations }
    : flags;
  const asGiven = await givenReductions(givenFlags, wanted);
  const openClip = (clip: string) => openVideo(join(folder, clip), { signal });
  const startFrames = flags.frames?.length === 1 ? flags.frames[0] : undefined;
  await using model = await openComparedModel({ ...flags, startFrames }, asGiven, output, signal);
  // What is calibrated is what the model does by itself.
  const given = calibrate && asGiven.length === 0 ? [model.ownReduction] : asGiven;
  const firstClip = await openClip(questions[0]!.clip);
  const compared = { ...flags, ...(calibrate && { allocations: [] }), given };
  const planned = await planComparison(firstClip, model, compared, output, signal);
  const results =
    flags.results === undefined ? undefined : await openResultsFile(flags.results, model.header);
  if (results && results.lines > 0)
    output.note(
      `${flags.results} already has ${results.lines} ${results.lines === 1 ? 'line' : 'lines'} of answers; what they answer is not asked again.`,
    );

  const choices = planned.flatMap(({ choice }) => (choice ? [choice] : []));
  const clips = new Set(questions.map(({ clip }) => clip)).size;
  const distinct = new Set(choices.map(({ frames, aggregation }) => `${frames} ${aggregation}`)).size;
  const line = new AccuracyLine(output);
  const notes = new Notes(output);
  const answers: ClipAnswers[] = [];
  const answerAll = async () => {
    const answering = answerClips(questions, choices, {
      assistant: model.assistant,
      openClip,
      // What is kept for long is told by every byte.
      contentOf: async (clip) => {
        await using found = await findVideo(join(folder, clip), { contentKey: 'whole', signal });
        return await found.contentKey?.({ signal });
      },
      recall: results?.recall,
      onNotice: notes.tell,
      orders,
      signal,
    });
    for await (const { isRecalled, ...done } of answering) {
      answers.push(done);
      if (!isRecalled) await results?.append(done);
      line.show(answers.length, clips * distinct, { clip: done.clip, isRecalled });
    }
  };
  try {
    await output.during(line.describe, answerAll);
  } catch (error) {
    // What was done before an interruption is told.
    if (signal.aborted && answers.length >= distinct) {
      await printComparison(makeReport(questions, planned, answers), undefined, flags, output);
    }
    throw error;
  }
  notes.end();
  const calibration = calibrate && calibrateDecisions(answers);
  await printComparison(makeReport(questions, planned, answers), calibration, flags, output);
  if (calibration) await keepTemperature(calibration, model.header.languageModel, output);
}

function textList(text: string): readonly string[] {
  return text.split(',').map((item) => item.trim());
}

/** In the order in which they are compared, whatever the order of the names. */
function allocationList(text: string): readonly TokenAllocation[] {
  if (text === 'none') return [];
  const names = textList(text);
  const unknown = names.find((name) => tokenAllocations.every((allocation) => allocation.name !== name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(
      `Found ${JSON.stringify(unknown)}, expected some of ${allocationNames}, or none.`,
    );
  }
  return tokenAllocations.filter(({ name }) => names.includes(name));
}
