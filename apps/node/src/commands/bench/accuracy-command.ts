import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  type AccuracyReport,
  accuracyPlot,
  answerClips,
  type ClipAnswers,
  type ClipQuestion,
  defaultBudgets,
  makeReport,
  type PlannedSetting,
  planSettings,
  reportMarkdown,
  type TokenStrategy,
  tokenStrategies,
} from '@slowfast/accuracy';
import { findVideo, openVideo } from '@slowfast/frame-sources/node';
import { InvalidSettingError, OutputFailedError } from '@slowfast/spec';
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
import { type ComparedModel, openComparedModel } from './compared-model.ts';
import { Notes } from './notes.ts';
import { readQuestions } from './read-questions.ts';
import { openResultsFile } from './results-file.ts';

interface AccuracyFlags extends ModelFlags, OutputFlags {
  readonly threads?: number;
  readonly backend?: BackendName;
  readonly frames?: number;
  readonly aggregation?: string;
  readonly budgets?: readonly number[];
  readonly strategies: readonly TokenStrategy[];
  readonly questions: string;
  readonly kinds?: readonly string[];
  readonly clips?: number;
  readonly results?: string;
  readonly plot?: string;
}

const strategyNames = tokenStrategies.map(({ name }) => name).join(',');

const examples = `
Example:
  slowfast bench accuracy ./clips --budgets 128,256 --results results.jsonl --plot accuracy.svg`;

/** `slowfast bench accuracy`: ways to spend a budget of video tokens, by the questions that they get right. */
export function accuracyCommand(signal: AbortSignal): Command {
  const command = new Command('accuracy')
    .summary('compare ways to spend a budget of video tokens')
    .description('Compare ways to spend a budget of video tokens by how many questions are answered right.')
    .argument('<clips>', 'a folder with clips and questions.json');
  addBackendFlag(addThreadsFlag(addModelFlags(command)))
    .option(
      '--frames <number>',
      'frames to start from (default: what the model prefers)',
      positiveWholeNumber,
    )
    .option('--aggregation <text>', 'two pathways to start from (default: what the model prefers)')
    .option(
      '--budgets <tokens>',
      'video tokens to spend, between commas (default: 2/3, 1 and 5/3 of what the model takes)',
      (text: string) => wholeNumberList(text).map((budget) => positiveWholeNumber(String(budget))),
    )
    .addOption(
      new Option('--strategies <names>', `some of ${strategyNames}`)
        .argParser(strategyList)
        .default(tokenStrategies, 'all'),
    )
    .option('--questions <file>', 'another list of questions in the folder', 'questions.json')
    .option('--kinds <names>', 'kinds of question, between commas (default: all)', textList)
    .option('--clips <number>', 'the first so many clips', positiveWholeNumber)
    .option('--results <file>', 'keep every answer here as it comes, and go on where an earlier run ended')
    .option('--plot <file>', 'draw accuracy against tokens as an SVG');
  return addOutputFlags(command)
    .addHelpText('after', examples)
    .action((folder: string, flags: AccuracyFlags) => compare(folder, flags, signal));
}

async function compare(folder: string, flags: AccuracyFlags, signal: AbortSignal) {
  using output = new CommandOutput(flags);
  const questions = await readQuestions(folder, flags);
  const openClip = (clip: string) => openVideo(join(folder, clip), { signal });
  await using model = await openComparedModel(flags, output, signal);
  const planned = await plan(await openClip(questions[0]!.clip), model, flags, output, signal);
  const results =
    flags.results === undefined ? undefined : await openResultsFile(flags.results, model.header);
  if (results && results.lines > 0)
    output.note(`${flags.results} holds ${results.lines} lines of earlier runs.`);

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
    if (signal.aborted && answers.length >= distinct) await print(questions, planned, answers, flags, output);
    throw error;
  }
  notes.end();
  await print(questions, planned, answers, flags, output);
}

/** The settings to run, judged by the first clip; those that can't be had are told. */
async function plan(
  source: Awaited<ReturnType<typeof openVideo>>,
  model: ComparedModel,
  flags: AccuracyFlags,
  output: CommandOutput,
  signal: AbortSignal,
): Promise<readonly PlannedSetting[]> {
  await using opened = source;
  const facts = model.factsOf(opened.info);
  const budgets = [...new Set(flags.budgets ?? defaultBudgets(facts))];
  const planned = await planSettings(budgets, flags.strategies, facts, async ({ frames, aggregation }) => {
    const { fits, tokens, textTokens, contextLength } = await model.assistant.plan(opened.info, {
      reduction: { frames, aggregation },
      signal,
    });
    if (fits) return undefined;
    const text = textTokens.prompt + textTokens.answer;
    return `${aggregation} takes ${tokens.total} tokens and the text ${text}, more than the context of ${contextLength}`;
  });
  for (const { budget, strategy, reason } of planned) {
    if (reason !== undefined) output.note(`${strategy.title} has nothing for ${budget} tokens: ${reason}.`);
  }
  if (planned.some(({ choice }) => choice)) return planned;
  throw new InvalidSettingError({
    setting: '--budgets',
    found: budgets.join(','),
    expected: `budgets at which a strategy has something; ${planned[0]!.strategy.title}: ${planned[0]!.reason}`,
  });
}

async function print(
  questions: readonly ClipQuestion[],
  planned: readonly PlannedSetting[],
  answers: readonly ClipAnswers[],
  { plot, json }: AccuracyFlags,
  output: CommandOutput,
) {
  const report: AccuracyReport = makeReport(questions, planned, answers);
  output.result(json ? `${JSON.stringify(report)}\n` : reportMarkdown(report));
  if (plot === undefined) return;
  try {
    await mkdir(dirname(plot), { recursive: true });
    await writeFile(plot, accuracyPlot(report));
  } catch (cause) {
    throw new OutputFailedError({ place: plot, reason: (cause as Error).message }, { cause });
  }
}

function textList(text: string): readonly string[] {
  return text.split(',').map((item) => item.trim());
}

/** In the order in which they are compared, whatever the order of the names. */
function strategyList(text: string): readonly TokenStrategy[] {
  const names = textList(text);
  const unknown = names.find((name) => tokenStrategies.every((strategy) => strategy.name !== name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(`Found ${JSON.stringify(unknown)}, expected some of ${strategyNames}.`);
  }
  return tokenStrategies.filter(({ name }) => names.includes(name));
}
