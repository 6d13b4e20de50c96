import { Command, InvalidArgumentError } from 'commander';
import { samplingOptions, samplingRemark } from '../../flags/answer-flags.ts';
import { type AssistantFlags, addAssistantFlags, assistantOptions } from '../../flags/assistant-flags.ts';
import { addOutputFlags, addVerboseFlag, type OutputFlags } from '../../flags/output-flags.ts';
import type { Clip } from '../../inputs/clip.ts';
import { findClips } from '../../inputs/find-clips.ts';
import { CommandOutput } from '../../output/command-output.ts';
import { modelName } from '../../output/model-name.ts';
import { watchClip } from '../ask/answer-about.ts';
import { openToldModel } from '../ask/open-told-model.ts';
import { requireRoom } from '../ask/require-room.ts';
import { ChatInput } from './chat-input.ts';
import type { Conversation } from './conversation.ts';
import { converse } from './converse.ts';
import { ChatFiles, readSavedChat, type SavedChat } from './saved-chat.ts';

/** Flags of `slowfast chat`. */
interface ChatFlags extends AssistantFlags, OutputFlags {
  readonly history?: string;
  readonly save?: string;
}

const helpEnd = `
Each line is a question, which sees the earlier ones and their answers. /help lists commands; Ctrl-C stops an answer; Ctrl-D or /exit ends.

Examples:
  slowfast chat clip.mp4
  slowfast chat clip.mp4 --save new.json < questions.txt
  slowfast chat clip.mp4 --history chat.json`;

/** `slowfast chat`: a conversation about a video, with the models kept loaded. */
export function chatCommand(signal: AbortSignal, argv: readonly string[]): Command {
  const command = new Command('chat')
    .summary('talk about a video')
    .description('Talk about a video: each question sees the earlier ones and their answers.')
    .usage('[options] <video>')
    .argument(
      '[video...]',
      'a video file, a GIF, a folder of images or an address (https:); still pictures together are one clip',
    )
    .option('--history <file>', 'go on with a conversation that was saved')
    .option('--save <file>', 'keep the conversation in a file, up to date after each answer');
  const json = 'print one JSON object for each answer, a line each; an error is one, too';
  const told = 'also tell which model, runtime and frames are used, and how long each stage takes';
  return addVerboseFlag(addOutputFlags(addAssistantFlags(command), json), told)
    .addHelpText('after', helpEnd)
    .action((inputs: readonly string[], flags: ChatFlags) => chat(inputs, flags, signal, argv));
}

async function chat(
  inputs: readonly string[],
  flags: ChatFlags,
  signal: AbortSignal,
  argv: readonly string[],
): Promise<void> {
  const options = await assistantOptions(flags);
  if (inputs.includes('-')) {
    throw new InvalidArgumentError(
      'Found - as the video, expected a file or an address: questions come from standard input.',
    );
  }
  if (inputs.length === 0) throw new InvalidArgumentError('Found no video, expected one.');
  await using clips = await findClips(inputs);
  const [clip] = clips.all;
  if (!clip || clips.all.length > 1) {
    throw new InvalidArgumentError(
      `Found ${clips.all.length} videos, expected one. Questions are typed once it is there, or come from standard input.`,
    );
  }
  using output = new CommandOutput(flags);
  const remark = samplingRemark(flags);
  if (remark !== undefined) output.note(remark);
  const earlier = flags.history === undefined ? undefined : await readSavedChat(flags.history);
  const files = new ChatFiles(flags.history);
  if (flags.save !== undefined) await files.claim(flags.save);
  const model = flags.model || undefined;
  const system = flags.system ?? earlier?.system;
  if (earlier) tellDifferences(earlier, { video: clip.video, model: modelName(model) }, output);
  await requireRoom(clips.all, options, output, signal);

  await using assistant = await openToldModel({ ...options, system }, output, signal);
  const json = flags.json === true;
  await using video = await watchClip(clip, { assistant, output, signal, which: undefined, model, json });
  const begun = video.chat({ history: earlier?.history });
  using input = new ChatInput();
  if (input.isTerminal) greet(clip, begun.history.length / 2, output);
  const conversation: Conversation = {
    ...{ clip, model, system, input, output, files, argv, signal },
    ...{ savePath: flags.save, sampling: samplingOptions(flags), json },
    chat: begun,
    begin: () => video.chat(),
  };
  await converse(conversation);
}

function greet(clip: Clip, answered: number, output: CommandOutput): void {
  if (answered > 0) output.remark(`The conversation goes on after ${answered} answers; /history shows them.`);
  output.remark(`Ask about ${clip.name}. /help lists commands, Ctrl-C stops an answer, Ctrl-D ends.`);
}

function tellDifferences(
  earlier: SavedChat,
  now: Pick<SavedChat, 'video' | 'model'>,
  output: CommandOutput,
): void {
  const differ = (['video', 'model'] as const).filter(
    (name) => JSON.stringify(earlier[name]) !== JSON.stringify(now[name]),
  );
  for (const name of differ) {
    output.note(`the conversation was with the ${name} ${[earlier[name]].flat().join(', ')}.`);
  }
}
