import { Command, InvalidArgumentError } from 'commander';
import { EmptyQuestionError, type Question } from 'slowfast-llava';
import { readCalibrations } from '../../calibrations/calibrations-file.ts';
import { samplingOptions, samplingRemark } from '../../flags/answer-flags.ts';
import { type AssistantFlags, addAssistantFlags, assistantOptions } from '../../flags/assistant-flags.ts';
import { addOutputFlags, addVerboseFlag, type OutputFlags } from '../../flags/output-flags.ts';
import { collect } from '../../flags/values.ts';
import { eachClip } from '../../inputs/each-clip.ts';
import { findClips } from '../../inputs/find-clips.ts';
import { splitInputs } from '../../inputs/split-inputs.ts';
import { CommandOutput } from '../../output/command-output.ts';
import { answerAbout } from './answer-about.ts';
import { openToldModel } from './open-told-model.ts';
import { requireRoom } from './require-room.ts';

/** Flags of `slowfast ask`. */
export interface AskFlags extends AssistantFlags, OutputFlags {
  readonly question?: readonly string[];
  readonly option?: readonly string[];
}

const examples = `
Examples:
  slowfast ask clip.mp4 "What shape appears?" "Where does it go?"
  slowfast ask clip.mp4 "Where does it go?" --option "to the left" --option "to the right"
  slowfast ask a.mp4 b.mp4 c.mp4 "What shape appears?" --json
  slowfast ask 1.png 2.png 3.png "What shape appears?"
  slowfast ask - "What shape appears?" < clip.mp4
  slowfast ask https://example.org/clip.mp4 "What shape appears?"
  slowfast ask clip.mp4 "What happens?" --model llava-hf/llava-onevision-qwen2-0.5b-ov-hf --dtype q4`;

/** `slowfast ask`: answers questions about videos, streaming. */
export function askCommand(signal: AbortSignal, argv: readonly string[]): Command {
  const command = new Command('ask')
    .summary('answer questions about videos')
    .description('Answer questions about videos.')
    .usage('[options] <video...> <question...>')
    .argument(
      '[video and question...]',
      'videos first: video files, GIFs, folders of pictures, addresses (https:), or - for standard input, each asked in turn; still pictures together are one clip. Then the questions, each answered on its own',
    )
    .option(
      '--question <text>',
      'a question that could be taken for a file; all other arguments then are videos (repeatable)',
      collect,
    )
    .option(
      '--option <text>',
      'an option to choose from: makes the questions multiple choice (repeatable)',
      collect,
    );
  addOutputFlags(
    addAssistantFlags(command),
    'print one JSON object for each answer, a line each; an error is one, too',
  );
  const told = 'also tell which model, runtime and frames are used, and how long each stage takes';
  return addVerboseFlag(command, told)
    .addHelpText('after', examples)
    .action((args: readonly string[], flags: AskFlags) => ask(args, flags, signal, argv));
}

async function ask(
  args: readonly string[],
  flags: AskFlags,
  signal: AbortSignal,
  argv: readonly string[],
): Promise<void> {
  // What is cheap is checked first: a wrong flag or a missing video is told before anything is fetched or opened.
  const { inputs, questions } = await splitInputs(args, flags.question);
  const asked = questions.map((text) => toQuestion(text, flags.option));
  const options = {
    ...(await assistantOptions(flags)),
    // Multiple choice alone has probabilities.
    calibration: flags.option === undefined ? undefined : await readCalibrations(),
  };
  await using clips = await findClips(inputs);
  using output = new CommandOutput(flags);
  const remark = samplingRemark(flags);
  if (remark !== undefined) output.note(remark);
  await requireRoom(clips.all, options, output, signal);

  await using assistant = await openToldModel(options, output, signal);
  // A dead worker answers about none of them.
  const isOfAll = (error: unknown) => (error as { code?: string }).code === 'worker-failed';
  const json = flags.json === true;
  await eachClip(clips.all, { argv, json, output, signal, isOfAll }, (clip, which) =>
    answerAbout(clip, asked, {
      ...{ assistant, output, signal, which, json },
      model: flags.model || undefined,
      sampling: samplingOptions(flags),
    }),
  );
}

const mostOptions = 26;

function toQuestion(text: string, options: readonly string[] | undefined): Question {
  if (text.trim() === '') throw new EmptyQuestionError({ found: JSON.stringify(text) });
  if (options === undefined) return { text };
  const blank = options.findIndex((option) => option.trim() === '');
  if (blank >= 0) throw new EmptyQuestionError({ found: `--option number ${blank + 1} is blank` });
  if (options.length >= 2 && options.length <= mostOptions) return { text, options };
  throw new InvalidArgumentError(
    `Found ${options.length} --option, expected 2 to ${mostOptions}, once for each option.`,
  );
}
